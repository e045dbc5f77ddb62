// The indices asked for, as lists of figures.
#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/escape.hpp>
#include <bilateral/trade/structure.hpp>

#include "indices/indices.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>

namespace example {

using namespace bilateral;

namespace {

using matrix = dense_matrix<double>;
using numbers = std::vector<double>;

struct index_name {
  const char* name;
  bool markets, base, reporter;  // what it needs
};
constexpr index_name known[] = {
    {"hhi", false, false, false},       {"theil", false, false, false},
    {"gini", false, false, false},      {"entropy", false, false, false},
    {"krugman", false, false, false},   {"rca", false, false, false},
    {"hirschman", false, false, false}, {"relative", false, false, false},
    {"symmetric", false, false, false}, {"normalised", false, false, false},
    {"additive", false, false, false},  {"weighted", false, false, false},
    {"density", false, false, false},   {"reflections", false, false, false},
    {"michaely", true, false, false},   {"vollrath", true, false, false},
    {"share", true, false, false},      {"bray_curtis", true, false, false},
    {"eci", false, false, false},       {"fitness", false, false, false},
    {"outlook", false, false, false},   {"margins", false, false, false},
    {"lafay", true, false, false},      {"gl", true, false, false},
    {"tii", true, false, false},        {"complementarity", true, false, false},
    {"similarity", true, false, false}, {"marginal", true, true, false},
    {"cms", true, true, true},          {"churning", false, true, true}};
constexpr const char* by_country_and_product[] = {"rca",      "symmetric", "normalised",
                                                  "additive", "weighted",  "density",
                                                  "lafay",    "michaely",  "vollrath"};
const std::map<std::string, std::string> aliases = {{"pci", "eci"},         {"diversity", "eci"},
                                                    {"ubiquity", "eci"},    {"intensity", "tii"},
                                                    {"grubel_lloyd", "gl"}, {"quality", "fitness"}};

std::set<std::string> names_asked(const indices_request& want, const product_flows& flows,
                                  std::vector<std::string>& notes) {
  std::set<std::string> out;
  const auto lacks = [&](const index_name& i) -> std::string {
    if (i.markets && flows.importer.empty()) return "needs importers";
    if (i.base && want.base.empty()) return "needs --base";
    if (i.reporter && want.reporter.empty()) return "needs --reporter";
    return "";
  };
  for (std::string name : split_list(want.index)) {
    if (name == "all") {
      for (const index_name& i : known) {
        const bool long_list =
            std::any_of(std::begin(by_country_and_product), std::end(by_country_and_product),
                        [&](const char* one) { return std::string(one) == i.name; });
        const std::string why = long_list && want.reporter.empty() ? "needs --reporter" : lacks(i);
        if (why.empty())
          out.insert(i.name);
        else
          notes.push_back(text(i.name, " ", why));
      }
      continue;
    }
    if (const auto alias = aliases.find(name); alias != aliases.end()) name = alias->second;
    const auto* const found = std::find_if(std::begin(known), std::end(known),
                                           [&](const index_name& i) { return i.name == name; });
    if (found == std::end(known)) throw usage_error(text("--index: there is no index ", name));
    if (const std::string why = lacks(*found); !why.empty())
      throw usage_error(text("--index: ", name, " ", why));
    out.insert(name);
  }
  if (out.empty()) throw usage_error("--index: names no index");
  return out;
}

numbers row_of(const matrix& m, Eigen::Index i) {
  numbers out(to_size(m.cols()));
  for (Eigen::Index k = 0; k < m.cols(); ++k) out[to_size(k)] = m(i, k);
  return out;
}
std::span<const double> view(const numbers& v) { return v; }

// What all parts of the computation see.
class computation {
 public:
  computation(const indices_request& want, const indices_input& input)
      : want_(want),
        flows_(input.now),
        before_(input.before),
        asked_(names_asked(want, input.now, out_.notes)),
        exports_(exports_in(input.now)) {
    if (!want.partner.empty() && input.now.importer.empty())
      throw usage_error("--partner: the flows have no importers");
    if (want.iterations_given && !asked("fitness"))
      throw usage_error("--iterations: acts on --index fitness only");
    if (!want.base.empty() && !asked("cms") && !asked("churning") && !asked("marginal"))
      throw usage_error("--base: acts on --index cms, churning and marginal only");
    if (!input.now.importer.empty()) imports_ = imports_in(input.now);
  }

