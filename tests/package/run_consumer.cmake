# Configures, builds and runs the consumer; then drops a third migration into its folder, builds and runs again.
#
# Variables: way (installed, add_subdirectory), linkage (static, shared), built_here (a build folder of that linkage,
# or empty), source, folder, generator, compiler, launcher, prefix_path.

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "failed with ${status}")
  endif()
endfunction()

# Runs the program with the arguments that follow the expected text.
function(expect_output text)
  execute_process(
    COMMAND "${folder}/build/shop" ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status
  )
  if(NOT status EQUAL 0 OR NOT output MATCHES "${text}")
    message(FATAL_ERROR "the program returned ${status} and printed:\n${output}${errors}\nexpected:\n${text}")
  endif()
endfunction()

if(linkage STREQUAL "shared")
  set(shared ON)
else()
  set(shared OFF)
endif()

# Optimizing nothing and debugging nothing: what compiles fastest, and the same in every folder for a compiler cache.
set(arguments
    -G "${generator}" "-DCMAKE_CXX_COMPILER=${compiler}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${launcher}"
    -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS=-O0 -DBUILD_SHARED_LIBS=${shared}
)

# The consumer is a copy, for it is going to change. What it was last time must not help it.
file(REMOVE_RECURSE "${folder}/consumer" "${folder}/build" "${folder}/prefix")
file(COPY "${source}/tests/package/consumer" DESTINATION "${folder}")
file(RENAME "${folder}/consumer/later/0003_add_price.cpp" "${folder}/0003_add_price.cpp")

if(way STREQUAL "installed")
  if(NOT built_here)
    string(REPLACE ";" "\\;" own_prefix_path "${prefix_path}")
    set(built_here "${folder}/retort")
    run("${CMAKE_COMMAND}" -S "${source}" -B "${built_here}" ${arguments} "-DCMAKE_PREFIX_PATH=${own_prefix_path}")
    run("${CMAKE_COMMAND}" --build "${built_here}" -j 2)
  endif()
  run("${CMAKE_COMMAND}" --install "${built_here}" --prefix "${folder}/prefix")
  list(PREPEND prefix_path "${folder}/prefix")
  set(found_by "-DSHOP_RETORT=package")
else()
  set(found_by "-DSHOP_RETORT=${source}")
endif()
# A list survives the way through run() only so.
string(REPLACE ";" "\\;" prefix_path "${prefix_path}")

run("${CMAKE_COMMAND}" -S "${folder}/consumer" -B "${folder}/build" ${arguments} ${found_by}
    "-DCMAKE_PREFIX_PATH=${prefix_path}"
)
run("${CMAKE_COMMAND}" --build "${folder}/build" -j 2 --target shop)
expect_output("^applied 0001_products\napplied 0002_orders\nat 0002_orders\n$")

file(RENAME "${folder}/0003_add_price.cpp" "${folder}/consumer/migrations/0003_add_price.cpp")
run("${CMAKE_COMMAND}" --build "${folder}/build" -j 2 --target shop)
expect_output("^applied 0001_products\napplied 0002_orders\napplied 0003_add_price\nat 0003_add_price\n$")
expect_output("0003_add_price" heads)
