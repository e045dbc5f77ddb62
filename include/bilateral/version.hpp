#pragma once
/// The single version number; CMakeLists.txt reads it from here.

#define BILATERAL_VERSION_MAJOR 0
#define BILATERAL_VERSION_MINOR 1
#define BILATERAL_VERSION_PATCH 0
#define BILATERAL_VERSION_STRING "0.1.0"

#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 202002L
#error "bilateral needs C++20: compile with -std=c++20"
#endif
#if defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__
#error \
    "bilateral needs NaN and infinity: do not compile with -ffast-math, -Ofast or -ffinite-math-only"
#endif
