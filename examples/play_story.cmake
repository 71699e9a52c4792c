# Plays a story in a fresh folder: cmake -D story=<file> -D program=<file> -D folder=<folder> [-D compare=ON] -P this.
# Without `compare` one sees it happen; with it, any difference to the story as it is written is an error.

file(REMOVE_RECURSE "${folder}")
file(MAKE_DIRECTORY "${folder}")
get_filename_component(programs "${program}" DIRECTORY)
set(ENV{PATH} "${programs}:$ENV{PATH}")
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
