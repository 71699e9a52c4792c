# Plays a story in a fresh folder: cmake -D story=<file> -D program=<file> -D folder=<folder> [-D compare=ON] -P this.
# Without `compare` one sees it happen; with it, any difference to the story as it is written is an error.

file(REMOVE_RECURSE "${folder}")
file(MAKE_DIRECTORY "${folder}")
get_filename_component(programs "${program}" DIRECTORY)
set(ENV{PATH} "${programs}:$ENV{PATH}")

# With -D project=<folder> and -D install=<the library's build folder>: a story that builds a project. The library is
# installed for it by links, and what builds here builds there.
if(project)
  set(ENV{CMAKE_INSTALL_MODE} ABS_SYMLINK)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" --install "${install}" --config "${config}" --prefix "${folder}.prefix"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY
  )
  unset(ENV{CMAKE_INSTALL_MODE})
  file(GLOB sources "${project}/*")
  file(COPY ${sources} DESTINATION "${folder}" PATTERN "story.txt" EXCLUDE)
  set(ENV{CMAKE_PREFIX_PATH} "${folder}.prefix")
  set(ENV{CMAKE_GENERATOR} "${generator}")
  set(ENV{CXX} "${compiler}")
  set(ENV{CXXFLAGS} "${flags}")
  set(ENV{LDFLAGS} "${link_flags}")
  if(launcher)
    set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${launcher}")
  endif()
endif()
set(play sh "${CMAKE_CURRENT_LIST_DIR}/play.sh" "${story}")

if(NOT compare)
  execute_process(COMMAND ${play} WORKING_DIRECTORY "${folder}" COMMAND_ERROR_IS_FATAL ANY)
  return()
endif()

execute_process(
  COMMAND ${play} WORKING_DIRECTORY "${folder}" OUTPUT_FILE "${folder}.actual.txt" COMMAND_ERROR_IS_FATAL ANY
)
execute_process(COMMAND diff -u "${story}" "${folder}.actual.txt" RESULT_VARIABLE differs)
if(NOT differs EQUAL 0)
  message(FATAL_ERROR "The story went differently. If that is meant: cp ${folder}.actual.txt ${story}")
endif()
