# The programs in examples/ are users of the library: they see the public targets only and open their own session.
find_package(SOCI 4.0.3 REQUIRED COMPONENTS Core SQLite3)

if(EXISTS "${PROJECT_SOURCE_DIR}/examples/CMakeLists.txt")
  add_subdirectory(examples)
endif()
