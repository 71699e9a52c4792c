#[[
FindSOCI
--------

Finds SOCI, the way SOCI 4.1 and later describe themselves if they do, and by looking for the files otherwise: SOCI
4.0 as Debian ships it has neither a CMake package nor a pkg-config file.

Components: Core (always), SQLite3, PostgreSQL, MySQL, Firebird, ODBC, Empty, as SOCI 4.1 names them.

Targets: SOCI::Core and SOCI::<component>, visible in the whole project. A backend's target brings the include folder
of its client library, whose header SOCI's own header includes, and in a static link the client library itself.

Variables that are read: SOCI_ROOT (or CMAKE_PREFIX_PATH), SOCI_USE_STATIC_LIBS (take libsoci_*.a where both exist).
Variables that are set: SOCI_FOUND, SOCI_VERSION, SOCI_<component>_FOUND.
]]

set(_soci_wanted ${SOCI_FIND_COMPONENTS})
list(REMOVE_ITEM _soci_wanted Core)
list(PREPEND _soci_wanted Core)

# What SOCI's header of a backend includes, and which library implements it.
set(_soci_library_Core soci_core)
set(_soci_library_Empty soci_empty)
set(_soci_library_SQLite3 soci_sqlite3)
set(_soci_library_PostgreSQL soci_postgresql)
set(_soci_library_MySQL soci_mysql)
set(_soci_library_Firebird soci_firebird)
set(_soci_library_ODBC soci_odbc)
set(_soci_client_header_SQLite3 sqlite3.h)
set(_soci_client_header_PostgreSQL libpq-fe.h)
set(_soci_client_header_MySQL mysql.h)
set(_soci_client_header_Firebird ibase.h)
set(_soci_client_header_ODBC sqlext.h)
set(_soci_client_library_SQLite3 sqlite3)
set(_soci_client_library_PostgreSQL pq)
set(_soci_client_library_MySQL mariadb mysqlclient)
set(_soci_client_library_Firebird fbclient)
set(_soci_client_library_ODBC odbc)

# Adds to a backend's target what its users need of the client library.
function(_soci_add_client component needs_library)
  if(NOT DEFINED _soci_client_header_${component})
    return()
  endif()
  find_path(
    SOCI_${component}_CLIENT_INCLUDE_DIR ${_soci_client_header_${component}} PATH_SUFFIXES postgresql mariadb mysql firebird
  )
  mark_as_advanced(SOCI_${component}_CLIENT_INCLUDE_DIR)
  if(SOCI_${component}_CLIENT_INCLUDE_DIR)
    target_include_directories(SOCI::${component} SYSTEM INTERFACE "${SOCI_${component}_CLIENT_INCLUDE_DIR}")
  endif()
  if(needs_library)
    find_library(SOCI_${component}_CLIENT_LIBRARY NAMES ${_soci_client_library_${component}})
    mark_as_advanced(SOCI_${component}_CLIENT_LIBRARY)
    if(SOCI_${component}_CLIENT_LIBRARY)
      target_link_libraries(SOCI::${component} INTERFACE "${SOCI_${component}_CLIENT_LIBRARY}")
    endif()
  endif()
endfunction()

# SOCI's own package. It may be read once only, for it defines a target without asking whether it exists; a component
# asked for later is taken from its file.
if(NOT TARGET SOCI::Core)
  set(_soci_backup_components ${SOCI_FIND_COMPONENTS})
  set(_soci_backup_global "${CMAKE_FIND_PACKAGE_TARGETS_GLOBAL}")
  set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL TRUE)
  find_package(SOCI CONFIG QUIET COMPONENTS ${_soci_wanted})
  set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL "${_soci_backup_global}")
  set(SOCI_FIND_COMPONENTS ${_soci_backup_components})
  if(TARGET SOCI::Core)
    set_property(GLOBAL PROPERTY _SOCI_PACKAGE_DIR "${SOCI_DIR}")
    set_property(GLOBAL PROPERTY _SOCI_PACKAGE_VERSION "${SOCI_VERSION}")
  endif()
endif()
get_property(_soci_package_dir GLOBAL PROPERTY _SOCI_PACKAGE_DIR)

if(_soci_package_dir)
  get_property(SOCI_VERSION GLOBAL PROPERTY _SOCI_PACKAGE_VERSION)
  foreach(_soci_component IN LISTS _soci_wanted)
    if(NOT TARGET SOCI::${_soci_component} AND EXISTS "${_soci_package_dir}/SOCI${_soci_component}Targets.cmake")
      set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL TRUE)
      include("${_soci_package_dir}/SOCI${_soci_component}Targets.cmake")
      set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL "${_soci_backup_global}")
      get_target_property(_soci_type SOCI::${_soci_component} TYPE)
      if(_soci_type STREQUAL "STATIC_LIBRARY")
        _soci_add_client(${_soci_component} TRUE)
      else()
        _soci_add_client(${_soci_component} FALSE)
      endif()
    endif()
    if(TARGET SOCI::${_soci_component})
      set(SOCI_${_soci_component}_FOUND TRUE)
    endif()
  endforeach()
  set(_soci_required_vars _soci_package_dir)
