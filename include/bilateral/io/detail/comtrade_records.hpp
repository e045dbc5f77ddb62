#pragma once
/// Records of Comtrade, whatever file they come from, into flows: one level, no double counting.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/detail/period_asked.hpp>
#include <bilateral/io/reported_flows.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace bilateral::detail {

// what a record says, under whatever name; the first six are needed
enum class comtrade_field : std::size_t {
  period,
  reporter,
  partner,
  flow,
  commodity,
  value,
  reporter_iso,
  partner_iso,
  frequency,
  customs,
  transport,
  supply,
  second_partner,
  net_weight,
  classification
};
inline constexpr std::size_t comtrade_fields = 15;
inline constexpr std::size_t comtrade_needed = 6;

inline bool comtrade_missing(std::string_view text) {
  return blank_text(text) || text == "NA" || text == "null" || text == "N/A";
}

template <class = when_called>
std::string joined_names(const std::set<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

// Takes records one after another. A Row has
//   has(field), text(field), refuse(field, what) [[noreturn]]
template <class Options>
class comtrade_collector {
 public:
  using field = comtrade_field;

  comtrade_collector(std::string name, const Options& options)
      : name_(std::move(name)), options_(options) {}

  template <class Row>
  void add(const Row& row) {
    ++out_.rows;
    const auto period = period_asked(row.text(field::period), options_.periods);
    if (!period) {
      if (out_.other_periods++ == 0) other_period_ = std::string(row.text(field::period));
      return;
    }
    note_frequency(row);
    const int level = level_of(row);
    const std::uint64_t key = key_of(row, *period);
    const part why = part_of(row);
    if (why != part::none) {
      ++left_out_[sentence(why)];
      if (why != part::other_flow && why != part::second_partner)
        parts_.emplace(key, key_text(row));
      return;
    }
    totals_.insert(key);
    if (options_.level && level != *options_.level) {
      ++left_out_["commodity levels other than the one asked for"];
      return;
    }
    ++levels_[level];
    if (row.has(field::classification)) {
      classes_.insert(std::string(row.text(field::classification)));
    }
    take(row, *period, key);
  }

  [[nodiscard]] reported_flows finish() {
    check();
    join();
    coarsest();
    out_.reporters.assign(reporters_.begin(), reporters_.end());
    out_.classifications.assign(classes_.begin(), classes_.end());
    for (const auto& [why, count] : left_out_) {
      out_.notes.push_back(text(count, count == 1 ? " row" : " rows", " left out: ", why));
    }
    if (!unnamed_.empty()) {
      out_.notes.push_back("areas without a code of letters are named by their number: " +
                           joined_names(unnamed_));
    }
    return std::move(out_);
  }

 private:
  enum class part { none, other_flow, customs, transport, supply, second_partner };

  static const char* sentence(part why) {
    switch (why) {
      case part::other_flow:
        return "flows other than X and M (re-exports, re-imports, processing: X and M include "
               "them)";
      case part::customs: return "single customs procedures (C00 is their total)";
      case part::transport: return "single modes of transport (0 is their total)";
      case part::supply: return "single modes of supply (0 is their total)";
      case part::second_partner: return "second partners (0 is their total)";
      case part::none: break;
    }
    return "";
  }

  template <class Row>
  static part part_of(const Row& row) {
    const auto other = [&](field f, std::string_view total) {
      if (!row.has(f) || comtrade_missing(row.text(f))) return false;
      const auto a = parse_number(row.text(f)), b = parse_number(total);
      return !(row.text(f) == total || (a && b && a.value == b.value));
    };
    const std::string_view flow = row.text(field::flow);
    if (flow != "X" && flow != "M") return part::other_flow;
    if (other(field::customs, "C00")) return part::customs;
    if (other(field::transport, "0")) return part::transport;
    if (other(field::supply, "0")) return part::supply;
    if (other(field::second_partner, "0")) return part::second_partner;
    return part::none;
  }

  template <class Row>
  void note_frequency(const Row& row) {
    if (!row.has(field::frequency) || comtrade_missing(row.text(field::frequency))) return;
    frequencies_.insert(std::string(row.text(field::frequency)));
  }

  // digits of a commodity code, 0 for TOTAL
  template <class Row>
  static int level_of(const Row& row) {
    const std::string_view code = row.text(field::commodity);
    if (code == "TOTAL") return 0;
    bool digits = !code.empty() && code.size() <= 12;
    for (const char c : code) digits = digits && c >= '0' && c <= '9';
    if (!digits) row.refuse(field::commodity, "is no commodity code (digits or TOTAL)");
    return static_cast<int>(code.size());
  }

  template <class Row>
  static int area_of(const Row& row, field f) {
    const auto read = parse_integer(row.text(f));
    if (!read || read.value < 0 || read.value > 999) row.refuse(f, "is no area code of Comtrade");
    return static_cast<int>(read.value);
  }

  template <class Row>
  static std::string area_name(const Row& row, field f, field iso) {
    const int number = area_of(row, f);
    if (const auto area = comtrade_area(number)) return std::string(area->alpha_3);
    if (row.has(iso) && !comtrade_missing(row.text(iso))) return std::string(row.text(iso));
    return std::to_string(number);
  }

  // period, reporter, partner, flow and commodity in one number: distinct for distinct records
  template <class Row>
  std::uint64_t key_of(const Row& row, const std::string& period) {
    const auto key =
        std::tuple(codes_.code(period), area_of(row, field::reporter), area_of(row, field::partner),
                   codes_.code(row.text(field::flow)), codes_.code(row.text(field::commodity)));
    return keys_.emplace(key, keys_.size()).first->second;
  }
  template <class Row>
  static std::string key_text(const Row& row) {
    return text("reporter ", row.text(field::reporter), ", commodity ", row.text(field::commodity),
                ", ", row.text(field::period));
  }

  template <class Row>
  static double amount(const Row& row, field f) {
    const auto read = parse_number(row.text(f));
    if (!read) row.refuse(f, "is not a number");
    return read.value;
  }

  template <class Row>
  void take(const Row& row, const std::string& period, std::uint64_t key) {
    const std::string reporter = area_name(row, field::reporter, field::reporter_iso);
    const bool to_world = area_of(row, field::partner) == 0;
    const std::string partner =
        to_world ? "W00" : area_name(row, field::partner, field::partner_iso);
    for (const std::string& name : {reporter, partner}) {
      if (name[0] >= '0' && name[0] <= '9') unnamed_.insert(name);
    }
    const double value = amount(row, field::value);
    if (value < 0) row.refuse(field::value, "is negative");
    const std::string_view flow = row.text(field::flow), commodity = row.text(field::commodity);
    if (!taken_.insert(key).second) {
      row.refuse(field::value, text("is a second row of the flow ", flow, " of ", reporter,
                                    " with ", partner, ", ", commodity, ", ", period));
    }
    double weight = std::numeric_limits<double>::quiet_NaN();
    if (row.has(field::net_weight) && !comtrade_missing(row.text(field::net_weight))) {
      const double read = amount(row, field::net_weight);
      if (read > 0) weight = read;
    }
    reporters_.insert(reporter);
    ++out_.taken;
    if (to_world) {
      ++to_world_;
      if (flow == "X") world_.add(reporter, {}, commodity, value, weight, period);
    } else if (flow == "X") {
      exports_.add(reporter, partner, commodity, value, weight, period);
    } else {
      imports_.add(partner, reporter, commodity, value, weight, period);
    }
  }

  void check() const {
    if (frequencies_.size() > 1) {
      throw data_error(name_ + ": annual and monthly rows stand together (freqCode)");
    }
    for (const auto& [key, what] : parts_) {
      if (totals_.count(key) == 0) {
        throw data_error(text(name_, ": ", what,
                              " has parts by customs procedure or mode but no total (C00, 0)"));
      }
    }
    if (levels_.size() > 1 && !options_.takes_coarsest()) {
      std::string all;
      for (const auto& [digits, count] : levels_) {
        all += text(all.empty() ? "" : ", ", digits == 0 ? "TOTAL" : std::to_string(digits));
      }
      throw data_error(text(name_, ": the commodity levels ", all,
                            " stand together and must not be added; name one (digits, 0 for "
                            "TOTAL)"));
    }
    if (classes_.size() > 1) {
      throw data_error(text(name_, ": the classifications ", joined_names(classes_),
                            " stand together; their codes do not mean the same"));
    }
  }

  // the partner World is either all there is or no partner
  void join() {
    if (exports_.size() + imports_.size() > 0 && to_world_ > 0) {
      left_out_["the partner World (the sum of all partners)"] += to_world_;
      out_.taken -= to_world_;
    } else if (world_.size() > 0) {
      out_.world = world_.finish();
      out_.world.value_unit = "current USD, FOB";
      out_.world.quantity_unit = "kg";
      out_.notes.push_back("the only partner is World: exports without markets");
      if (to_world_ > out_.world.size()) {
        left_out_["imports from the partner World"] = to_world_ - out_.world.size();
      }
      out_.taken = out_.world.size();
    }
    out_.exports = exports_.finish();
    out_.imports = imports_.finish();
    if (out_.exports.size() + out_.imports.size() + out_.world.size() == 0) {
      throw data_error(name_ + ": there are no flows" +
                       (out_.other_periods == 0
                            ? ""
                            : text(" of the periods asked for; ", out_.other_periods,
                                   " rows are of others (", other_period_, ")")));
    }
    for (product_flows* f : {&out_.exports, &out_.imports}) {
      f->quantity_unit = "kg";
      f->value_unit = f == &out_.exports ? "current USD, FOB" : "current USD, CIF";
    }
  }

  void coarsest() {
    out_.level = levels_.begin()->first;
    if (levels_.size() < 2) return;
    for (product_flows* f : {&out_.exports, &out_.imports, &out_.world}) {
      *f = at_level(*f, out_.level);
    }
    const std::size_t kept = out_.exports.size() + out_.imports.size() + out_.world.size();
    left_out_["commodity levels finer than the coarsest"] += out_.taken - kept;
    out_.taken = kept;
  }

  // flows of the products with so many digits (0: TOTAL), names of other products kept out
  static product_flows at_level(const product_flows& f, int level) {
    flow_builder b(!f.importer.empty(), true, true);
    for (std::size_t r = 0; r < f.size(); ++r) {
      const auto name = [r](const std::vector<std::string>& names,
                            const std::vector<std::int32_t>& codes) {
        return codes.empty() ? std::string_view() : std::string_view(names[to_size(codes[r])]);
      };
      const std::string_view product = name(f.products, f.product);
      if ((product == "TOTAL" ? 0 : static_cast<int>(product.size())) != level) continue;
      b.add(name(f.countries, f.exporter), name(f.countries, f.importer), product, f.value[r],
            f.quantity[r], name(f.periods, f.period));
    }
    product_flows out = b.finish();
    out.value_unit = f.value_unit;
    out.quantity_unit = f.quantity_unit;
    return out;
  }

  std::string name_;
  Options options_;
  reported_flows out_;
  flow_builder exports_{true, true, true}, imports_{true, true, true}, world_{false, true, true};
  std::size_t to_world_ = 0;
  std::map<std::string, std::size_t> left_out_;
  std::string other_period_;  // of the first row that nobody asked for
  std::set<std::string> frequencies_, classes_, reporters_, unnamed_;
  std::map<int, std::size_t> levels_;
  name_codes codes_;
  std::map<std::tuple<std::int32_t, int, int, std::int32_t, std::int32_t>, std::uint64_t> keys_;
  std::map<std::uint64_t, std::string> parts_;
  std::set<std::uint64_t> totals_, taken_;
};

}  // namespace bilateral::detail
