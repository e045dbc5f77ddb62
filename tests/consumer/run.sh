#!/bin/sh
# run.sh WAY SOURCE BUILD WORK COMPILER GENERATOR: uses the library as a project of its own would.
set -eu
way=$1 source=$2 build=$3 work=$4 compiler=$5 generator=$6
strict='-std=c++20 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror'
here=$source/tests/consumer
rm -rf "$work"
mkdir -p "$work"
eigen=$(sed -n 's/^Eigen3_DIR:PATH=//p' "$build/CMakeCache.txt")
eigen=${eigen%/share/eigen3/cmake}/include/eigen3
case $way in
  find_package | add_subdirectory | fetch_content)
    prefix=
    if [ "$way" = find_package ]; then
      prefix=$work/installed
      cmake --install "$build" --prefix "$prefix" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    fi
    cmake -S "$here" -B "$work/build" -G "$generator" -Dway="$way" -Dsource="$source" \
      -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$prefix"
    cmake --build "$work/build"
    "$work/build/consumer"
    ;;
  pkg_config)
    cmake --install "$build" --prefix "$work/installed" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    if ! command -v pkg-config > /dev/null; then
      echo "SKIPPED: there is no pkg-config here"
      exit 0
    fi
    PKG_CONFIG_PATH=$work/installed/share/pkgconfig
    export PKG_CONFIG_PATH
    # shellcheck disable=SC2046,SC2086
    "$compiler" $strict "$here/main.cpp" -o "$work/consumer" $(pkg-config --cflags --libs bilateral)
    "$work/consumer"
    ;;
  bare_copy)
    cp -r "$source/include" "$work/include"
    # shellcheck disable=SC2086
    "$compiler" $strict -I"$work/include" -isystem "$eigen" "$here/main.cpp" -o "$work/consumer" -pthread
    "$work/consumer"
    ;;
  *)
    echo "run.sh: no way called $way" >&2
    exit 2
    ;;
esac
