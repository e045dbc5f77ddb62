// What a newspaper's words say, and what they leave open.
#include <bilateral/core/press_figure.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  for (const char* words : {"nearly 15 billion USD", "more than 14 billion", "over 170",
                            "tens of thousands", "3 to 5 million USD"}) {
    const press_figure f = parse_phrase(words);
    std::cout << words << ": says " << to_string(f.literal) << ", means "
              << to_string(f.conventional) << " " << f.unit << "\n";
  }
  try {
    std::cout << parse_phrase("14 bilion USD").number << "\n";
  } catch (const error& e) {
    std::cout << e.what() << "\n";
  }
}
