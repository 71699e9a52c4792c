# Each mistake stops the configuration with words that name it. Variables: source, folder, generator.

function(expect_refusal case words)
  file(REMOVE_RECURSE "${folder}")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -S "${source}/tests/package/function" -B "${folder}" -G "${generator}"
            "-DRETORT_SOURCE=${source}" -DCASE=${case}
    OUTPUT_VARIABLE output
    ERROR_VARIABLE errors
    RESULT_VARIABLE status
  )
  # CMake breaks the lines of a message.
  string(REGEX REPLACE "[ \n]+" " " errors "${errors}")
  string(FIND "${errors}" "${words}" at)
  if(status EQUAL 0 OR at EQUAL -1)
    message(SEND_ERROR "${case}: expected a refusal with \"${words}\", got status ${status}:\n${output}${errors}")
  endif()
endfunction()

expect_refusal(no_target "there is no target \"nobody\"")
expect_refusal(interface "\"face\" has no sources of its own")
expect_refusal(alias "\"app::app\" has no sources of its own")
expect_refusal(no_directory "DIRECTORY is missing")
expect_refusal(missing_directory "does not exist. Create it")
expect_refusal(no_function "FUNCTION is missing")
expect_refusal(bad_function "is no C++ name such as app::migrations")
expect_refusal(unknown_argument "unknown argument \"FOLDER")
expect_refusal(two_calls "has a function app::migrations already")
expect_refusal(two_in_a_file "has RETORT_MIGRATION 2 times")
