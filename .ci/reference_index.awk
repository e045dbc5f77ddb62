# Prints the page "which header, which function" from headers, named below include/bilateral:
#   cd include/bilateral && find . -mindepth 2 -name '*.hpp' ! -path '*/detail/*' | sort | xargs awk -f ../../.ci/reference_index.awk
# What stands at the margin outside detail namespaces is public: types, and functions that return
# something ([[nodiscard]]) or change an argument (void). A header is described by the first sentence
# of the comment below its #pragma once.
BEGIN { print "# Which header, which function {#index_of_functions}\n\n| header | what | types | functions |\n|---|---|---|---|" }
FNR == 1 { end_row(); header = FILENAME; sub(/^\.\//, "", header); private = 0; open = "" }
FNR > 1 && !told && /^\/\/\/ / { what = what (what == "" ? "" : " ") substr($0, 5); next }
FNR > 1 { told = 1 }
/^namespace detail \{/ { private = 1 }
/^\}  \/\/ namespace detail/ { private = 0 }
private { next }
/^(struct|class|enum class|concept|using) [a-z_0-9]+( |$)/ { add_type($0) }
open != "" { open = open " " $0 }
open == "" && /^(    )?(template <[^>]*> )?(\[\[nodiscard\]\]|inline void|void) / { open = $0 }
open ~ /\(/ { add_function(open); open = "" }
END { end_row() }

function add_type(line) {
  sub(/^(struct|class|enum class|concept|using) /, "", line)
  sub(/[^a-z_0-9].*/, "", line)
  if (line != "" && index(types, "`" line "`") == 0) types = types (types == "" ? "" : ", ") "`" line "`"
}
function add_function(text) {
  while (match(text, /[ >&*][a-z_0-9]+\(/)) {
    name = substr(text, RSTART + 1, RLENGTH - 2)
    if (name !~ /^(to_string|requires|decltype|double|void|bool)$/) break
    text = substr(text, RSTART + RLENGTH)
    name = ""
  }
  if (name != "" && index(functions, "`" name "`") == 0) functions = functions (functions == "" ? "" : ", ") "`" name "`"
  name = ""
}
function end_row() {
  if (header != "") {
    stop = index(what, ". ")
    if (stop) what = substr(what, 1, stop)
    gsub(/\|/, "\\|", what)
    printf "| `%s` | %s | %s | %s |\n", header, what, types, functions
  }
  what = types = functions = ""
  told = 0
}
