cmake_minimum_required(VERSION 3.25)
# The picture on top of the README is what the brief draws from its data now; to renew it:
#   build/release/examples/china_peru_brief --chart .github/verdicts.svg
set(shown "${source}/.github/verdicts.svg")
file(READ "${source}/README.md" readme)
if(NOT readme MATCHES "\\]\\(\\.github/verdicts\\.svg\\)")
  message(FATAL_ERROR "the README does not show .github/verdicts.svg")
endif()
execute_process(COMMAND "${program}" --chart "${work}/verdicts.svg"
  RESULT_VARIABLE failed OUTPUT_VARIABLE text)
if(failed)
  message(FATAL_ERROR "china_peru_brief --chart ends with ${failed}")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${shown}" "${work}/verdicts.svg"
  RESULT_VARIABLE differs)
if(differs)
  message(FATAL_ERROR ".github/verdicts.svg is not what china_peru_brief draws: ${work}/verdicts.svg")
endif()
