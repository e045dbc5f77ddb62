#include "counterfactual/request.hpp"
namespace counterfactual_program {
void run_multi_sector(const example::program&, const request&, std::ostream&) {
  throw example::usage_error("--model multisector is not there yet");
}
}
