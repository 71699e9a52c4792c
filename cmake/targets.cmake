# The targets: retort_objects -> retort, then retort_cli and retort_testing on top of it. The sources are listed in
# the CMakeLists.txt of their rooms under src/, the public headers in include/retort/.

include("${CMAKE_CURRENT_LIST_DIR}/warnings.cmake")

# All layers but the command line and the test helpers, compiled once: for the library and for the unit tests, which
# reach symbols that the shared library hides.
add_library(retort_objects OBJECT)
target_include_directories(
  retort_objects
  PRIVATE "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src"
)
target_include_directories(retort_objects SYSTEM PRIVATE "${RETORT_SQLITE3_INCLUDE_DIR}")
target_link_libraries(retort_objects PRIVATE SOCI::Core Boost::headers nlohmann_json::nlohmann_json retort_warnings)

# No SHARED or STATIC: BUILD_SHARED_LIBS decides.
add_library(retort $<TARGET_OBJECTS:retort_objects>)
target_include_directories(retort PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>")
target_link_libraries(
  retort
  PUBLIC SOCI::Core
  PRIVATE ${CMAKE_DL_LIBS} "$<BUILD_INTERFACE:Boost::headers>" "$<BUILD_INTERFACE:nlohmann_json::nlohmann_json>"
)

# The command line and the test helpers are libraries of their own, on the public face of the first.
set(retort_libraries retort)
foreach(name IN ITEMS cli testing)
  if(EXISTS "${PROJECT_SOURCE_DIR}/src/${name}/CMakeLists.txt")
    add_library(retort_${name})
    target_include_directories(retort_${name} PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(retort_${name} PUBLIC retort PRIVATE "$<BUILD_INTERFACE:retort_warnings>")
    set_target_properties(retort_${name} PROPERTIES EXPORT_NAME ${name})
    add_library(retort::${name} ALIAS retort_${name})
    list(APPEND retort_libraries retort_${name})
  endif()
endforeach()
if(TARGET retort_cli)
  target_link_libraries(
    retort_cli PRIVATE "$<BUILD_INTERFACE:CLI11::CLI11>" "$<BUILD_INTERFACE:nlohmann_json::nlohmann_json>"
  )
endif()

add_library(retort::retort ALIAS retort)

get_target_property(retort_type retort TYPE)
if(retort_type STREQUAL "SHARED_LIBRARY")
  set(retort_export_definition RETORT_BUILDING)
  set(retort_pic ON)
else()
  set(retort_export_definition RETORT_STATIC)
  target_compile_definitions(retort PUBLIC RETORT_STATIC)
  # Migrations may be compiled into a shared library that this static one becomes part of.
  set(retort_pic ON)
  if(DEFINED CMAKE_POSITION_INDEPENDENT_CODE)
    set(retort_pic "${CMAKE_POSITION_INDEPENDENT_CODE}")
  endif()
endif()

foreach(target IN ITEMS retort_objects ${retort_libraries})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_definitions(${target} PRIVATE ${retort_export_definition} RETORT_VERSION="${PROJECT_VERSION}")
  set_target_properties(
    ${target}
    PROPERTIES CXX_EXTENSIONS OFF
               POSITION_INDEPENDENT_CODE "${retort_pic}"
               CXX_VISIBILITY_PRESET hidden
               VISIBILITY_INLINES_HIDDEN ON
               VERSION "${PROJECT_VERSION}"
               # Until 1.0 a minor version may break the ABI.
               SOVERSION "${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}"
  )
endforeach()

add_subdirectory(include/retort)
foreach(layer IN ITEMS core schema ops dialect graph runtime autogenerate cli testing)
  if(EXISTS "${PROJECT_SOURCE_DIR}/src/${layer}/CMakeLists.txt")
    add_subdirectory(src/${layer})
  endif()
endforeach()
