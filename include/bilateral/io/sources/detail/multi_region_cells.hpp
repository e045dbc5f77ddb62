#pragma once
// Cells of a multi-region table, in whatever order a file has them, into the table.

#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/io/sources/multi_region_file.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral::detail {

// names numbered in the order in which they come
class numbered_names {
 public:
  Eigen::Index add(const std::string& name) {
    const auto [at, fresh] = at_.emplace(name, std::ssize(names_));
    if (fresh) names_.push_back(name);
    return at->second;
  }
  // -1: there is none
  [[nodiscard]] Eigen::Index find(const std::string& name) const {
    const auto at = at_.find(name);
    return at == at_.end() ? Eigen::Index{-1} : at->second;
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] Eigen::Index size() const { return std::ssize(names_); }

 private:
  std::vector<std::string> names_;
  std::map<std::string, Eigen::Index> at_;
};

// First all lines (region and sector) and categories of final use, then `allocate`, then cells.
class multi_region_cells {
 public:
  explicit multi_region_cells(std::string file) : file_(std::move(file)) {}

  void declare_line(const std::string& region, const std::string& sector) {
    lines_.emplace(regions_.add(region), sectors_.add(sector));
  }
  void declare_category(const std::string& category) { (void)categories_.add(category); }

  void allocate() {
    if (lines_.empty()) throw data_error(file_ + ": there are no sectors");
    const Eigen::Index limit = 12000;  // 1.2 GB; Eora has 4,915 lines
    n_ = regions_.size() * sectors_.size();
    for (Eigen::Index r = 0; r < regions_.size(); ++r) {
      for (Eigen::Index s = 0; s < sectors_.size(); ++s) {
        if (lines_.count({r, s}) > 0) continue;
        throw data_error(text(file_, ": the region ", name(regions_, r), " has no sector ",
                              name(sectors_, s), ", which others have"));
      }
    }
    if (n_ > limit) throw data_error(text(file_, ": ", n_, " lines; at most ", limit));
    out_.table.transactions = dense_matrix<double>::Zero(n_, n_);
    out_.table.output = dense_vector<double>::Zero(n_);
    for (const std::string& category : categories_.names()) {
      out_.final_uses.push_back({category, dense_matrix<double>::Zero(n_, regions_.size())});
    }
  }

  // place of a line, -1 where there is none
  [[nodiscard]] Eigen::Index line(const std::string& region, const std::string& sector) const {
    const Eigen::Index r = regions_.find(region), s = sectors_.find(sector);
    return r < 0 || s < 0 ? -1 : r * sectors_.size() + s;
  }
  [[nodiscard]] Eigen::Index region(const std::string& name) const { return regions_.find(name); }
  [[nodiscard]] Eigen::Index category(const std::string& name) const {
    return categories_.find(name);
  }
  [[nodiscard]] Eigen::Index sectors() const { return sectors_.size(); }

  void add_transaction(Eigen::Index from, Eigen::Index to, double value) {
    out_.table.transactions(from, to) += value;
  }
  void add_final(Eigen::Index from, Eigen::Index category, Eigen::Index region, double value) {
    out_.final_uses[to_size(category)].values(from, region) += value;
  }
  void add_primary(const std::string& row, Eigen::Index to, double value) {
    const Eigen::Index at = primary_.add(row);
    if (to_size(at) == out_.primary_inputs.size()) {
      out_.primary_inputs.push_back({row, dense_vector<double>::Zero(n_)});
    }
    out_.primary_inputs[to_size(at)].values[to] += value;
  }
  void add_output(Eigen::Index line, double value) {
    out_.table.output[line] += value;
    has_output_ = true;
  }
  void note(std::string sentence) { out_.notes.push_back(std::move(sentence)); }

  // value added is the sum of the rows named, or of all where none is
  [[nodiscard]] multi_region_file finish(std::string unit, const std::vector<std::string>& added) {
    out_.unit = std::move(unit);
    out_.table.regions = regions_.names();
    out_.table.sectors = sectors_.names();
    out_.value_added = dense_vector<double>::Zero(n_);
    bool found = false;
    for (const primary_input& row : out_.primary_inputs) {
      if (!added.empty() && std::find(added.begin(), added.end(), row.name) == added.end())
        continue;
      out_.value_added += row.values;
      found = true;
    }
    if (!found) throw data_error(file_ + ": there is no row of value added");
    const dense_vector<double> sold = sales();
    if (!has_output_) {
      out_.table.output = sold;
      note("the file has no output: it is the sum of each row");
    } else {
      note_gap("rows", sold);
    }
    note_gap("columns", costs());
    return std::move(out_);
  }

 private:
  static const std::string& name(const numbered_names& names, Eigen::Index i) {
    return names.names()[to_size(i)];
  }

  [[nodiscard]] dense_vector<double> sales() const {
    dense_vector<double> out = out_.table.transactions.rowwise().sum();
    for (const final_use& use : out_.final_uses) out += use.values.rowwise().sum();
    return out;
  }
  [[nodiscard]] dense_vector<double> costs() const {
    dense_vector<double> out = out_.table.transactions.colwise().sum().transpose();
    for (const primary_input& row : out_.primary_inputs) out += row.values;
    return out;
  }

  // where rows or columns differ most from output
  void note_gap(const char* what, const dense_vector<double>& sums) {
    const dense_vector<double>& output = out_.table.output;
    Eigen::Index worst = 0;
    double gap = 0;
    for (Eigen::Index i = 0; i < n_; ++i) {
      if (std::abs(sums[i] - output[i]) <= gap) continue;
      gap = std::abs(sums[i] - output[i]);
      worst = i;
    }
    const double scale = (std::max)(std::abs(output[worst]), 1e-300);
    if (gap <= 1e-9 * scale) return;
    note(text("the ", what, " do not add up to output: by ", shortest(gap), " in ",
              name(regions_, worst / sectors_.size()), ": ",
              name(sectors_, worst % sectors_.size()), ", the worst"));
  }

  std::string file_;
  numbered_names regions_, sectors_, categories_, primary_;
  std::set<std::pair<Eigen::Index, Eigen::Index>> lines_;
  Eigen::Index n_ = 0;
  bool has_output_ = false;
  multi_region_file out_;
};

}  // namespace bilateral::detail
