#pragma once
// What the estimators of the regress program share: the request, the job, the printing.

#include <bilateral/data/index.hpp>
#include <bilateral/econometrics/estimator/model_frame.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/summary.hpp>

#include "support/chart_file.hpp"
#include "support/estimates.hpp"
#include "support/models.hpp"
#include "support/program.hpp"

namespace regress_program {

using namespace bilateral;
using example::any_covariance;
using example::vector_of;

struct request : example::model_flags {
  example::data_options input;
  std::string offset, effects = "within", estimator = "ols", iv_method = "2sls";
  bool keep_singletons = false;
  example::covariance_flags covariance;
  example::chart_file picture;
};

using named_tests = std::vector<std::pair<std::string, test_result>>;

// A diagnostic that does not apply to these data is a note, never a failure of the fit.
template <class Make>
void add_test(named_tests& tests, std::vector<std::string>& notes, const std::string& key,
              Make&& make) {
  try {
    if constexpr (requires { make().has_value(); }) {
      if (auto t = make()) tests.emplace_back(key, std::move(*t));
    } else {
      tests.emplace_back(key, make());
    }
    if (!tests.empty() && !std::isfinite(tests.back().second.statistic)) {
      tests.pop_back();
      notes.push_back(text("tests.", key, ": is not defined: a fit is exact"));
    }
  } catch (const bilateral::error& e) {
    notes.push_back(text("tests.", key, ": ", e.what()));
  }
}

// One regression to run: the model and what was asked.
struct job {
  const request& want;
  const model_frame& frame;
  unsigned threads = 1;
};

// What one regression has to say.
struct answer : example::model_answer {
  named_tests tests;
  std::function<void(json_writer&, std::vector<std::string>&)> write_estimates;
};

template <class Result>
answer answer_of(const job& j, const std::string& kind, const Result& fit, named_tests tests,
                 const std::vector<std::string>& more) {
  answer a{example::answer_to(kind, kind, j.frame.model.response_name, fit,
                              example::common_of(j.frame, fit.sample, j.want.input.date), more),
           std::move(tests),
           {}};
  a.write_estimates = [fit](json_writer& json, std::vector<std::string>& notes) {
    example::write_terms(json, fit);
    example::write_fit(json, fit, notes);
  };
  return a;
}

// Each estimates in its own way.
answer by_least_squares(const job& j);
answer with_instruments(const job& j);
answer of_panel(const job& j);
answer by_poisson(const job& j);
answer with_absorbed_effects(const job& j);

}  // namespace regress_program
