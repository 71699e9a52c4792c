# Every switch of the build, in one place. Programs that embed the library need none of them.

include(CMakeDependentOption)
include(GNUInstallDirs)

option(RETORT_DEVELOPER_MODE "Build what is needed to work on retort itself" OFF)
option(RETORT_BUILD_EXAMPLES "Build the programs in examples/" ${RETORT_DEVELOPER_MODE})
option(RETORT_INSTALL "Generate install rules" ${PROJECT_IS_TOP_LEVEL})

if(RETORT_DEVELOPER_MODE)
  option(RETORT_BUILD_TESTS "Build the tests (developer mode)" ON)
  option(RETORT_BUILD_BENCHMARKS "Build the benchmarks (developer mode)" OFF)
  option(RETORT_FUZZ "The programs of tests/fuzz are libFuzzer's; needs clang (developer mode)" OFF)
  option(RETORT_WARNINGS_AS_ERRORS "Stop at a warning (developer mode)" ON)
endif()

# Faults on request (the environment variable RETORT_FAULT), which tests/reliability kills its processes with. A library
# that users get has none: the default is off but for developers' Debug builds, and without developer mode it is ignored.
set(retort_fault_points_default OFF)
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(retort_fault_points_default ON)
endif()
cmake_dependent_option(
  RETORT_FAULT_POINTS "Compile the fault points of the reliability tests in (developer mode)"
  ${retort_fault_points_default} RETORT_DEVELOPER_MODE OFF
)

# Tests that need the sample data take its folder from here, or from the environment variable of the same name, and
# skip where neither is set.
set(RETORT_TEST_DATA "" CACHE PATH "Folder of the sample databases (developer mode)")

# The tests start throwaway servers of their own, or use one that these tell how to connect to, in SOCI's words without
# a database: "host=db.example user=tester password=...". They create databases there and drop them. Firebird's service is
# a folder, "service=host/3050:/var/lib/firebird/data/". The environment variables of the same names are the defaults.
foreach(retort_server IN ITEMS POSTGRESQL MARIADB FIREBIRD)
  set(RETORT_TEST_${retort_server} "$ENV{RETORT_TEST_${retort_server}}"
      CACHE STRING "How to connect to a server for the tests; empty: they start one (developer mode)"
  )
  mark_as_advanced(RETORT_TEST_${retort_server})
endforeach()

set(RETORT_INSTALL_CMAKEDIR "${CMAKE_INSTALL_LIBDIR}/cmake/retort" CACHE STRING "Folder of the CMake package, in the prefix")
mark_as_advanced(RETORT_INSTALL_CMAKEDIR)

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
