#[[
retort_add_migrations(<target> DIRECTORY <folder> FUNCTION <namespace::name>)

Compiles every *.cpp of the folder into the target and generates `retort::MigrationSet namespace::name()` with the
migration of each, declared in `<namespace/name.hpp>`. Dropping a file into the folder and building is all it takes;
an empty folder gives an empty set. The target may be an executable, a static or a shared library: the generated
function calls each file by name, so no linker can leave one out.

A file without RETORT_MIGRATION( is an ordinary source of the target, for what migrations share. A folder may be
given to several targets.
]]

function(retort_add_migrations target)
  set(usage "retort_add_migrations(<target> DIRECTORY <folder> FUNCTION <namespace::name>)")
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "DIRECTORY;FUNCTION" "")

  if(DEFINED arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "retort_add_migrations: unknown argument \"${arg_UNPARSED_ARGUMENTS}\". Usage: ${usage}")
  endif()
  foreach(argument IN ITEMS DIRECTORY FUNCTION)
    if("${arg_${argument}}" STREQUAL "")
      message(FATAL_ERROR "retort_add_migrations: ${argument} is missing. Usage: ${usage}")
    endif()
  endforeach()
  if(NOT TARGET "${target}")
    message(FATAL_ERROR "retort_add_migrations: there is no target \"${target}\"; create it first. Usage: ${usage}")
  endif()
  get_target_property(type "${target}" TYPE)
  get_target_property(aliased "${target}" ALIASED_TARGET)
  get_target_property(imported "${target}" IMPORTED)
  if(aliased OR imported OR NOT type MATCHES "^(EXECUTABLE|(STATIC|SHARED|MODULE|OBJECT)_LIBRARY)$")
    message(
      FATAL_ERROR
        "retort_add_migrations: \"${target}\" has no sources of its own (an alias, an imported or an interface "
        "target); name the executable or library that the migrations are compiled into."
    )
  endif()
  if(NOT arg_FUNCTION MATCHES "^([A-Za-z_][A-Za-z0-9_]*::)*[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "retort_add_migrations: FUNCTION \"${arg_FUNCTION}\" is no C++ name such as app::migrations.")
  endif()
  get_filename_component(directory "${arg_DIRECTORY}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  if(NOT IS_DIRECTORY "${directory}")
    message(
      FATAL_ERROR
        "retort_add_migrations: the folder \"${directory}\" does not exist. Create it (it may be empty) or correct "
        "DIRECTORY, which is relative to ${CMAKE_CURRENT_SOURCE_DIR}."
    )
  endif()
  get_target_property(functions "${target}" RETORT_MIGRATION_FUNCTIONS)
  if(functions AND arg_FUNCTION IN_LIST functions)
    message(FATAL_ERROR "retort_add_migrations: \"${target}\" has a function ${arg_FUNCTION} already.")
  endif()
  set_property(TARGET "${target}" APPEND PROPERTY RETORT_MIGRATION_FUNCTIONS "${arg_FUNCTION}")

  # A property of a source holds for all targets of its folder; the target's part of the name therefore waits for the
  # generator. It keeps apart two libraries with a file of the same name.
  string(MAKE_C_IDENTIFIER "retort_migration_${PROJECT_NAME}_${target}" prefix)
  string(REGEX REPLACE "__+" "_" prefix "${prefix}")
  string(REGEX REPLACE "_$" "" prefix "${prefix}")
  set_property(TARGET "${target}" PROPERTY RETORT_MIGRATION_PREFIX "${prefix}")

  # A bracket in the path would be a pattern to file(GLOB).
  string(REPLACE "[" "[[]" pattern "${directory}")
  file(GLOB sources CONFIGURE_DEPENDS LIST_DIRECTORIES false "${pattern}/*.cpp")
  list(SORT sources COMPARE STRING)

  set(declarations "")
  set(calls "")
  foreach(source IN LISTS sources)
    _retort_count_migrations("${source}" count)
    if(count EQUAL 0)
      # It may become a migration, which only a new look at it can tell.
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
    elseif(count EQUAL 1)
      _retort_migration_suffix("${source}" "${directory}" suffix)
      get_source_file_property(
        definitions "${source}" TARGET_DIRECTORY "${target}" COMPILE_DEFINITIONS
      )
      set(definition "RETORT_MIGRATION_FACTORY=$<TARGET_PROPERTY:RETORT_MIGRATION_PREFIX>_${suffix}")
      if(NOT definitions OR NOT definition IN_LIST definitions)
        set_property(
          SOURCE "${source}" TARGET_DIRECTORY "${target}" APPEND PROPERTY COMPILE_DEFINITIONS "${definition}"
        )
      endif()
      string(APPEND declarations "void ${prefix}_${suffix}(retort::MigrationSet& set);\n")
      string(APPEND calls "    ::${prefix}_${suffix}(set);\n")
    else()
      message(
        FATAL_ERROR
          "retort_add_migrations: ${source} has RETORT_MIGRATION ${count} times. A file holds one migration: move "
          "the others to files of their own."
      )
    endif()
  endforeach()

  # a::b::migrations is declared in <a/b/migrations.hpp>.
  string(REPLACE "::" ";" parts "${arg_FUNCTION}")
  list(POP_BACK parts name)
  list(JOIN parts "::" namespace)
  set(open_namespace "")
  set(close_namespace "")
  if(namespace)
    set(open_namespace "namespace ${namespace} {\n\n")
    set(close_namespace "\n}  // namespace ${namespace}\n")
  endif()
  set(visibility "")
  if(type STREQUAL "SHARED_LIBRARY" AND NOT WIN32)
    # The function is the library's door, also where everything else in it is hidden.
    set(visibility "__attribute__((visibility(\"default\")))\n")
  endif()
  string(REPLACE "::" "/" path "${arg_FUNCTION}")
  string(REPLACE "::" "_" guard "RETORT_GENERATED_${arg_FUNCTION}_HPP")
  string(TOUPPER "${guard}" guard)
  set(header "${path}.hpp")
  get_target_property(binary_dir "${target}" BINARY_DIR)
  set(output "${binary_dir}/retort_migrations/${target}")

  # Both are written only when their content changes: a build with nothing new compiles nothing.
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/migrations.hpp.in" "${output}/include/${header}" @ONLY)
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/migrations.cpp.in" "${output}/${path}.cpp" @ONLY)

  target_sources("${target}" PRIVATE ${sources} "${output}/${path}.cpp")
  target_include_directories("${target}" PUBLIC "$<BUILD_INTERFACE:${output}/include>")
endfunction()

# How often a file uses RETORT_MIGRATION, not counting comments to the end of a line and preprocessor lines.
function(_retort_count_migrations source result)
  file(STRINGS "${source}" lines REGEX "RETORT_MIGRATION[ \t]*[(]")
  set(count 0)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "//.*$" "" line "${line}")
    if(line MATCHES "(^|[^A-Za-z0-9_])RETORT_MIGRATION[ \t]*[(]" AND NOT line MATCHES "^[ \t]*[#*]")
      math(EXPR count "${count} + 1")
    endif()
  endforeach()
  set(${result} "${count}" PARENT_SCOPE)
endfunction()

# A C identifier for a file: readable, and with a hash, since a-b.cpp and a_b.cpp are the same to MAKE_C_IDENTIFIER.
# The path is taken relative to the project, so that the object files do not depend on where it was checked out.
function(_retort_migration_suffix source directory result)
  get_filename_component(stem "${source}" NAME_WLE)
  file(RELATIVE_PATH relative "${PROJECT_SOURCE_DIR}" "${source}")
  string(SHA256 hash "${relative}")
  string(SUBSTRING "${hash}" 0 8 hash)
  string(MAKE_C_IDENTIFIER "${stem}_${hash}" suffix)
  string(REGEX REPLACE "__+" "_" suffix "${suffix}")
  string(REGEX REPLACE "^_" "" suffix "${suffix}")
  set(${result} "${suffix}" PARENT_SCOPE)
endfunction()