  indices_figures run() {
    concentration();
    complexity();
    margins();
    both_sides();
    marginal();
    if (!countries_.columns.empty()) out_.lists.push_back(finished_countries());
    if (!products_.columns.empty()) out_.lists.push_back(std::move(products_));
    advantages();
    pairs();
    changes();
    if (!want_.proximity.empty()) write_proximity();
    for (const auto& [key, named] : undefined_) note_undefined(key, named);
    return std::move(out_);
  }

 private:
  // of every country by product: with --partner those to and from the partner only
  [[nodiscard]] matrix exports_in(const product_flows& flows) const {
    return want_.partner.empty() || flows.importer.empty() ? export_matrix(flows)
                                                           : exports_to(flows, want_.partner);
  }
  [[nodiscard]] matrix imports_in(const product_flows& flows) const {
    return want_.partner.empty() ? import_matrix(flows) : exports_of(flows, want_.partner);
  }
  [[nodiscard]] bool asked(const char* name) const { return asked_.count(name) > 0; }
  [[nodiscard]] Eigen::Index countries() const { return exports_.rows(); }
  [[nodiscard]] const std::string& country(Eigen::Index i) const {
    return flows_.countries[to_size(i)];
  }
  [[nodiscard]] const std::string& product(Eigen::Index k) const {
    return flows_.products[to_size(k)];
  }
  [[nodiscard]] bool wanted(Eigen::Index i) const {
    return want_.reporter.empty() || country(i) == want_.reporter;
  }

  template <class Value>
  std::optional<double> figure(const std::string& key, const std::string& who,
                               const index_value<Value>& v) {
    if (v) return static_cast<double>(*v);
    undefined_[{key, v.reason}].push_back(who);
    return std::nullopt;
  }
  void note_undefined(const std::pair<std::string, std::string>& what,
                      const std::vector<std::string>& who) {
    std::string names;
    for (std::size_t i = 0; i < who.size() && i < 5; ++i) names += (i == 0 ? "" : ", ") + who[i];
    if (who.size() > 5) names += text(" and ", who.size() - 5, " more");
    out_.notes.push_back(text(what.first, " is undefined for ", names, ": ", what.second));
  }

  template <class Of>
  void country_column(const std::string& key, Of of) {
    figure_column column{key, {}};
    for (Eigen::Index i = 0; i < countries(); ++i) {
      if (wanted(i)) column.values.push_back(figure(key, country(i), of(i)));
    }
    countries_.columns.push_back(std::move(column));
  }
  template <class Of>
  void product_column(const std::string& key, Of of) {
    figure_column column{key, {}};
    for (Eigen::Index k = 0; k < exports_.cols(); ++k)
      column.values.push_back(figure(key, product(k), of(k)));
    products_.columns.push_back(std::move(column));
  }
  figure_list finished_countries() {
    for (Eigen::Index i = 0; i < countries(); ++i) {
      if (wanted(i)) countries_.labels.push_back({country(i)});
    }
    return std::move(countries_);
  }

  void concentration() {
    if (asked("hhi")) {
      country_column("hhi", [&](Eigen::Index i) { return herfindahl(view(row_of(exports_, i))); });
      country_column("hhi_normalised", [&](Eigen::Index i) {
        return herfindahl_normalised(view(row_of(exports_, i)));
      });
    }
    if (asked("theil")) {
      country_column("theil", [&](Eigen::Index i) { return theil(view(row_of(exports_, i))); });
      for (const bool between : {true, false}) {
        country_column(between ? "theil_between" : "theil_within", [&](Eigen::Index i) {
          const numbers v = row_of(exports_, i);
          std::vector<std::int32_t> active;
          for (const double x : v) active.push_back(x > 0 ? 1 : 0);
          const auto parts = theil_decomposition(view(v), std::span<const std::int32_t>(active));
          return parts ? index_value<double>(between ? parts->between : parts->within)
                       : index_value<double>::none(parts.reason);
        });
      }
      out_.notes.push_back(
          "theil and gini count all products of the file, those not exported included; "
          "theil_between is that of exported and other products");
    }
    if (asked("gini"))
      country_column("gini", [&](Eigen::Index i) { return gini(view(row_of(exports_, i))); });
    if (asked("entropy")) {
      country_column("entropy", [&](Eigen::Index i) { return entropy(view(row_of(exports_, i))); });
      country_column("number_equivalent", [&](Eigen::Index i) {
        return number_equivalent(view(row_of(exports_, i)), 1.0);
      });
    }
    if (asked("hirschman"))
      country_column("hirschman",
                     [&](Eigen::Index i) { return hirschman(view(row_of(exports_, i))); });
    const numbers world = row_of(exports_.colwise().sum(), 0);
    if (asked("relative")) {
      country_column("relative_theil", [&](Eigen::Index i) {
        return relative_theil(view(row_of(exports_, i)), view(world));
      });
      country_column("relative_gini", [&](Eigen::Index i) {
        return relative_gini(view(row_of(exports_, i)), view(world));
      });
    }
    if (asked("krugman")) {
      country_column("krugman", [&](Eigen::Index i) {
        return krugman_specialisation(view(row_of(exports_, i)), view(world));
      });
    }
  }

