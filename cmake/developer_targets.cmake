# Targets to run by hand: format, tidy, coverage.

find_program(RETORT_CLANG_FORMAT NAMES clang-format-14 clang-format)
find_program(RETORT_RUN_CLANG_TIDY NAMES run-clang-tidy-14 run-clang-tidy)
find_program(RETORT_GCOVR gcovr)
mark_as_advanced(RETORT_CLANG_FORMAT RETORT_RUN_CLANG_TIDY RETORT_GCOVR)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

if(RETORT_CLANG_FORMAT)
  add_custom_target(
    format
    COMMAND Python3::Interpreter -B cmake/gates/format.py --fix "${RETORT_CLANG_FORMAT}"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    COMMENT "Formatting the sources"
    VERBATIM
  )
endif()

if(RETORT_RUN_CLANG_TIDY)
  # The library and what ships with it; tests are full of macros that the checks do not understand.
  add_custom_target(
    tidy
    COMMAND "${RETORT_RUN_CLANG_TIDY}" -quiet -p "${PROJECT_BINARY_DIR}" "^${PROJECT_SOURCE_DIR}/(src|examples)/.*[.]cpp$$"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    COMMENT "Running clang-tidy"
    USES_TERMINAL
    VERBATIM
  )
endif()

if(RETORT_GCOVR)
  add_custom_target(
    coverage
    COMMAND "${RETORT_GCOVR}" --root "${PROJECT_SOURCE_DIR}" --filter src/ --filter include/ --print-summary
            --html-details "${PROJECT_BINARY_DIR}/coverage.html" "${PROJECT_BINARY_DIR}"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    COMMENT "Reading the coverage of the last test run"
    USES_TERMINAL
    VERBATIM
  )
else()
  # The preset of that name builds the target, so it says what is missing instead of not being there.
  add_custom_target(
    coverage
    COMMAND "${CMAKE_COMMAND}" -E echo "The coverage report needs gcovr (Debian: gcovr); install it and configure again."
    COMMAND "${CMAKE_COMMAND}" -E false
    VERBATIM
  )
endif()
