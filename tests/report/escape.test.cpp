#include <bilateral/report/escape.hpp>

#include <doctest/doctest.h>

using namespace bilateral;

TEST_CASE("escape: each format's own characters") {
  CHECK(html_escape("<b> & \"x\"").find('<') == std::string::npos);
  CHECK(latex_escape("50% of A_b & $c").find("\\%") != std::string::npos);
  CHECK(latex_escape("A_b").find("\\_") != std::string::npos);
  CHECK(markdown_escape("a|b").find("\\|") != std::string::npos);
  CHECK(display_width("Perú") == 4);
}
