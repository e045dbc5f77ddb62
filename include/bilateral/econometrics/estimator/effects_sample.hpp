#pragma once
/// The rows of a sample with absorbed effects: which are left out, and why.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// One set of effects as it was absorbed.
struct absorbed_effect {
  std::string name;
  std::int32_t levels = 0;     ///< in the sample used
  std::size_t singletons = 0;  ///< rows dropped because they were alone in their level
  double slopes = 0;           ///< coefficients of slopes: of the groups where they vary
};

/// Leaves rows out one by one, keeping the sizes of all groups: singletons, groups without trade.
class effects_sample {
 public:
  // `effects` must outlive this
  effects_sample(const char* function, const std::vector<factor>& effects, std::size_t n)
      : effects_(effects), alive_(n, 1), singletons_(effects.size(), 0) {
    require(!effects.empty(), function, "there are no fixed effects");
    for (const factor& e : effects) {
      require_same_size(function, e.name, e.size(), "the response", n);
      group g;
      g.rows.assign(to_size(e.levels), 0);
      g.sum.assign(to_size(e.levels), 0);
      for (std::size_t i = 0; i < n; ++i) {
        const auto level = to_size(e.codes[i]);
        require(level < g.rows.size(), function, e.name, " has the code ", e.codes[i], " in row ",
                i + 1, "; it must lie between 0 and ", e.levels - 1);
        ++g.rows[level];
        g.sum[level] += i;
      }
      groups_.push_back(std::move(g));
    }
  }

  [[nodiscard]] bool alive(std::size_t row) const { return alive_[row] != 0; }
  [[nodiscard]] std::size_t left_out() const { return left_out_; }
  [[nodiscard]] std::size_t used() const { return alive_.size() - left_out_; }
  [[nodiscard]] std::size_t singletons(std::size_t effect) const { return singletons_[effect]; }
  // the first ones, where they are many
  [[nodiscard]] const std::vector<dropped_row>& dropped() const { return dropped_; }

  void leave_out(std::size_t row, const std::string& reason) {
    alive_[row] = 0;
    ++left_out_;
    if (dropped_.size() < listed) dropped_.push_back({row + 1, reason});
    for (std::size_t f = 0; f < effects_.size(); ++f) {
      const auto level = to_size(effects_[f].codes[row]);
      --groups_[f].rows[level];
      groups_[f].sum[level] -= row;
      if (groups_[f].rows[level] == 1 && has_level(f)) queue_.emplace_back(f, level);
    }
  }

  // Groups of one row, and those that become one by that. `stands_for_many(row)`: a row that counts
  // as several observations. Returns whether any row went.
  bool leave_out_singletons(const std::function<bool(std::size_t)>& stands_for_many = {}) {
    const std::size_t before = left_out_;
    queue_.clear();
    for (std::size_t f = 0; f < effects_.size(); ++f) {
      if (!has_level(f)) continue;
      for (std::size_t l = 0; l < groups_[f].rows.size(); ++l) {
        if (groups_[f].rows[l] == 1) queue_.emplace_back(f, l);
      }
    }
    for (std::size_t k = 0; k < queue_.size(); ++k) {
      const auto [f, level] = queue_[k];
      if (groups_[f].rows[level] != 1) continue;
      const std::size_t row = groups_[f].sum[level];
      if (stands_for_many && stands_for_many(row)) continue;
      ++singletons_[f];
      leave_out(row, "singleton of " + effects_[f].name);
    }
    return left_out_ > before;
  }

  // Groups none of whose rows is `positive`, all of them being `value`: the rows that went, and why
  // the first of them did. Rows that go have no part in another group's being positive: one pass
  // finds all.
  struct zero_rows {
    std::vector<std::size_t> rows;
    std::string reason;
  };
  template <class Positive>
  zero_rows leave_out_zero_groups(const Positive& positive, const char* value = "zero") {
    zero_rows out;
    for (std::size_t f = 0; f < effects_.size(); ++f) {
      if (!has_level(f)) continue;
      std::vector<char> some(groups_[f].rows.size(), 0);
      const auto& codes = effects_[f].codes;
      for (std::size_t i = 0; i < codes.size(); ++i) {
        if (alive_[i] != 0 && positive(i)) some[to_size(codes[i])] = 1;
      }
      bool zero = false;
      for (std::size_t l = 0; l < some.size() && !zero; ++l)
        zero = some[l] == 0 && groups_[f].rows[l] > 0;
      if (!zero) continue;
      for (std::size_t i = 0; i < codes.size(); ++i) {
        if (alive_[i] == 0 || some[to_size(codes[i])] != 0) continue;
        const bool told = dropped_.size() < listed || out.rows.empty();
        const std::string reason =
            told ? "all of " + group_name(f, codes[i]) + " is " + value : std::string();
        leave_out(i, reason);
        if (out.rows.empty()) out.reason = reason;
        out.rows.push_back(i);
      }
    }
    return out;
  }

  // positions of the rows left; empty where all are
  [[nodiscard]] std::vector<std::size_t> kept() const {
    std::vector<std::size_t> rows;
    if (left_out_ == 0) return rows;
    rows.reserve(used());
    for (std::size_t i = 0; i < alive_.size(); ++i) {
      if (alive_[i] != 0) rows.push_back(i);
    }
    return rows;
  }

  // the effects on these rows, without empty levels
  [[nodiscard]] std::vector<factor> effects(const std::vector<std::size_t>& kept) const {
    std::vector<factor> out;
    for (std::size_t f = 0; f < effects_.size(); ++f) {
      const auto& rows = groups_[f].rows;
      const bool gaps = std::find(rows.begin(), rows.end(), 0) != rows.end();
      if (!kept.empty()) {
        out.push_back(subset(effects_[f], kept));
      } else if (gaps) {
        std::vector<std::size_t> all(alive_.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
        out.push_back(subset(effects_[f], all));
      } else {
        out.push_back(effects_[f]);
      }
    }
    return out;
  }

 private:
  static constexpr std::size_t listed = 10000;

  struct group {
    std::vector<std::int32_t> rows;  // of each level, still there
    std::vector<std::size_t> sum;    // of their positions: of a single row, the row itself
  };

  // a row alone in a group is fitted exactly by the group's level, not by its slopes alone
  [[nodiscard]] bool has_level(std::size_t f) const {
    return effects_[f].terms == group_terms::level_and_slopes;
  }

  // the group without its slopes: pair = 7 of pair[year]
  [[nodiscard]] std::string group_name(std::size_t f, std::int32_t code) const {
    const factor& e = effects_[f];
    std::string name = e.name;
    if (!e.slopes.empty())
      name.erase((std::min)(name.size(), name.find("[" + e.slopes.front().name)));
    return name + " = " + e.label(code);
  }

  const std::vector<factor>& effects_;
  std::vector<group> groups_;
  std::vector<char> alive_;
  std::vector<std::size_t> singletons_;
  std::vector<dropped_row> dropped_;
  std::vector<std::pair<std::size_t, std::size_t>> queue_;
  std::size_t left_out_ = 0;
};

}  // namespace bilateral
