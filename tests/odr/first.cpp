// Two translation units include everything and link: no definition is missing its `inline`.
#include <bilateral/bilateral.hpp>

int second();

int main() { return second(); }
