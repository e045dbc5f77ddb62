#pragma once
/// Functions that cost compile time only where they are called.

namespace bilateral {

/// Default argument of the templates that have no parameter of their own:
///
///   template <class = when_called>
///   [[nodiscard]] answer f(...);
///
/// g++ compiles whatever templates the body of a plain inline function names, in every file that
/// includes it: with one Eigen decomposition in the body 4.2 s, as a template 0.9 s until it is called.
/// The umbrella took 7.6 s unused with the functions of trade and io plain, 5.3 s with them so.
struct when_called;

}  // namespace bilateral
