#pragma once
/// A covariance chosen at run time, by its name in a text: what programs and other languages use.

#include <bilateral/core/check.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/data/index.hpp>
#include <bilateral/data/row_filter.hpp>
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/driscoll_kraay.hpp>
#include <bilateral/econometrics/covariance/dyadic.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/covariance/iid.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/covariance/package.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Any covariance behind one type: an estimator is compiled once for all of them.
template <class Scalar>
struct covariance_choice {
  std::function<covariance_estimate<Scalar>(const estimation_scores<Scalar>&)> make;
  bool scores = true;
  bool leverage = false;
};
/// What the chosen covariance asks of an estimator: scores, leverage.
template <class Scalar>
[[nodiscard]] bool uses_scores(const covariance_choice<Scalar>& c) {
  return c.scores;
}
/// Whether it asks for leverage: HC2, HC3, HC4.
template <class Scalar>
[[nodiscard]] bool uses_leverage(const covariance_choice<Scalar>& c) {
  return c.leverage;
}
/// The covariance that was chosen, from the scores of a fit.
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const covariance_choice<Scalar>& c) {
  return c.make(s);
}

/// One covariance, or another program's form of it, as a choice.
template <class Scalar, class Spec>
[[nodiscard]] covariance_choice<Scalar> choice_of(const Spec& spec,
                                                  std::optional<package> as = std::nullopt) {
  covariance_choice<Scalar> out;
  out.scores = wants_scores(spec);
  out.leverage = wants_leverage(spec);
  if (as) {
    out.make = [s = like(*as, spec)](const estimation_scores<Scalar>& scores) {
      return covariance(scores, s);
    };
  } else {
    out.make = [spec](const estimation_scores<Scalar>& scores) { return covariance(scores, spec); };
  }
  return out;
}

/// What a text such as "cluster:exporter^year,importer" says.
struct covariance_name {
  std::string text;  ///< as given
  std::string kind;  ///< iid, hc0..hc4, newey_west, andrews, cluster, dyadic, driscoll_kraay
  std::optional<std::ptrdiff_t> lags{};  ///< of newey_west and driscoll_kraay
  std::vector<std::string> groups{};     ///< columns or interactions; the time of driscoll_kraay
};

/// @param text  iid, hc0..hc4, newey_west[:LAGS], andrews, cluster:A[,B], dyadic:A,B or
///              driscoll_kraay:TIME[:LAGS]; A^B is an interaction
/// @throws argument_error  anything else, in words
[[nodiscard]] inline covariance_name parse_covariance(std::string_view text) {
  const std::size_t colon = text.find(':');
  covariance_name out{std::string(text), std::string(text.substr(0, colon)), {}, {}};
  std::string_view rest =
      colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  const auto digits = [](std::string_view s) {
    return !s.empty() && s.size() <= 9 &&
           s.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const std::string& kind = out.kind;
  const bool plain =
      kind == "iid" || kind == "andrews" ||
      (kind.size() == 3 && kind.starts_with("hc") && kind[2] >= '0' && kind[2] <= '4');
  if (plain) {
    require(colon == std::string_view::npos, "covariance", "'", kind,
            "' takes nothing behind a colon");
  } else if (kind == "newey_west") {
    if (colon == std::string_view::npos) return out;
    require(digits(rest), "covariance", "'", rest, "' in '", text,
            "' is not a whole number of lags");
    out.lags = std::stol(std::string(rest));
  } else if (kind == "cluster" || kind == "dyadic") {
    out.groups = split_names(rest);
    require(!out.groups.empty() && (kind == "cluster" || out.groups.size() == 2), "covariance", "'",
            text, "' must name ", kind == "dyadic" ? "two columns" : "a column");
  } else if (kind == "driscoll_kraay") {
    const std::size_t last = rest.rfind(':');  // the column's name may hold a colon
    if (last != std::string_view::npos && digits(rest.substr(last + 1))) {
      out.lags = std::stol(std::string(rest.substr(last + 1)));
      rest = rest.substr(0, last);
    }
    require(!rest.empty(), "covariance", "'", text, "' must name a column");
    out.groups = {std::string(rest)};
  } else {
    throw argument_error(
        bilateral::text("covariance: '", kind,
                        "' is none of iid, hc0..hc4, newey_west[:LAGS], andrews, cluster:A[,B], "
                        "dyadic:A,B, driscoll_kraay:TIME[:LAGS]"));
  }
  return out;
}

/// The covariance that a name asks for, its groups taken from the rows of a table.
/// @param as  the conventions of another program
/// @throws data_error  no such column
template <class Scalar>
[[nodiscard]] covariance_choice<Scalar> choose_covariance(
    const covariance_name& name, const data_table& sample,
    std::optional<package> as = std::nullopt) {
  if (name.kind == "newey_west") return choice_of<Scalar>(newey_west{.lags = name.lags}, as);
  if (name.kind == "andrews") return choice_of<Scalar>(hac{}, as);
  if (name.kind == "cluster") {
    clustered spec;
    for (const std::string& by : name.groups) spec.by.push_back(group(sample, by));
    return choice_of<Scalar>(spec, as);
  }
  if (name.kind == "dyadic") {
    return choice_of<Scalar>(dyadic{group(sample, name.groups[0]), group(sample, name.groups[1])},
                             as);
  }
  if (name.kind == "driscoll_kraay") {
    return choice_of<Scalar>(
        driscoll_kraay{.time = times_of(sample, name.groups[0]).time, .lags = name.lags}, as);
  }
  if (name.kind == "iid") return choice_of<Scalar>(iid{}, as);
  return choice_of<Scalar>(heteroskedastic{static_cast<hc>(name.kind[2] - '0')}, as);
}

BILATERAL_INSTANTIATE(covariance_choice<double> choose_covariance(const covariance_name&,
                                                                  const data_table&,
                                                                  std::optional<package>))

}  // namespace bilateral
