// What the flags say about exporter, importer and period.
#include "gravity/study.hpp"

#include <algorithm>

namespace gravity_program {

namespace {

using example::split_list;
using example::usage_error;

// the parts of each effect
std::vector<std::vector<std::string>> effects_of(const model_spec& spec) {
  std::vector<std::vector<std::string>> out;
  for (const std::string& effect : spec.absorb)
    out.push_back(interaction_parts(parse_absorbed(effect).group));
  return out;
}

// the part that is not `other` of an effect of two parts
std::string beside(const std::vector<std::string>& effect, const std::string& other) {
  return effect[0] == other ? effect[1] : effect[0];
}

bool holds(const std::vector<std::string>& effect, const std::string& part) {
  return std::find(effect.begin(), effect.end(), part) != effect.end();
}

}  // namespace

std::optional<event_request> event_of(const std::string& flag) {
  if (flag.empty()) return std::nullopt;
  const std::size_t last = flag.rfind(':');
  const std::size_t middle =
      last == std::string::npos || last == 0 ? last : flag.rfind(':', last - 1);
  if (last == std::string::npos || middle == std::string::npos || middle == last || middle == 0) {
    throw usage_error("--event: '" + flag + "' is not COLUMN:LEADS:LAGS");
  }
  event_request out;
  out.column = flag.substr(0, middle);
  out.window.leads =
      example::whole_number("--event", flag.substr(middle + 1, last - middle - 1), 1);
  out.window.lags = example::whole_number("--event", flag.substr(last + 1), 0);
  return out;
}

std::optional<index_columns> index_of(const request& want, const model_spec& spec) {
  if (!want.index.empty()) {
    const auto names = split_list(want.index);
    if (names.size() != 2 && names.size() != 3) {
      throw usage_error("--index: name the exporter, the importer and, of a panel, the period");
    }
    return index_columns{names[0], names[1], names.size() == 3 ? names[2] : ""};
  }
  const auto effects = effects_of(spec);
  if (effects.size() == 2 && effects[0].size() == 1 && effects[1].size() == 1) {
    return index_columns{effects[0][0], effects[1][0], ""};
  }
  const bool pairs =
      std::all_of(effects.begin(), effects.end(), [](const auto& e) { return e.size() == 2; });
  if (!pairs || (effects.size() != 2 && effects.size() != 3)) return std::nullopt;
  // the period stands in two effects, the third (if any) holds what is left of both
  for (std::size_t a = 0; a < effects.size(); ++a) {
    for (std::size_t b = a + 1; b < effects.size(); ++b) {
      for (const std::string& period : effects[a]) {
        if (!holds(effects[b], period)) continue;
        index_columns out{beside(effects[a], period), beside(effects[b], period), period};
        if (out.exporter == out.importer) continue;
        if (effects.size() == 2) return out;
        const auto& pair = effects[3 - a - b];
        if (!holds(pair, out.exporter) || !holds(pair, out.importer)) continue;
        // by the order of the flag A^T,B^T,A^B where that is how it stands, any three parts would do
        if (a == 0 && b == 1) return out;
      }
    }
  }
  return std::nullopt;
}

std::pair<std::string, std::string> entity_and_period(const request& want, const model_spec& spec) {
  if (const auto index = index_of(want, spec); index && !index->period.empty()) {
    return {"\"" + index->exporter + "\"^\"" + index->importer + "\"", index->period};
  }
  const auto effects = effects_of(spec);
  if (want.index.empty() && effects.size() == 2 && effects[0].size() == 1 &&
      effects[1].size() == 1) {
    return {effects[0][0], effects[1][0]};
  }
  throw usage_error(
      "--event: entity and period are not clear from --absorb; it takes ENTITY,PERIOD or "
      "A^T,B^T[,A^B], or --index EXPORTER,IMPORTER,PERIOD");
}

named_column<double> policy_column(const study& s) {
  const std::string& name = s.want.policy;
  const auto named = [&](const std::string& column) {
    return column == name || column == "log(" + name + ")";
  };
  const regression<double>& model = s.frame.model;
  for (std::size_t j = 0; j < model.names.size(); ++j) {
    if (named(model.names[j])) return {model.names[j], model.design.col(to_index(j))};
  }
  for (const auto& column : s.frame.endogenous) {
    if (named(column.first)) return column;
  }
  throw usage_error("--policy: " + name + " is not among --x");
}

void require_logged_response(const study& s) {
  if (parse_term(s.spec.y).kind == term_kind::log) return;
  throw usage_error("--policy: with --estimator ols y must be named in --log");
}

}  // namespace gravity_program
