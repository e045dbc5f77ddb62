#pragma once
// The parts of the program indices: what is asked for, the flows, the figures, how they are shown.
#include <bilateral/core/check.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include "support/chart_file.hpp"
#include "support/program.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace example {

struct indices_request {
  std::string csv, delimiter = ",", decimal = ".", format = "long", missing = "error",
                   encoding = "utf-8";
  std::string exporter, importer, product, value, quantity, year, base, level;
  std::string index, reporter, partner, proximity, repeated = "error";
  int top = 0, iterations = 20;
  bool iterations_given = false, threads_given = false;
  chart_file picture;
};

// the flows of the year asked for and, with --base, of the year before, on the same names
struct indices_input {
  bilateral::product_flows now;
  std::optional<bilateral::product_flows> before;
  common_report report;
};
indices_input read_indices_input(const indices_request& want, unsigned threads);

struct figure_column {
  std::string key;
  std::vector<std::optional<double>> values;
};
// rows of figures under one JSON key; the labels of a row are its names
struct figure_list {
  std::string name;                     // "countries"
  std::vector<std::string> label_keys;  // "name", or "exporter" and "importer"
  std::vector<std::vector<std::string>> labels;
  std::vector<figure_column> columns;
};
// single figures under one JSON key
struct figure_object {
  std::string name;
  std::vector<std::pair<std::string, std::optional<double>>> members;
};
struct indices_figures {
  std::vector<figure_list> lists;
  std::vector<figure_object> objects;
  std::vector<std::string> notes;
};
indices_figures figures_of(const indices_request& want, const indices_input& input);

void show_indices(const program& app, const indices_request& want, const indices_input& input,
                  indices_figures figures, std::ostream& out);

}  // namespace example
