#pragma once
/// Units as files and the press write them: "million USD FOB", "thousand tonnes", "percent a year".

#include <bilateral/core/check.hpp>
#include <bilateral/core/currency.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/core/unit.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// What a unit read from text measures.
enum class unit_kind {
  unspecified,
  ratio,
  percent,
  log_points,
  index,
  mass,
  jobs,
  persons,
  firms,
  count,
  money
};

/// One side of a fraction of units.
struct measured {
  unit_kind kind = unit_kind::unspecified;
  std::string noun = {};      ///< as counted: "sectors", "tourists"; tonnes or kg for a mass
  std::string currency = {};  ///< ISO 4217; of money
  valuation valued = valuation::unstated;
  int base_year = 0;  ///< of constant prices; 0 for current ones

  friend bool operator==(const measured&, const measured&) = default;
};

/// A unit at run time: `scale` whole units of `of` (per one `per`). "million USD FOB" is 1e6 USD
/// FOB, "USD per tonne" one USD per tonne, "thousand tonnes" 1e3 tonnes.
struct stated_unit {
  double scale = 1;
  measured of;
  std::optional<measured> per = {};

  [[nodiscard]] bool stated() const { return of.kind != unit_kind::unspecified || per; }
  friend bool operator==(const stated_unit&, const stated_unit&) = default;
};

