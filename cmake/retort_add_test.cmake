#[[
retort_add_test(<name> SOURCES <file>... LABELS <label>...
                [LIBRARIES <target>...] [WORKING_DIRECTORY <folder>] [TIMEOUT <seconds a test>]
                [SERVERS postgresql|mariadb|firebird...] [ALONE <pattern>])

One GoogleTest program, with each of its tests known to ctest. It sees the headers below src/ and tests/ and links the
library's objects, so that it reaches what the shared library hides. Labels: unit, sqlite, postgresql, mariadb,
firebird, example, package, gate, slow. SERVERS are running while the tests do; "support/server.hpp" finds them. Tests whose names match the pattern of ALONE
never run at the same time as others that do.
]]

find_package(GTest 1.12 REQUIRED)
find_package(SOCI 4.0.3 REQUIRED COMPONENTS Core SQLite3)
include(GoogleTest)

# Debian's rapidcheck package file points to folders that do not exist, so the files are looked for directly.
find_path(RETORT_RAPIDCHECK_INCLUDE_DIR rapidcheck.h)
find_library(RETORT_RAPIDCHECK_LIBRARY rapidcheck)
mark_as_advanced(RETORT_RAPIDCHECK_INCLUDE_DIR RETORT_RAPIDCHECK_LIBRARY)
if(NOT RETORT_RAPIDCHECK_INCLUDE_DIR OR NOT RETORT_RAPIDCHECK_LIBRARY)
  message(FATAL_ERROR "retort: the tests need rapidcheck (Debian: librapidcheck-dev).")
endif()
add_library(retort_rapidcheck INTERFACE)
target_include_directories(retort_rapidcheck SYSTEM INTERFACE "${RETORT_RAPIDCHECK_INCLUDE_DIR}")
target_link_libraries(retort_rapidcheck INTERFACE "${RETORT_RAPIDCHECK_LIBRARY}")

# The library with nothing hidden. The static one is that already.
if(retort_type STREQUAL "SHARED_LIBRARY")
  add_library(retort_internal STATIC $<TARGET_OBJECTS:retort_objects>)
  target_link_libraries(retort_internal PUBLIC SOCI::Core ${CMAKE_DL_LIBS})
else()
  add_library(retort_internal INTERFACE)
  target_link_libraries(retort_internal INTERFACE retort)
endif()

# What every test program is compiled and linked with.
add_library(retort_test_base INTERFACE)
target_compile_features(retort_test_base INTERFACE cxx_std_20)
target_include_directories(
  retort_test_base INTERFACE "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests"
)
target_include_directories(retort_test_base SYSTEM INTERFACE "${RETORT_SQLITE3_INCLUDE_DIR}")
target_link_libraries(
  retort_test_base
  INTERFACE retort_internal SOCI::Core SOCI::SQLite3 Boost::headers nlohmann_json::nlohmann_json ${CMAKE_DL_LIBS}
)

function(retort_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "WORKING_DIRECTORY;TIMEOUT;ALONE" "SOURCES;LABELS;LIBRARIES;SERVERS")
  if(DEFINED arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES OR NOT arg_LABELS)
    message(FATAL_ERROR "retort_add_test(${name} ...): SOURCES and LABELS are needed; see cmake/retort_add_test.cmake.")
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(NOT arg_WORKING_DIRECTORY)
    set(arg_WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  endif()

  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(
    ${name} PRIVATE ${arg_LIBRARIES} retort_test_base retort_rapidcheck retort_warnings GTest::gmock GTest::gtest_main
  )
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)

  set(fixtures "")
  set(properties TIMEOUT "${arg_TIMEOUT}")
  if(RETORT_TEST_DATA)
    list(APPEND properties ENVIRONMENT "RETORT_TEST_DATA=${RETORT_TEST_DATA}")
  endif()
  if(arg_SERVERS)
    target_link_libraries(${name} PRIVATE retort_test_servers)
    list(TRANSFORM arg_SERVERS PREPEND "servers." OUTPUT_VARIABLE fixtures)
  endif()
  gtest_discover_tests(
    ${name}
    WORKING_DIRECTORY "${arg_WORKING_DIRECTORY}"
    DISCOVERY_TIMEOUT 120
    TEST_LIST ${name}_discovered
    PROPERTIES ${properties}
  )

  # gtest_discover_tests loses all elements of a list but the first; this file is read after the one it writes.
  set(label_file "${CMAKE_CURRENT_BINARY_DIR}/${name}_labels.cmake")
  file(
    WRITE "${label_file}"
    "if(${name}_discovered)\n  set_tests_properties(\${${name}_discovered} PROPERTIES LABELS \"${arg_LABELS}\" FIXTURES_REQUIRED \"${fixtures}\")\nendif()\n"
  )
  if(arg_ALONE)
    file(
      APPEND "${label_file}"
      "foreach(test IN LISTS ${name}_discovered)\n  if(test MATCHES \"${arg_ALONE}\")\n    set_tests_properties(\"\${test}\" PROPERTIES RESOURCE_LOCK alone)\n  endif()\nendforeach()\n"
    )
  endif()
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${label_file}")
endfunction()
