#pragma once
// --scale million: values in print divided for people; JSON keeps the units of the file.

#include "support/program.hpp"

#include <optional>
#include <string>

namespace example {

class scale_flag {
 public:
  void add_to(program& app) {
    given_ = app.choice("--scale", word_, "Print values in so many units of the file",
                        {"one", "thousand", "million", "billion"})
                 ->group("Output");
  }
  // JSON is in the units of the file
  void check(const program& app) const {
    if (app.json() && given_ != nullptr && given_->count() > 0 && !app.given("--table")) {
      throw usage_error("--scale: does nothing with --json, which is in the units of the file");
    }
  }
  [[nodiscard]] double unit() const {
    return word_ == "thousand" ? 1e3 : word_ == "million" ? 1e6 : word_ == "billion" ? 1e9 : 1;
  }
  [[nodiscard]] std::optional<double> of(const std::optional<double>& value) const {
    return value ? std::optional<double>(*value / unit()) : std::nullopt;
  }
  [[nodiscard]] std::string header(const std::string& name) const {
    return word_ == "one" ? name : name + ", " + word_;
  }

 private:
  std::string word_ = "one";
  const CLI::Option* given_ = nullptr;
};

}  // namespace example
