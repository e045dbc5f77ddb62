# Sourced by examples/run.sh and tests/run.sh: installs what is missing, or says in one sentence what
# cannot be had.  need COMMAND_OR_HEADER_TEST DEBIAN BREW DNF ...

fail() {
  echo "$script: $*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo > /dev/null 2>&1; then
    sudo "$@"
  else
    fail "cannot install packages: run as root, or install sudo, or install by hand: $wanted"
  fi
}

# install DEBIAN_NAMES -- BREW_NAMES -- DNF_NAMES
install() {
  debian= brew= dnf= part=debian
  for word in "$@"; do
    case $word in
      --) if [ "$part" = debian ]; then part=brew; else part=dnf; fi ;;
      *) eval "$part=\"\$$part $word\"" ;;
    esac
  done
  if command -v apt-get > /dev/null 2>&1; then
    wanted="apt-get install$debian"
    echo "$script: installing$debian"
    # shellcheck disable=SC2086
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $debian \
        > "$log" 2>&1; then
      as_root apt-get update -qq > "$log" 2>&1 ||
        fail "the package lists cannot be refreshed (no network?); still missing:$debian"
      # shellcheck disable=SC2086
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $debian \
        > "$log" 2>&1 || fail "apt-get cannot install:$debian (its output is in $log)"
    fi
  elif command -v brew > /dev/null 2>&1; then
    wanted="brew install$brew"
    echo "$script: installing$brew"
    # shellcheck disable=SC2086
    brew install $brew > "$log" 2>&1 || fail "brew cannot install:$brew (its output is in $log)"
  elif command -v dnf > /dev/null 2>&1; then
    wanted="dnf install$dnf"
    echo "$script: installing$dnf"
    # shellcheck disable=SC2086
    as_root dnf install -y -q $dnf > "$log" 2>&1 || fail "dnf cannot install:$dnf (its output is in $log)"
  else
    fail "found none of apt-get, brew and dnf; install by hand:$debian"
  fi
}

have_header() {
  printf '#include <%s>\n' "$1" |
    "${CXX:-c++}" -x c++ -std=c++20 -fsyntax-only -I/usr/include/eigen3 -I/usr/local/include/eigen3 \
      -I/opt/homebrew/include -I/opt/homebrew/include/eigen3 - > /dev/null 2>&1
}

# compiler, CMake and the packages that every build needs; a compiler cache is used where there is one
set_up() {
  if command -v ccache > /dev/null 2>&1; then
    CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
    export CMAKE_CXX_COMPILER_LAUNCHER CCACHE_BASEDIR CCACHE_NOHASHDIR
  fi
  command -v "${CXX:-c++}" > /dev/null 2>&1 || install g++ -- gcc -- gcc-c++
  command -v cmake > /dev/null 2>&1 || install cmake -- cmake -- cmake
  command -v ninja > /dev/null 2>&1 || command -v make > /dev/null 2>&1 || install make -- make -- make
  version=$(cmake --version | sed -n '1s/.*version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  if [ "${version% *}" -lt 3 ] || { [ "${version% *}" -eq 3 ] && [ "${version#* }" -lt 25 ]; }; then
    fail "CMake ${version% *}.${version#* } is too old: bilateral needs 3.25, as in Debian 12 or Ubuntu 24.04 (Ubuntu 22.04 has 3.22)"
  fi
  have_header Eigen/Core || install libeigen3-dev -- eigen -- eigen3-devel
  have_header boost/math/distributions/normal.hpp || install libboost-dev -- boost -- boost-devel
}
