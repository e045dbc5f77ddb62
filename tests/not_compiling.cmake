cmake_minimum_required(VERSION 3.25)
# `source` must compile as it stands (the control) and must not with BILATERAL_MUST_FAIL defined;
# the diagnostic then holds what its first line says: `// expect: TEXT`, or all of several texts,
# `// expect: TEXT && TEXT`.
string(REPLACE "|" ";" command "${command}")
file(STRINGS "${source}" first LIMIT_COUNT 1)
string(REGEX REPLACE "^// expect: *" "" expected "${first}")
execute_process(COMMAND ${command} "${source}" RESULT_VARIABLE control ERROR_VARIABLE said)
if(NOT control EQUAL 0)
  message(FATAL_ERROR "the control does not compile:\n${said}")
endif()
execute_process(COMMAND ${command} -DBILATERAL_MUST_FAIL "${source}"
  RESULT_VARIABLE refused ERROR_VARIABLE said)
if(refused EQUAL 0)
  message(FATAL_ERROR "compiles, but must not")
endif()
string(REPLACE " && " ";" expected "${expected}")
foreach(words IN LISTS expected)
  string(FIND "${said}" "${words}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "refused, but without \"${words}\":\n${said}")
  endif()
endforeach()
