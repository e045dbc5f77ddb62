// What the flags say about exporter, importer and period.
#include "gravity/study.hpp"

#include <bilateral/econometrics/estimator/formula.hpp>

#include <algorithm>

namespace gravity_program {

namespace {

using example::split_list;
using example::usage_error;

// the parts of each effect
std::vector<std::vector<std::string>> effects_of(const request& want) {
  std::vector<std::vector<std::string>> out;
  for (const absorbed_term& effect : absorbed_terms(want))
    out.push_back(interaction_parts(effect.group));
  return out;
}

// the part that is not `other` of an effect of two parts
std::string beside(const std::vector<std::string>& effect, const std::string& other) {
  return effect[0] == other ? effect[1] : effect[0];
}

bool holds(const std::vector<std::string>& effect, const std::string& part) {
  return std::find(effect.begin(), effect.end(), part) != effect.end();
}

// the column of a formula's term in quotes; log(COLUMN) is added to the logarithms
std::string column_of(const std::string& written, std::string& logs) {
  term t;
  try {
    t = parse_term(written);
  } catch (const argument_error& e) {
    throw usage_error(e.what());
  }
  const bool logged = t.kind == term_kind::log && t.of[0].kind == term_kind::column;
  if (!logged && t.kind != term_kind::column) {
    throw usage_error("the formula's term " + written +
                      " is not offered: columns and log(COLUMN) are");
  }
  const std::string name = "\"" + (logged ? t.of[0].column : t.column) + "\"";
  if (logged) logs += (logs.empty() ? "" : ",") + name;
  return name;
}

std::string columns_of(const std::vector<std::string>& terms, std::string& logs) {
  std::string list;
  for (const std::string& written : terms) {
    list += (list.empty() ? "" : ",") + column_of(written, logs);
  }
  return list;
}

}  // namespace

std::vector<absorbed_term> absorbed_terms(const request& want) {
  std::vector<absorbed_term> out;
  for (const std::string& effect : split_list(want.absorb)) {
    try {
      out.push_back(parse_absorbed(effect));
    } catch (const argument_error& e) {
      throw usage_error("--absorb: " + std::string(e.what()).substr(sizeof "absorb: " - 1));
    }
  }
  return out;
}

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

void read_formula(request& want, std::string& logs) {
  if (want.formula.empty()) {
    if (want.y.empty() || want.absorb.empty()) {
      throw usage_error("--y and --absorb, or a formula 'y ~ x | effect + effect', are required");
    }
    return;
  }
  if (!want.y.empty() || !want.x.empty() || !want.absorb.empty() || !want.endogenous.empty() ||
      !want.instruments.empty()) {
    throw usage_error(
        "a formula stands in place of --y, --x, --absorb, --endogenous and --instruments");
  }
  model_spec spec;
  try {
    spec = parse_formula(want.formula);
  } catch (const argument_error& e) {
    throw usage_error(e.what());
  }
  if (spec.absorb.empty()) {
    throw usage_error("the formula '" + want.formula +
                      "' is not y ~ x1 + x2 | effect + effect [| endogenous ~ instruments]");
  }
  const std::string y = column_of(spec.y, logs);
  want.y = y.substr(1, y.size() - 2);
  want.x = columns_of(spec.x, logs);
  want.endogenous = columns_of(spec.endogenous, logs);
  want.instruments = columns_of(spec.instruments, logs);
  for (const std::string& text : spec.absorb) {
    want.absorb += (want.absorb.empty() ? "" : ",") + text;
  }
}

std::optional<index_columns> index_of(const request& want) {
  if (!want.index.empty()) {
    const auto names = split_list(want.index);
    if (names.size() != 2 && names.size() != 3) {
      throw usage_error("--index: name the exporter, the importer and, of a panel, the period");
    }
    return index_columns{names[0], names[1], names.size() == 3 ? names[2] : ""};
  }
  const auto effects = effects_of(want);
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

std::pair<std::string, std::string> entity_and_period(const request& want) {
  if (const auto index = index_of(want); index && !index->period.empty()) {
    return {"\"" + index->exporter + "\"^\"" + index->importer + "\"", index->period};
  }
  const auto effects = effects_of(want);
  if (want.index.empty() && effects.size() == 2 && effects[0].size() == 1 &&
      effects[1].size() == 1) {
    return {effects[0][0], effects[1][0]};
  }
  throw usage_error(
      "--event: entity and period are not clear from --absorb; it takes ENTITY,PERIOD or "
      "A^T,B^T[,A^B], or --index EXPORTER,IMPORTER,PERIOD");
}

}  // namespace gravity_program
