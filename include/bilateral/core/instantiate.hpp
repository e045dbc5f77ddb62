#pragma once
/// Templates compiled once for double, on request.
///
/// The library is header-only. A program with several files can have its heavy templates compiled once:
/// one source file of two lines,
///
///   #define BILATERAL_COMPILING
///   #include <bilateral/bilateral.hpp>
///
/// and BILATERAL_COMPILED defined for all others (CMake: link bilateral::compiled instead of
/// bilateral::bilateral). Other scalars, and covariances of one's own, go on as templates.

#if defined(BILATERAL_COMPILING)
#define BILATERAL_INSTANTIATE(...) template __VA_ARGS__;
#elif defined(BILATERAL_COMPILED)
#define BILATERAL_INSTANTIATE(...) extern template __VA_ARGS__;
#else
#define BILATERAL_INSTANTIATE(...)
#endif