  void complexity() {
    if (!asked("eci") && !asked("fitness") && !asked("outlook") && !asked("reflections")) return;
    const auto m = advantage(exports_);
    std::optional<complexity_result<double>> e;
    std::string why;
    try {
      if (asked("eci") || asked("outlook")) e = economic_complexity(m);
    } catch (const bilateral::error& refused) {
      why = refused.what();
      if (const std::size_t at = why.find(": "); at != std::string::npos) why = why.substr(at + 2);
    }
    if (e) out_.notes.insert(out_.notes.end(), e->notes.begin(), e->notes.end());
    const auto none = index_value<double>::none(why);
    if (asked("eci")) {
      country_column("eci", [&](Eigen::Index i) { return e ? e->eci.at(i) : none; });
      country_column("diversity",
                     [&](Eigen::Index i) { return index_value<double>(m.diversity[to_size(i)]); });
      product_column("pci", [&](Eigen::Index k) { return e ? e->pci.at(k) : none; });
      product_column("ubiquity",
                     [&](Eigen::Index k) { return index_value<double>(m.ubiquity[to_size(k)]); });
      out_.notes.push_back(
          "RCA >= 1 counts; eci and pci each have mean 0 and deviation 1 over the countries and "
          "products that have one");
    }
    if (asked("outlook")) {
      index_vector<double> value;
      if (e) value = opportunity_value(m, density(m, proximity(m)), e->pci);
      country_column("outlook", [&](Eigen::Index i) { return e ? value.at(i) : none; });
    }
    if (asked("reflections")) {
      constexpr int order = 18;
      const auto r = bilateral::reflections(m, order);
      country_column("reflections", [&](Eigen::Index i) { return r.country.at(i); });
      product_column("reflections", [&](Eigen::Index k) { return r.product.at(k); });
      out_.notes.push_back(text("reflections: of order ", order, ", not standardised"));
    }
    if (asked("fitness")) {
      const auto f = fitness(m, {.iterations = want_.iterations});
      country_column("fitness", [&](Eigen::Index i) { return f.fitness.at(i); });
      product_column("quality", [&](Eigen::Index k) { return f.quality.at(k); });
      out_.notes.push_back(
          text("fitness after ", f.iterations, " updates; the last changed one by at most ",
               significant_text(100 * std::expm1(f.last_change), 3), " percent and ",
               f.ranks_settled ? "left the order as it was" : "changed the order"));
    }
    if (!products_.columns.empty()) {
      for (const auto& name : flows_.products) products_.labels.push_back({name});
    }
  }

  void margins() {
    if (!asked("margins")) return;
    const dense_vector<double> world = exports_.colwise().sum().transpose();
    const auto of = [&](Eigen::Index i) {
      const dense_vector<double> rest = world - exports_.row(i).transpose();
      numbers w(rest.data(), rest.data() + rest.size());
      for (double& v : w) v = (std::max)(v, 0.0);  // rounding of a difference of sums
      return export_margins(view(row_of(exports_, i)), view(w));
    };
    for (const bool extensive : {true, false}) {
      country_column(extensive ? "extensive_margin" : "intensive_margin", [&](Eigen::Index i) {
        const auto m = of(i);
        return m ? index_value<double>(extensive ? m->extensive : m->intensive)
                 : index_value<double>::none(m.reason);
      });
    }
    out_.notes.push_back("margins against the exports of all other countries");
  }

  void both_sides() {
    if (!asked("gl")) return;
    const auto of = [&](Eigen::Index i) {
      return grubel_lloyd(view(row_of(exports_, i)), view(row_of(imports_, i)));
    };
    country_column("grubel_lloyd", [&](Eigen::Index i) {
      const auto g = of(i);
      return g ? index_value<double>(g->plain) : index_value<double>::none(g.reason);
    });
    country_column("grubel_lloyd_adjusted", [&](Eigen::Index i) {
      const auto g = of(i);
      return g ? g->adjusted : index_value<double>::none(g.reason);
    });
  }

