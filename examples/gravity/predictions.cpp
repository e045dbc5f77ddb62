// The file of --predict.
#include "gravity/predictions.hpp"

#include <bilateral/report/escape.hpp>

namespace gravity_program {

std::vector<factor> named_effects(const study& s, const example::data_set& data) {
  std::vector<factor> out;
  for (const std::string& effect : example::split_list(s.want.absorb)) {
    factor f = absorbed_factor(data.table(), effect);
    if (f.labels.empty()) f.labels = named_group(data.table(), parse_absorbed(effect).group).labels;
    out.push_back(std::move(f));
  }
  return out;
}

asked_rows read_asked_rows(const study& s, const std::vector<std::string>& names) {
  example::data_options input = s.input;
  input.csv = s.want.predict;
  input.where.clear();
  input.weights.clear();
  input.frequency_weights.clear();
  example::data_request columns;
  const std::vector<std::string> regressors = example::split_list(s.want.x);
  columns.numbers = regressors;
  for (const absorbed_term& effect : absorbed_terms(s.want)) {
    columns.groups.push_back(effect.group);
    if (!effect.slope.empty()) columns.numbers.push_back(effect.slope);
  }
  // the file needs no response: neither does its logarithm
  std::string logs;
  for (const std::string& name : example::split_list(input.log)) {
    const auto& used = columns.numbers;
    if (std::find(used.begin(), used.end(), name) == used.end()) continue;
    logs += (logs.empty() ? "" : ",") + csv_escape(name, ',', false);
  }
  input.log = logs;
  asked_rows out{read_data(input, columns), {}};
  const auto m = to_index(out.data.rows());
  out.rows.design.resize(m, std::ssize(names));
  for (std::size_t j = 0; j < names.size(); ++j) {
    const auto found = std::find_if(regressors.begin(), regressors.end(),
                                    [&](const auto& x) { return s.data.label(x) == names[j]; });
    if (found == regressors.end()) {
      throw data_error("--predict: " + names[j] + " is no column of --x");
    }
    out.rows.design.col(to_index(j)) = vector_of(out.data.column(*found));
  }
  out.rows.effects = named_effects(s, out.data);
  return out;
}

}  // namespace gravity_program