else()
  find_path(SOCI_INCLUDE_DIR soci/version.h)
  mark_as_advanced(SOCI_INCLUDE_DIR)

  set(SOCI_VERSION "")
  if(SOCI_INCLUDE_DIR)
    file(STRINGS "${SOCI_INCLUDE_DIR}/soci/version.h" _soci_line REGEX "^#define[ \t]+SOCI_VERSION[ \t]+[0-9]+")
    if(_soci_line MATCHES "SOCI_VERSION[ \t]+([0-9]+)")
      math(EXPR _soci_major "${CMAKE_MATCH_1} / 100000")
      math(EXPR _soci_minor "${CMAKE_MATCH_1} / 100 % 1000")
      math(EXPR _soci_patch "${CMAKE_MATCH_1} % 100")
      set(SOCI_VERSION "${_soci_major}.${_soci_minor}.${_soci_patch}")
    endif()
  endif()

  foreach(_soci_component IN LISTS _soci_wanted)
    if(NOT DEFINED _soci_library_${_soci_component})
      set(SOCI_${_soci_component}_FOUND FALSE)
      continue()
    endif()
    set(_soci_names ${_soci_library_${_soci_component}})
    if(SOCI_USE_STATIC_LIBS)
      list(PREPEND _soci_names
           "${CMAKE_STATIC_LIBRARY_PREFIX}${_soci_library_${_soci_component}}${CMAKE_STATIC_LIBRARY_SUFFIX}"
      )
      set(_soci_kind STATIC)
    else()
      set(_soci_kind SHARED)
    endif()
    # Two cache entries, so that switching SOCI_USE_STATIC_LIBS takes effect in an existing build folder.
    set(_soci_entry SOCI_${_soci_component}_${_soci_kind}_LIBRARY)
    find_library(${_soci_entry} NAMES ${_soci_names})
    mark_as_advanced(${_soci_entry})
    set(_soci_file "${${_soci_entry}}")
    if(NOT SOCI_INCLUDE_DIR OR NOT _soci_file)
      set(SOCI_${_soci_component}_FOUND FALSE)
      continue()
    endif()

    set(SOCI_${_soci_component}_FOUND TRUE)
    if(TARGET SOCI::${_soci_component})
      continue()
    endif()
    add_library(SOCI::${_soci_component} UNKNOWN IMPORTED GLOBAL)
    set_target_properties(
      SOCI::${_soci_component} PROPERTIES IMPORTED_LOCATION "${_soci_file}" IMPORTED_LINK_INTERFACE_LANGUAGES CXX
    )
    get_filename_component(_soci_extension "${_soci_file}" LAST_EXT)
    if(_soci_component STREQUAL "Core")
      target_include_directories(SOCI::Core SYSTEM INTERFACE "${SOCI_INCLUDE_DIR}")
      if(_soci_extension STREQUAL CMAKE_STATIC_LIBRARY_SUFFIX)
        # The pool of connections and the loader of backends.
        find_package(Threads QUIET)
        target_link_libraries(SOCI::Core INTERFACE ${CMAKE_DL_LIBS} ${CMAKE_THREAD_LIBS_INIT})
      endif()
    else()
      target_link_libraries(SOCI::${_soci_component} INTERFACE SOCI::Core)
      if(_soci_extension STREQUAL CMAKE_STATIC_LIBRARY_SUFFIX)
        _soci_add_client(${_soci_component} TRUE)
      else()
        _soci_add_client(${_soci_component} FALSE)
      endif()
    endif()
  endforeach()
  set(_soci_required_vars SOCI_INCLUDE_DIR SOCI_Core_FOUND)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  SOCI
  REQUIRED_VARS ${_soci_required_vars}
  VERSION_VAR SOCI_VERSION
  HANDLE_COMPONENTS
  REASON_FAILURE_MESSAGE "Debian has it in libsoci-dev. For a SOCI elsewhere set CMAKE_PREFIX_PATH or SOCI_ROOT."
)

foreach(_soci_name IN ITEMS wanted package_dir required_vars component line major minor patch names kind entry file
                            extension type backup_components backup_global
)
  unset(_soci_${_soci_name})
endforeach()
unset(_soci_name)