  void marginal() {
    if (!asked("marginal")) return;
    const matrix x0 = exports_in(*before_), m0 = imports_in(*before_);
    for (const char part : {'a', 'b', 'c'}) {
      country_column(std::string("brulhart_") + part, [&](Eigen::Index i) {
        const auto b =
            marginal_intra_industry(view(row_of(x0, i)), view(row_of(m0, i)),
                                    view(row_of(exports_, i)), view(row_of(imports_, i)));
        return b ? index_value<double>(part == 'a'   ? b->a
                                       : part == 'b' ? b->b
                                                     : b->c)
                 : index_value<double>::none(b.reason);
      });
    }
  }

  // with all partners, whatever --partner says: for what compares two countries
  const matrix& world_exports() {
    if (want_.partner.empty()) return exports_;
    if (world_exports_.size() == 0) world_exports_ = export_matrix(flows_);
    return world_exports_;
  }
  const matrix& world_imports() {
    if (want_.partner.empty()) return imports_;
    if (world_imports_.size() == 0) world_imports_ = import_matrix(flows_);
    return world_imports_;
  }

  void advantages() {
    if (asked("rca")) advantage_list("rca", balassa(exports_));
    if (asked("symmetric")) advantage_list("symmetric", symmetric_balassa(exports_));
    if (asked("normalised")) advantage_list("normalised", normalised_balassa(exports_));
    if (asked("additive")) advantage_list("additive", additive_balassa(exports_));
    if (asked("weighted")) advantage_list("weighted", weighted_balassa(exports_));
    if (asked("density")) {
      const auto m = advantage(exports_);
      advantage_list("density", density(m, proximity(m)));
    }
    if (asked("lafay")) advantage_list("lafay", lafay(exports_, imports_));
    if (asked("michaely")) advantage_list("michaely", michaely(exports_, imports_));
    if (!asked("vollrath")) return;
    const auto v = vollrath(exports_, imports_);
    advantage_list("relative_export_advantage", v.export_advantage);
    advantage_list("relative_import_advantage", v.import_advantage);
    advantage_list("relative_trade_advantage", v.trade_advantage);
    advantage_list("competitiveness", v.competitiveness);
  }

  void advantage_list(const char* name, const index_matrix<double>& values) {
    figure_list list{name, {"country", "product"}, {}, {{name, {}}}};
    for (Eigen::Index i = 0; i < countries(); ++i) {
      if (!wanted(i)) continue;
      for (Eigen::Index k = 0; k < exports_.cols(); ++k) {
        list.labels.push_back({country(i), product(k)});
        list.columns[0].values.push_back(
            figure(name, text(country(i), " ", product(k)), values.at(i, k)));
      }
    }
    out_.lists.push_back(std::move(list));
  }

  template <class Of>
  void pair_column(figure_list& list, const std::string& key,
                   const std::vector<std::pair<Eigen::Index, Eigen::Index>>& which, Of of) {
    figure_column column{key, {}};
    for (const auto& [i, j] : which)
      column.values.push_back(figure(key, text(country(i), ">", country(j)), of(i, j)));
    list.columns.push_back(std::move(column));
  }
  void pairs() {
    if (!asked("gl") && !asked("tii") && !asked("complementarity") && !asked("similarity") &&
        !asked("share") && !asked("bray_curtis"))
      return;
    std::vector<std::pair<Eigen::Index, Eigen::Index>> which;
    figure_list list{"pairs", {"exporter", "importer"}, {}, {}};
    for (Eigen::Index i = 0; i < countries(); ++i) {
      for (Eigen::Index j = 0; j < countries(); ++j) {
        if (i == j || !wanted(i) || !(want_.partner.empty() || country(j) == want_.partner))
          continue;
        which.emplace_back(i, j);
        list.labels.push_back({country(i), country(j)});
      }
    }
    const matrix& x = world_exports();
    if (asked("gl")) {
      const auto g = grubel_lloyd_pairs(flows_);
      pair_column(list, "grubel_lloyd", which,
                  [&](Eigen::Index i, Eigen::Index j) { return g.at(i, j); });
    }
    if (asked("tii")) {
      const auto t = trade_intensity(pair_matrix(flows_));
      pair_column(list, "intensity", which,
                  [&](Eigen::Index i, Eigen::Index j) { return t.at(i, j); });
    }
    if (asked("complementarity")) {
      const auto c = bilateral::complementarity(x, world_imports());
      pair_column(list, "complementarity", which,
                  [&](Eigen::Index i, Eigen::Index j) { return c.at(i, j); });
      out_.notes.push_back("complementarity from 0 to 100 (Michaely)");
    }
    if (asked("similarity")) {
      pair_column(list, "similarity", which, [&](Eigen::Index i, Eigen::Index j) {
        return finger_kreinin(view(row_of(x, i)), view(row_of(x, j)));
      });
      out_.notes.push_back(
          "similarity of the export baskets of the two (Finger and Kreinin), from 0 to 1");
    }
    if (asked("share")) {
      const matrix between = pair_matrix(flows_);
      pair_column(list, "market_share", which, [&](Eigen::Index i, Eigen::Index j) {
        return market_share(between(i, j), between.col(j).sum());
      });
      out_.notes.push_back("market_share: of the exporter in the imports of the importer");
    }
    if (asked("bray_curtis")) {
      pair_column(list, "bray_curtis", which, [&](Eigen::Index i, Eigen::Index j) {
        return bray_curtis(view(row_of(x, i)), view(row_of(x, j)));
      });
    }
    out_.lists.push_back(std::move(list));
  }

