// R's side: a data frame becomes columns, an answer a list.
#include <Rcpp.h>

#include "host.hpp"

namespace {

class r_frame : public embed::frame {
 public:
  explicit r_frame(const Rcpp::List& columns)
      : columns_(columns), names_(Rcpp::as<std::vector<std::string>>(columns.names())) {}

  [[nodiscard]] std::vector<std::string> names() const override { return names_; }
  [[nodiscard]] bool is_number(const std::string& name) const override {
    const SEXP column = columns_[name];
    return !Rf_isFactor(column) && (TYPEOF(column) == REALSXP || TYPEOF(column) == INTSXP);
  }
  // NA of doubles is a NaN already, that of integers becomes one
  [[nodiscard]] std::vector<double> numbers(const std::string& name) const override {
    const Rcpp::NumericVector values(static_cast<SEXP>(columns_[name]));
    return {values.begin(), values.end()};
  }
  [[nodiscard]] bilateral::text_column categories(const std::string& name) const override {
    const SEXP column = columns_[name];
    if (!Rf_isFactor(column)) {
      throw bilateral::data_error("the column " + name +
                                  " is neither number, text, date nor factor");
    }
    const Rcpp::IntegerVector codes(column);
    bilateral::text_column out{name, {}, {}};
    out.labels = Rcpp::as<std::vector<std::string>>(codes.attr("levels"));
    if (!codes.hasAttribute("sorted")) out.levels = bilateral::level_order::listed;
    for (const int code : codes) out.codes.push_back(code == NA_INTEGER ? -1 : code - 1);
    return out;
  }

 private:
  Rcpp::List columns_;
  std::vector<std::string> names_;
};

double or_na(const std::optional<double>& value) { return value.value_or(NA_REAL); }

Rcpp::DataFrame table_of(const std::vector<embed::term>& terms) {
  std::vector<std::string> name;
  std::vector<double> estimate, error, statistic, p, low, high;
  for (const embed::term& row : terms) {
    name.push_back(row.name);
    estimate.push_back(row.estimate);
    error.push_back(or_na(row.std_error));
    statistic.push_back(or_na(row.statistic));
    p.push_back(or_na(row.p_value));
    low.push_back(or_na(row.low));
    high.push_back(or_na(row.high));
  }
  return Rcpp::DataFrame::create(Rcpp::_["name"] = name, Rcpp::_["estimate"] = estimate,
                                 Rcpp::_["std_error"] = error, Rcpp::_["statistic"] = statistic,
                                 Rcpp::_["p_value"] = p, Rcpp::_["ci_low"] = low,
                                 Rcpp::_["ci_high"] = high, Rcpp::_["stringsAsFactors"] = false);
}

embed::request request_of(const Rcpp::CharacterVector& given) {
  const auto said = [&](const char* name) { return Rcpp::as<std::string>(given[name]); };
  return {said("formula"),
          said("estimator"),
          said("covariance"),
          said("preset"),
          said("entity"),
          said("time"),
          said("weights"),
          said("offset"),
          said("missing"),
          [](const bilateral::work_state&) {
            Rcpp::checkUserInterrupt();  // throws; END_RCPP hands it to R
            return true;
          }};
}

}  // namespace

extern "C" SEXP bilateral_regress(SEXP request, SEXP columns) {
  BEGIN_RCPP
  const embed::answer a = embed::regress(
      embed::prepare(request_of(Rcpp::CharacterVector(request)), r_frame(Rcpp::List(columns))));
  std::vector<double> row;
  std::vector<std::string> reason;
  for (const bilateral::dropped_row& d : a.dropped_rows) {
    row.push_back(static_cast<double>(d.row));
    reason.push_back(d.reason);
  }
  return Rcpp::List::create(
      Rcpp::_["title"] = a.title, Rcpp::_["terms"] = table_of(a.terms),
      Rcpp::_["n"] = static_cast<double>(a.used),
      Rcpp::_["dropped"] = static_cast<double>(a.dropped),
      Rcpp::_["dropped_rows"] = Rcpp::DataFrame::create(
          Rcpp::_["row"] = row, Rcpp::_["reason"] = reason, Rcpp::_["stringsAsFactors"] = false),
      Rcpp::_["covariance"] = a.covariance, Rcpp::_["inference_dof"] = a.inference_dof,
      Rcpp::_["notes"] = a.notes, Rcpp::_["summary"] = a.summary);
  END_RCPP
}

extern "C" void R_init_bilateral(DllInfo* dll) {
  static const R_CallMethodDef calls[] = {
      {"bilateral_regress", reinterpret_cast<DL_FUNC>(&bilateral_regress), 2},
      {nullptr, nullptr, 0}};
  R_registerRoutines(dll, nullptr, calls, nullptr, nullptr);
  R_useDynamicSymbols(dll, FALSE);
}
