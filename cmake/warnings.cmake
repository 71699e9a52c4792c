# Linked privately and never exported: whoever embeds the library compiles it with their own warnings.
add_library(retort_warnings INTERFACE)

if(RETORT_DEVELOPER_MODE)
  target_compile_options(
    retort_warnings
    INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
              -Woverloaded-virtual -Wold-style-cast
  )
  if(RETORT_WARNINGS_AS_ERRORS)
    target_compile_options(retort_warnings INTERFACE -Werror)
  endif()
endif()