  void changes() {
    if (asked("cms")) {
      const auto c = constant_market_share(exports_of(*before_, want_.reporter),
                                           exports_of(flows_, want_.reporter),
                                           import_matrix(*before_), world_imports());
      figure_object o{"cms", {}};
      if (c) {
        o.members = {{"change", c->change},
                     {"growth", c->growth},
                     {"products", c->products},
                     {"markets", c->markets},
                     {"competitiveness", c->competitiveness},
                     {"pure", c->pure},
                     {"dynamic", c->dynamic},
                     {"gains", c->gains},
                     {"losses", c->losses}};
      } else {
        for (const char* key : {"change", "growth", "products", "markets", "competitiveness",
                                "pure", "dynamic", "gains", "losses"}) {
          o.members.emplace_back(key, std::nullopt);
        }
        out_.notes.push_back("cms is undefined: " + c.reason);
      }
      out_.objects.push_back(std::move(o));
      out_.notes.push_back(
          "cms: change = growth + products + markets + competitiveness (Leamer and Stern); "
          "competitiveness = pure + dynamic = gains + losses");
      if (!want_.partner.empty())
        out_.notes.push_back("cms is over all markets: --partner leaves it as it is");
    }
    if (!asked("churning")) return;
    const auto relations = [&](const product_flows& f) {
      const matrix m = f.importer.empty() || !want_.partner.empty()
                           ? matrix(exports_in(f).row(country_of(f, want_.reporter)))
                           : exports_of(f, want_.reporter);
      return numbers(m.data(), m.data() + m.size());
    };
    const numbers a = relations(*before_), b = relations(flows_);
    const auto c = bilateral::churning(view(a), view(b));
    figure_object o{"churning",
                    {{"change", c.change},
                     {"entry", c.entry},
                     {"exit", c.exit},
                     {"growth", c.growth},
                     {"decline", c.decline},
                     {"entered", static_cast<double>(c.entered)},
                     {"exited", static_cast<double>(c.exited)},
                     {"continued", static_cast<double>(c.continued)}}};
    o.members.emplace_back("entry_rate", figure("entry_rate", want_.reporter, c.entry_rate));
    o.members.emplace_back("exit_rate", figure("exit_rate", want_.reporter, c.exit_rate));
    out_.objects.push_back(std::move(o));
  }

  void write_proximity() {
    const auto phi = proximity(advantage(exports_));
    std::string file = "product";
    for (const auto& name : flows_.products) file += "," + csv_escape(name);
    file += "\n";
    std::size_t without = 0;
    for (Eigen::Index p = 0; p < phi.values.rows(); ++p) {
      file += csv_escape(product(p));
      for (Eigen::Index q = 0; q < phi.values.cols(); ++q) {
        const double v = phi.values(p, q);
        file += ",";
        if (!std::isnan(v)) file += shortest(v);
      }
      file += "\n";
      without += phi.row_reasons[to_size(p)].empty() ? 0U : 1U;
    }
    program::write_file(want_.proximity, file);
    if (without > 0)
      out_.notes.push_back(text("the proximity of ", without,
                                " products is empty: nobody exports them with advantage"));
  }

  const indices_request& want_;
  const product_flows& flows_;
  const std::optional<product_flows>& before_;
  indices_figures out_;
  std::set<std::string> asked_;
  matrix exports_, imports_, world_exports_, world_imports_;
  figure_list countries_{"countries", {"name"}, {}, {}}, products_{"products", {"name"}, {}, {}};
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> undefined_;
};

}  // namespace

indices_figures figures_of(const indices_request& want, const indices_input& input) {
  return computation(want, input).run();
}

}  // namespace example
