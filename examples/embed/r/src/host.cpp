// Compiled into the package: the side that knows no R.
#include <host.cpp>
