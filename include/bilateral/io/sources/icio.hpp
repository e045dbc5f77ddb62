#pragma once
/// OECD's Inter-Country Input-Output tables (ICIO) and their kin in wide CSV.

#include <bilateral/core/when_called.hpp>
#include <bilateral/io/column_reader.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/sources/detail/multi_region_cells.hpp>
#include <bilateral/io/sources/multi_region_file.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// a column of ICIO: of a sector, of final use, or neither
struct icio_column {
  enum class kind { sector, final_use, output, discrepancy } what = kind::discrepancy;
  std::string region, item;
  Eigen::Index line = -1, category = -1, user = -1;
};

template <class = when_called>
bool icio_category(std::string_view code) {
  static constexpr std::array<std::string_view, 14> known = {
      "HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR",    "NONRES",
      "FD",   "HC",    "NPS",  "GGC",  "INV",   "CONS_ABR", "P33"};
  return std::find(known.begin(), known.end(), code) != known.end();
}

// parts of China and Mexico (processing, global manufacturing) belong to the country
template <class = when_called>
std::string icio_region(std::string_view code) {
  if (code == "CN1" || code == "CN2" || code == "CN3" || code == "CN4") return "CHN";
  if (code == "MX1" || code == "MX2" || code == "MX3") return "MEX";
  return std::string(code);
}

template <class = when_called>
icio_column icio_column_of(const std::string& label) {
  icio_column out;
  if (label == "OUT" || label == "TOTAL" || label == "OUTPUT") {
    out.what = icio_column::kind::output;
    return out;
  }
  const std::size_t split = label.find('_');
  if (split == std::string::npos || split == 0 || split + 1 == label.size()) return out;
  std::string first = label.substr(0, split), rest = label.substr(split + 1);
  const std::size_t last = label.rfind('_');
  if (icio_category(label.substr(0, last)) && label.size() - last - 1 == 3) {
    first = label.substr(last + 1);  // 2016: HFCE_AUS
    rest = label.substr(0, last);
  }
  out.region = icio_region(first);
  out.item = rest;
  out.what = icio_category(rest) ? icio_column::kind::final_use : icio_column::kind::sector;
  return out;
}

class icio_reader {
 public:
  explicit icio_reader(const csv_reader& rows) : cells_(rows.name()), file_(rows.name()) {
    for (std::size_t j = 1; j < rows.names().size(); ++j) {
      columns_.push_back(icio_column_of(rows.names()[j]));
      const icio_column& c = columns_.back();
      if (c.what == icio_column::kind::sector) cells_.declare_line(c.region, c.item);
      if (c.what == icio_column::kind::final_use) cells_.declare_category(c.item);
      if (c.what == icio_column::kind::discrepancy) discrepancies_.insert(rows.names()[j]);
      const std::string& label = rows.names()[j];
      for (const char* part : {"CN1_", "CN2_", "MX1_", "MX2_"}) {
        if (label.substr(0, 4) == part) parts_.insert(label.substr(0, 3));
      }
    }
    cells_.allocate();
    for (icio_column& c : columns_) {
      c.line = cells_.line(c.region, c.item);
      c.category = cells_.category(c.item);
      c.user = cells_.region(c.region);
    }
  }

  void add(const csv_reader& rows) {
    const std::string label(rows[0]);
    if (!seen_.insert(label).second) rows.refuse(0, "is there twice");
    const icio_column row = icio_column_of(label);
    const Eigen::Index from = cells_.line(row.region, row.item);
    if (row.what == icio_column::kind::output) {
      for (std::size_t j = 0; j < columns_.size(); ++j) {
        if (columns_[j].what != icio_column::kind::sector) continue;
        cells_.add_output(columns_[j].line, rows.number(j + 1));
      }
    } else if (row.what == icio_column::kind::sector && from >= 0) {
      add_line(rows, from);
    } else if (is_primary(label)) {
      add_primary(rows, label);
    } else {
      rows.refuse(0,
                  "is no row of the table: no sector of a column, no value added, tax or output");
    }
  }

  [[nodiscard]] multi_region_file finish() {
    if (lines_ == 0) throw data_error(file_ + ": there are no rows of sectors");
    for (const icio_column& c : columns_) {
      if (c.what == icio_column::kind::final_use && c.user < 0) {
        throw data_error(text(file_, ": ", c.region, " has final use but no sectors"));
      }
    }
    const auto listed = [](const std::set<std::string>& names) {
      std::string all;
      for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
      return all;
    };
    if (!parts_.empty()) {
      cells_.note("parts of a country were added to it (CHN, MEX): " + listed(parts_));
    }
    if (!discrepancies_.empty()) {
      cells_.note(text("columns without a country were left out: ", listed(discrepancies_),
                       ", in all ", shortest(left_out_)));
    }
    return cells_.finish("million USD", {"VA", "VALU"});
  }

 private:
  static bool is_primary(const std::string& label) {
    return label == "VA" || label == "VALU" || label == "TLS" ||
           label.find("TAX") != std::string::npos;
  }

  void add_line(const csv_reader& rows, Eigen::Index from) {
    ++lines_;
    for (std::size_t j = 0; j < columns_.size(); ++j) {
      const icio_column& c = columns_[j];
      const double value = rows.number(j + 1);
      if (c.what == icio_column::kind::sector) {
        cells_.add_transaction(from, c.line, value);
      } else if (c.what == icio_column::kind::final_use && c.user >= 0) {
        cells_.add_final(from, c.category, c.user, value);
      } else if (c.what == icio_column::kind::discrepancy) {
        left_out_ += value;
      }
    }
  }

  // taxes by country that levies them are one row
  void add_primary(const csv_reader& rows, const std::string& label) {
    const std::string name = label.find("TAX") == std::string::npos ? label : std::string("TAXES");
    for (std::size_t j = 0; j < columns_.size(); ++j) {
      if (columns_[j].what != icio_column::kind::sector) continue;
      cells_.add_primary(name, columns_[j].line, rows.number(j + 1));
    }
  }

  multi_region_cells cells_;
  std::string file_;
  std::vector<icio_column> columns_;
  std::set<std::string> seen_, parts_, discrepancies_;
  std::size_t lines_ = 0;
  double left_out_ = 0;
};

}  // namespace detail

/// Reads a year of OECD's ICIO: labels CCC_INDUSTRY in the first column and in the header.
///
/// The parts of China and Mexico (CN1, CN2, MX1, MX2) are added into CHN and MEX; taxes less
/// subsidies and value added are rows, final use is a column for each country and category (also
/// in the reversed labels of the edition of 2016).
///
/// @return  the table in million USD at basic prices
/// @throws data_error  a row that is none of the table's, or is there twice; countries with other
///                     sectors; a cell that is no number
/// @note    notes say which columns were left out and where rows or columns do not add up to output
/// @see     OECD, Inter-Country Input-Output Tables
template <class = when_called>
[[nodiscard]] multi_region_file read_icio(csv_input input) {
  csv_reader rows(std::move(input.bytes), input.name, {.first_name = "row"});  // blank at the OECD
  detail::icio_reader table(rows);
  while (rows.next()) table.add(rows);
  return table.finish();
}

}  // namespace bilateral
