# Linked privately and never exported: whoever embeds the library compiles it with their own warnings.
add_library(retort_warnings INTERFACE)

if(RETORT_DEVELOPER_MODE)
  target_compile_options(
    retort_warnings
    INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
              -Woverloaded-virtual -Wold-style-cast
  )
  # GCC 12 takes `"text" + std::string` for an overlapping copy when it optimizes (GCC bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(retort_warnings INTERFACE -Wno-restrict)
  endif()
  if(RETORT_WARNINGS_AS_ERRORS)
    target_compile_options(retort_warnings INTERFACE -Werror)
  endif()
endif()