/// ASCII letters in small.
[[nodiscard]] inline std::string lower_case(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

namespace detail {

inline constexpr std::array<std::pair<std::string_view, double>, 15> scale_words = {{
    {"hundred", 1e2},
    {"thousand", 1e3},
    {"thousands", 1e3},
    {"million", 1e6},
    {"millions", 1e6},
    {"mn", 1e6},
    {"mln", 1e6},
    {"billion", 1e9},
    {"billions", 1e9},
    {"bn", 1e9},
    {"bln", 1e9},
    {"trillion", 1e12},
    {"trillions", 1e12},
    {"tn", 1e12},
    {"trn", 1e12},
}};

struct unit_word {
  std::string_view word;
  unit_kind kind;
  std::string_view stands_for;  // noun or currency
};

inline constexpr unit_word unit_words[] = {
    {"percent", unit_kind::percent, ""},
    {"%", unit_kind::percent, ""},
    {"pct", unit_kind::percent, ""},
    {"ratio", unit_kind::ratio, ""},
    {"index", unit_kind::index, ""},
    {"tonne", unit_kind::mass, "tonnes"},
    {"tonnes", unit_kind::mass, "tonnes"},
    {"t", unit_kind::mass, "tonnes"},
    {"kg", unit_kind::mass, "kg"},
    {"kilogram", unit_kind::mass, "kg"},
    {"kilograms", unit_kind::mass, "kg"},
    {"jobs", unit_kind::jobs, "jobs"},
    {"job", unit_kind::jobs, "jobs"},
    {"persons", unit_kind::persons, "persons"},
    {"person", unit_kind::persons, "persons"},
    {"people", unit_kind::persons, "persons"},
    {"workers", unit_kind::persons, "workers"},
    {"employees", unit_kind::persons, "employees"},
    {"tourists", unit_kind::persons, "tourists"},
    {"visitors", unit_kind::persons, "visitors"},
    {"students", unit_kind::persons, "students"},
    {"inhabitants", unit_kind::persons, "inhabitants"},
    {"firms", unit_kind::firms, "firms"},
    {"firm", unit_kind::firms, "firms"},
    {"companies", unit_kind::firms, "firms"},
    {"company", unit_kind::firms, "firms"},
    {"enterprises", unit_kind::firms, "firms"},
    {"year", unit_kind::count, "years"},
    {"years", unit_kind::count, "years"},
    {"month", unit_kind::count, "months"},
    {"months", unit_kind::count, "months"},
    {"quarter", unit_kind::count, "quarters"},
    {"quarters", unit_kind::count, "quarters"},
    {"sectors", unit_kind::count, "sectors"},
    {"sector", unit_kind::count, "sectors"},
    {"institutes", unit_kind::count, "institutes"},
    {"institute", unit_kind::count, "institutes"},
    {"clinics", unit_kind::count, "clinics"},
    {"clinic", unit_kind::count, "clinics"},
    {"projects", unit_kind::count, "projects"},
    {"project", unit_kind::count, "projects"},
    {"agreements", unit_kind::count, "agreements"},
    {"agreement", unit_kind::count, "agreements"},
    {"countries", unit_kind::count, "countries"},
    {"country", unit_kind::count, "countries"},
    {"products", unit_kind::count, "products"},
    {"product", unit_kind::count, "products"},
    {"$", unit_kind::money, "USD"},
    {"us$", unit_kind::money, "USD"},
    {"dollar", unit_kind::money, "USD"},
    {"dollars", unit_kind::money, "USD"},
    {"\xE2\x82\xAC", unit_kind::money, "EUR"},
    {"euro", unit_kind::money, "EUR"},
    {"euros", unit_kind::money, "EUR"},
    {"\xC2\xA3", unit_kind::money, "GBP"},
    {"yuan", unit_kind::money, "CNY"},
    {"renminbi", unit_kind::money, "CNY"},
    {"rmb", unit_kind::money, "CNY"},
    {"yen", unit_kind::money, "JPY"},
    {"sol", unit_kind::money, "PEN"},
    {"soles", unit_kind::money, "PEN"},
};

}  // namespace detail

/// The factor of a word of scale; 0 for another word.
[[nodiscard]] inline double scale_of_word(std::string_view word) {
  for (const auto& [name, factor] : detail::scale_words) {
    if (name == word) return factor;
  }
  return 0;
}

/// Kind and noun or currency of a word, an ISO 4217 code in capitals or small letters included.
[[nodiscard]] inline std::optional<measured> measured_by(std::string_view written) {
  const std::string word = lower_case(written);
  for (const detail::unit_word& w : detail::unit_words) {
    if (w.word != word) continue;
    if (w.kind == unit_kind::money) return measured{w.kind, "", std::string(w.stands_for)};
    return measured{w.kind, std::string(w.stands_for)};
  }
  std::string code(written);
  if (code == word) {
    for (char& c : code) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  if (is_currency_code(code)) return measured{unit_kind::money, "", code};
  return std::nullopt;
}

namespace detail {

/// Words between blanks, brackets and commas; "/" is the word "per".
inline std::vector<std::string> words_of_unit(std::string_view s) {
  std::vector<std::string> words;
  std::string word;
  const auto close = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (const char c : s) {
    if (c == '/') {
      close();
      words.emplace_back("per");
    } else if (c == ' ' || c == '\t' || c == '(' || c == ')' || c == '[' || c == ']' || c == ',') {
      close();
    } else {
      word += c;
    }
  }
  close();
  return words;
}

/// Reads one unit word by word; `fault` says what stopped it.
class unit_reader {
 public:
  explicit unit_reader(std::string_view s, const std::vector<std::string>& own = {})
      : words_(words_of_unit(s)), own_(own) {}

  std::optional<stated_unit> read() {
    stated_unit out;
    if (!read_side(out.of, out.scale)) return std::nullopt;
    if (at_ < words_.size()) {
      ++at_;  // per, a, an
      measured below;
      double scale = 1;
      if (!read_side(below, scale)) return std::nullopt;
      if (below.kind == unit_kind::unspecified) return stop("nothing is named behind 'per'");
      if (at_ < words_.size()) return stop("there are two fractions");
      out.per = below;
      out.scale /= scale;
    }
    return out;
  }
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  static bool is_per(const std::string& w) {
    return w == "per" || w == "a" || w == "an" || w == "each";
  }

  std::nullopt_t stop(std::string why) {
    fault_ = std::move(why);
    return std::nullopt;
  }
  bool phrase(std::initializer_list<std::string_view> expected) {
    std::size_t i = at_;
    for (const std::string_view w : expected) {
      if (i >= words_.size() || lower_case(words_[i]) != w) return false;
      ++i;
    }
    at_ = i;
    return true;
  }
  bool value_at(measured& of, valuation v) {
    if (of.valued != valuation::unstated) {
      stop("the valuation is stated twice");
      return false;
    }
    of.valued = v;
    return true;
  }
  bool base_year(measured& of) {
    const auto year =
        at_ < words_.size() ? parse_integer(words_[at_]) : parsed_number<std::int64_t>{};
    if (at_ >= words_.size() || !year || year.value < 1000 || year.value > 9999) {
      stop("constant prices need their year");
      return false;
    }
    of.base_year = static_cast<int>(year.value);
    ++at_;
    return true;
  }
  bool read_word(measured& of, double& scale) {
    const std::string& word = words_[at_];
    const std::string lower = lower_case(word);
    if (phrase({"exports", "fob", "imports", "cif"}) || phrase({"fob", "and", "cif"})) {
      return value_at(of, valuation::mixed);
    }
    if (phrase({"at", "prices", "of"}) || phrase({"at", "constant", "prices", "of"}) ||
        phrase({"constant"})) {
      return base_year(of);
    }
    if (phrase({"fob"}) || phrase({"f.o.b."})) return value_at(of, valuation::fob);
    if (phrase({"cif"}) || phrase({"c.i.f."})) return value_at(of, valuation::cif);
    if (const double factor = scale_of_word(lower); factor > 0) {
      scale *= factor;
      ++at_;
      return true;
    }
    if (const auto number = parse_number(word);
        at_ == 0 && number && number.value > 0) {  // "100 kg"
      scale *= number.value;
      ++at_;
      return true;
    }
    std::optional<measured> read;
    if (phrase({"log", "points"})) {
      read = measured{unit_kind::log_points};
    } else if (phrase({"index", "points"})) {
      read = measured{unit_kind::index};
    } else if (phrase({"metric", "tons"}) || phrase({"metric", "ton"})) {
      read = measured{unit_kind::mass, "tonnes"};
    } else if (phrase({"us", "dollars"}) || phrase({"us", "dollar"})) {
      read = measured{unit_kind::money, "", "USD"};
    } else if ((read = measured_by(word))) {
      ++at_;
    } else if (std::find(own_.begin(), own_.end(), word) != own_.end()) {
      read = measured{unit_kind::count, word};
      ++at_;
    } else {
      stop(text("'", word, "' is no word of a unit"));
      return false;
    }
    if (of.kind != unit_kind::unspecified) {
      stop(text("'", word, "' comes on top of another unit"));
      return false;
    }
    of.kind = read->kind;
    of.noun = read->noun;
    of.currency = read->currency;
    return true;
  }
  bool read_side(measured& of, double& scale) {
    while (at_ < words_.size() && !is_per(words_[at_])) {
      if (!read_word(of, scale)) return false;
    }
    if (of.kind != unit_kind::money && (of.valued != valuation::unstated || of.base_year != 0)) {
      stop("FOB, CIF and constant prices belong to money, and no currency is named");
      return false;
    }
    return true;
  }

  std::vector<std::string> words_, own_;
  std::size_t at_ = 0;
  std::string fault_;
};

inline std::string side_text(const measured& m) {
  switch (m.kind) {
    case unit_kind::unspecified: return "unit not stated";
    case unit_kind::ratio: return "ratio";
    case unit_kind::percent: return "percent";
    case unit_kind::log_points: return "log points";
    case unit_kind::index: return "index";
    case unit_kind::money: break;
    default: return m.noun;
  }
  std::string out = m.currency;
  if (m.valued == valuation::fob) out += " FOB";
  if (m.valued == valuation::cif) out += " CIF";
  if (m.valued == valuation::mixed) out += " (exports FOB, imports CIF)";
  if (m.base_year != 0) out += " at prices of " + std::to_string(m.base_year);
  return out;
}

inline std::string scale_text(double scale) {
  if (scale == 1) return {};
  for (const auto& [factor, word] : {std::pair{1e3, "thousand"}, std::pair{1e6, "million"},
                                     std::pair{1e9, "billion"}, std::pair{1e12, "trillion"}}) {
    if (scale == factor) return std::string(word) + " ";
  }
  return shortest(scale) + " ";
}

}  // namespace detail

/// The unit that the whole text spells: words of scale (hundred, thousand, million, billion,
/// trillion and their abbreviations mn, bn ...), one thing measured (an ISO 4217 code or "yuan",
/// "dollars", "euros" ...; tonnes, kg; percent, index, ratio; jobs, persons, firms, years and other
/// things counted), FOB or CIF and "at prices of 2010" beside money, and one "per", "a" or "/"
/// before a second such thing. Empty text is a unit not stated. "$" and "dollars" are USD.
///
/// @param own  further things counted, the names of units of one's own: "barrels"
/// @throws data_error  a word that is none of these, two things measured, FOB without a currency
[[nodiscard]] inline stated_unit parse_unit(std::string_view unit_words,
                                            const std::vector<std::string>& own = {}) {
  detail::unit_reader reader(unit_words, own);
  const auto out = reader.read();
  if (!out) {
    throw data_error(
        text("'", std::string(unit_words), "' is not a unit: ", reader.fault(),
             " (\"million USD FOB\", \"thousand tonnes\", \"percent a year\" are units)"));
  }
  return *out;
}

/// "million USD FOB", "USD per tonnes", "percent per years": read back as the same unit by
/// parse_unit.
[[nodiscard]] inline std::string to_string(const stated_unit& u) {
  return detail::scale_text(u.scale) + detail::side_text(u.of) +
         (u.per ? " per " + detail::side_text(*u.per) : std::string());
}

/// The unit in the name of a column: "million_usd_fob", "exports (million USD FOB)",
/// "exports, thousand tonnes", "exports_million_usd_fob", "exports (million USD) FOB". What is in
/// brackets or behind the last comma is a unit or none is stated; otherwise the longest end of the
/// words that is one.
/// @return  nothing where the name states no unit
[[nodiscard]] inline std::optional<stated_unit> unit_of_header(std::string_view name) {
  std::string words(name);
  for (char& c : words) c = c == '_' ? ' ' : c;
  const auto whole = [](std::string_view s) -> std::optional<stated_unit> {
    const auto read = detail::unit_reader(s).read();
    return read && read->stated() ? read : std::nullopt;
  };
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}}) {
    const std::size_t from = words.rfind(open), to = words.rfind(close);
    if (from == std::string::npos || to == std::string::npos || from > to) continue;
    const std::string around = ' ' + words.substr(0, from) + '|' + words.substr(to + 1);
    const auto beside = [&](const char* part) { return around.find(part) != std::string::npos; };
    // "(USD) per (t)", "(million USD) FOB": from the first bracket, or the last, to the end
    for (const std::size_t start : {words.find(open), from}) {
      if (start == from && (beside(" per |") || beside("/ |") || beside("/|"))) return std::nullopt;
      std::string joined = words.substr(start);
      for (char& c : joined) c = c == open || c == close ? ' ' : c;
      if (auto read = whole(joined)) return read;
    }
    if (beside("| per ") || beside("| /") || beside("|/")) return std::nullopt;
    return whole(std::string_view(words).substr(from + 1, to - from - 1));
  }
  if (const std::size_t comma = words.rfind(','); comma != std::string::npos) {
    return whole(std::string_view(words).substr(comma + 1));
  }
  if (auto all = whole(words)) return all;
  // an end of it: only with more than a code of three small letters, which may be a word of English
  for (std::size_t at = words.find(' '); at != std::string::npos; at = words.find(' ', at + 1)) {
    const auto rest = std::string_view(words).substr(at + 1);
    const auto read = whole(rest);
    if (!read) continue;
    const bool short_code = read->of.kind == unit_kind::money && rest.size() == 3 &&
                            read->of.currency != rest && rest != "usd" && rest != "eur" &&
                            rest != "cny";
    return short_code ? std::nullopt : read;
  }
  return std::nullopt;
}

