#!/bin/sh
# Doxygen's filter: the comment below #pragma once becomes the file's; formulas keep their lines.
awk 'NR == 2 && /^\/\/\/ / { print "/// @file"; sub(/^\/\/\/ /, "/// @brief "); print; next }
     /^ *\/\/\/   [^ ]/ { sub(/\/\/\/   /, "///        ") } { print }' "$1"
