#include <bilateral/bilateral.hpp>

int second() { return 0; }
