#pragma once
// One regression for a host language: columns and a formula in, numbers and text out. What the packages
// of R and Python share; nothing here knows either. host.cpp is compiled into each.

#include <bilateral/core/progress.hpp>
#include <bilateral/core/provenance.hpp>
#include <bilateral/data/data_table.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace embed {

struct request {
  std::string formula;
  std::string estimator = "ols";     // or ppml
  std::string covariance{};          // as parse_covariance reads it; iid, hc1 of ppml
  std::string preset{};              // another program's conventions: stata, fixest, ...
  std::string entity{}, time{};      // a panel, or the dates of one series
  std::string weights{}, offset{};   // columns of numbers
  std::string missing = "refuse";    // or drop
  bilateral::progress_hook alive{};  // false or a throw stops the work
};

// One coefficient; what does not exist is empty.
struct term {
  std::string name;
  double estimate = 0;
  std::optional<double> std_error, statistic, p_value, low, high;
};

struct answer {
  std::string title, covariance, summary;
  std::vector<term> terms;
  std::size_t used = 0, dropped = 0;
  std::vector<bilateral::dropped_row> dropped_rows;  // the first of them, rows from 1
  std::vector<std::string> notes;
  double inference_dof = 0;  // infinite: normal
};

// Where columns come from: a data frame of the host.
class frame {
 public:
  frame() = default;
  frame(const frame&) = delete;
  frame& operator=(const frame&) = delete;
  virtual ~frame() = default;
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
  [[nodiscard]] virtual bool is_number(const std::string& name) const = 0;
  // a missing one is a NaN
  [[nodiscard]] virtual std::vector<double> numbers(const std::string& name) const = 0;
  // codes from 0, -1 missing
  [[nodiscard]] virtual bilateral::text_column categories(const std::string& name) const = 0;
};

// A model whose columns were copied out of the host: nothing of the host is needed from here on.
struct model;
using prepared = std::shared_ptr<const model>;

// @throws std::invalid_argument  what cannot be read or is not there, in words
prepared prepare(const request& want, const frame& data);

// @throws std::invalid_argument          the library's errors, in the words of the packages
// @throws bilateral::interrupted_error   the hook said false; what the hook throws goes through
answer regress(const prepared& p);

}  // namespace embed
