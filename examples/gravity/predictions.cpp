// The file of --predict.
#include "gravity/predictions.hpp"

namespace gravity_program {

std::vector<factor> named_effects(const model_spec& spec, const data_table& table) {
  std::vector<factor> out;
  for (const std::string& effect : spec.absorb) {
    factor f = absorbed_factor(table, effect);
    if (f.labels.empty()) f.labels = named_group(table, parse_absorbed(effect).group).labels;
    out.push_back(std::move(f));
  }
  return out;
}

asked_rows read_asked_rows(const study& s, const std::vector<std::string>& names) {
  example::data_options input = s.want.input;
  input.csv = s.want.predict;
  model_spec asked;  // no response, no weights, every row
  asked.x = s.spec.x;
  asked.factors = s.spec.factors;
  asked.absorb = s.spec.absorb;
  asked.intercept = s.spec.intercept;
  asked.missing = s.spec.missing;
  const model_frame frame = frame_of(table_of(s.want, input, {asked}), asked);
  asked_rows out;
  const Eigen::Index rows = frame.model.design.rows();
  for (Eigen::Index i = 0; i < rows; ++i)
    out.file_rows.push_back(frame.sample.file_row(to_size(i)));
  out.rows.design.resize(rows, std::ssize(names));
  for (std::size_t j = 0; j < names.size(); ++j) {
    out.rows.design.col(to_index(j)) =
        frame.model.design.col(column_position("--predict", frame.model, names[j]));
  }
  out.rows.effects = named_effects(asked, frame.sample);
  return out;
}

}  // namespace gravity_program
