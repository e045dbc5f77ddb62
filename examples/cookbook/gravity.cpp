// What agreements did to Peru's exports: PPML with destination and year effects, clustered errors.
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/estimator/formula.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/io/table_csv.hpp>

#include <cmath>
#include <iostream>

int main() {
  using namespace bilateral;
  const model_spec model = parse_formula("million_usd_fob ~ agreement | destination + year");
  csv_reader rows(open_file("../data/peru_exports_by_destination.csv"),
                  "peru_exports_by_destination.csv");
  const auto read = columns_read(model);
  const model_frame frame =
      frame_of(read_table(rows, {.numbers = read.numbers, .texts = read.texts}), model);
  const auto fit = ppml(frame.model, frame.effects, clustered{frame.effects.front()});
  const auto row = coefficient_table(fit).front();
  const auto percent = [](double b) { return fixed_text(100 * std::expm1(b), 1); };
  std::cout << row.name << ": " << percent(row.estimate) << " percent [" << percent(*row.low)
            << ", " << percent(*row.high) << "], " << fit.covariance_label << "\n";
}
