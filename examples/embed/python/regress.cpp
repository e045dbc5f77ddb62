// Python's side: a data frame becomes columns, an answer a dict.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "host.hpp"

namespace py = pybind11;

namespace {

// bilateral._Frame: a column is an array of doubles, or (codes, labels, listed)
class pandas_frame : public embed::frame {
 public:
  explicit pandas_frame(py::object data) : data_(std::move(data)) {}

  [[nodiscard]] std::vector<std::string> names() const override {
    return data_.attr("names")().cast<std::vector<std::string>>();
  }
  [[nodiscard]] bool is_number(const std::string& name) const override {
    return !py::isinstance<py::tuple>(column(name));
  }
  [[nodiscard]] std::vector<double> numbers(const std::string& name) const override {
    const auto values = column(name).cast<py::array_t<double, py::array::c_style>>();
    return {values.data(), values.data() + values.size()};
  }
  [[nodiscard]] bilateral::text_column categories(const std::string& name) const override {
    const auto parts = column(name).cast<py::tuple>();
    const auto codes = parts[0].cast<py::array_t<std::int32_t, py::array::c_style>>();
    return {
        name,
        {codes.data(), codes.data() + codes.size()},
        parts[1].cast<std::vector<std::string>>(),
        parts[2].cast<bool>() ? bilateral::level_order::listed : bilateral::level_order::sorted};
  }

 private:
  [[nodiscard]] py::object column(const std::string& name) const {
    return data_.attr("column")(name);
  }
  py::object data_;
};

// Ctrl-C becomes KeyboardInterrupt
bool alive(const bilateral::work_state&) {
  const py::gil_scoped_acquire lock;
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  return true;
}

py::dict terms_of(const std::vector<embed::term>& terms) {
  std::vector<std::string> name;
  std::vector<double> estimate;
  std::vector<std::optional<double>> error, statistic, p, low, high;
  for (const embed::term& row : terms) {
    name.push_back(row.name);
    estimate.push_back(row.estimate);
    error.push_back(row.std_error);
    statistic.push_back(row.statistic);
    p.push_back(row.p_value);
    low.push_back(row.low);
    high.push_back(row.high);
  }
  py::dict out;
  out["name"] = name;
  out["estimate"] = estimate;
  out["std_error"] = error;
  out["statistic"] = statistic;
  out["p_value"] = p;
  out["ci_low"] = low;
  out["ci_high"] = high;
  return out;
}

py::dict regress(py::object data, const std::string& formula, const std::string& estimator,
                 const std::string& covariance, const std::string& preset,
                 const std::string& entity, const std::string& time, const std::string& weights,
                 const std::string& offset, const std::string& missing) {
  const embed::prepared model = embed::prepare(
      {formula, estimator, covariance, preset, entity, time, weights, offset, missing, alive},
      pandas_frame(std::move(data)));
  embed::answer a;
  {
    const py::gil_scoped_release others_may_run;
    a = embed::regress(model);
  }
  std::vector<std::pair<std::size_t, std::string>> rows;
  for (const bilateral::dropped_row& d : a.dropped_rows) rows.emplace_back(d.row, d.reason);
  py::dict out;
  out["title"] = a.title;
  out["terms"] = terms_of(a.terms);
  out["n"] = a.used;
  out["dropped"] = a.dropped;
  out["dropped_rows"] = rows;
  out["covariance"] = a.covariance;
  out["inference_dof"] = a.inference_dof;
  out["notes"] = a.notes;
  out["summary"] = a.summary;
  return out;
}

}  // namespace

PYBIND11_MODULE(_bilateral, m) { m.def("regress", &regress); }
