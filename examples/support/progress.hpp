#pragma once
// Progress of long work on standard error, where that is a terminal: nothing in pipes and files,
// nothing in the first two seconds.

#include <bilateral/core/progress.hpp>

namespace example {

// A hook that writes one line over and over: stage, share or count, time left.
bilateral::progress_hook shown_progress();
// Clears the line, where one was written.
void end_progress();

}  // namespace example