/// The run-time form of a unit type: stated_unit_of<usd_fob>() is 1 USD FOB. A unit of one's own,
/// with a name that is no word here, is something counted by that name.
template <unit U>
[[nodiscard]] stated_unit stated_unit_of() {
  if constexpr (std::is_same_v<U, unspecified>) {
    return {};
  } else {
    const std::string name = unit_name<U>();
    const auto read = detail::unit_reader(name).read();
    return read ? *read : stated_unit{1, {unit_kind::count, name}, {}};
  }
}

/// Two units held against each other.
struct unit_match {
  std::optional<double> factor;  ///< a figure in the first, times this, is in the second; none
                                 ///< where they do not compare
  std::string reason;            ///< why they do not compare
  std::string caveat;            ///< they do, but: FOB against CIF, a valuation not stated
};

namespace detail {

// factor of one side; the reason or a caveat in `out`
inline double match_side(const measured& from, const measured& to, unit_match& out) {
  if (from.kind == unit_kind::unspecified || to.kind == unit_kind::unspecified) {
    if (from.kind != to.kind) {
      out.reason = from.kind == unit_kind::unspecified ? "no unit is stated"
                                                       : "the other unit is not stated";
    }
    return 1;
  }
  if (from.kind != to.kind || (from.kind == unit_kind::count && from.noun != to.noun)) {
    out.reason = side_text(from) + " are not " + side_text(to);
    return 1;
  }
  if (from.currency != to.currency) {
    out.reason = text("another currency: ", from.currency, " and not ", to.currency);
  } else if (from.base_year != to.base_year) {
    out.reason = "prices of another year";
  } else if (from.valued != to.valued) {
    const bool both = from.valued != valuation::unstated && to.valued != valuation::unstated;
    out.caveat =
        text(side_text(from), " against ", side_text(to),
             both ? ": freight and insurance lie between them" : ": one valuation is not stated");
  }
  if (from.kind == unit_kind::mass && from.noun != to.noun) return from.noun == "kg" ? 1e-3 : 1e3;
  return 1;
}

}  // namespace detail

