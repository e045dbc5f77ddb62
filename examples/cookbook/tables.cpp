// One table, in the form that its reader wants.
#include <bilateral/report/table.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  table t("Exports of Peru, 2016",
          {{"to", -1, alignment::left}, {"million USD", 1}, {"share, percent", 1}});
  t.row({"China", 8492.3, 23.4});
  t.row({"United States", 6264.7, 17.3});
  t.row({"elsewhere", table_cell(), 59.3});
  t.note("FOB; source: SUNAT");
  std::cout << to_text(t) << "\n" << to_markdown(t) << "\n" << to_latex(t) << "\n" << to_csv(t);
}
