# Speed for those who build every few minutes: a compiler cache and a fast linker, each where found.

if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(RETORT_CCACHE ccache)
  mark_as_advanced(RETORT_CCACHE)
  if(RETORT_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${RETORT_CCACHE}")
  endif()
endif()

find_program(RETORT_MOLD mold)
find_program(RETORT_LLD ld.lld)
mark_as_advanced(RETORT_MOLD RETORT_LLD)
if(RETORT_MOLD)
  add_link_options(-fuse-ld=mold)
elseif(RETORT_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# clang-tidy and editors read it.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