/// Whether figures in two units may be compared, and by which factor.
[[nodiscard]] inline unit_match match_units(const stated_unit& from, const stated_unit& to) {
  unit_match out;
  double factor = detail::match_side(from.of, to.of, out);
  if (from.per.has_value() != to.per.has_value()) {
    out.reason = text(to_string(from), " and ", to_string(to), " measure different things");
  } else if (from.per) {
    unit_match below;
    factor /= detail::match_side(*from.per, *to.per, below);
    if (out.reason.empty()) out.reason = below.reason;
    if (out.caveat.empty()) out.caveat = below.caveat;
  }
  if (out.reason.empty()) out.factor = factor * (from.scale / to.scale);
  return out;
}

/// Whole units of U in one unit of the text: 1e6 of "million USD FOB" for usd_fob, 1e-3 of "kg" for
/// tonne. What series and quantities are scaled by on their way in.
///
/// @throws data_error  another currency, valuation, price basis or quantity; no unit stated
///                     (anything goes into `unspecified`)
template <unit U>
[[nodiscard]] double scale_to(const stated_unit& from) {
  if constexpr (std::is_same_v<U, unspecified>) {
    return from.scale;
  } else {
    const stated_unit to = stated_unit_of<U>();
    const unit_match match = match_units(from, to);
    const std::string why = match.reason.empty() ? match.caveat : match.reason;
    if (!why.empty()) {
      throw data_error(text("'", to_string(from), "' where ", to_string(to), " is needed: ", why));
    }
    return *match.factor;
  }
}

}  // namespace bilateral
