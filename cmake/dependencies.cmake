# What the library is made of. SOCI's core is the only thing its users link; Boost and nlohmann_json are headers of
# our own .cpp files, and no database's client library is linked at all.

list(PREPEND CMAKE_MODULE_PATH "${PROJECT_SOURCE_DIR}/cmake")

if(NOT PROJECT_IS_TOP_LEVEL)
  # An embedding project asks for its backend with find_package(SOCI COMPONENTS SQLite3), and Debian's SOCI is only
  # found with our module. Appended, so that a module of theirs goes first.
  get_directory_property(retort_parent PARENT_DIRECTORY)
  get_directory_property(retort_parent_modules DIRECTORY "${retort_parent}" DEFINITION CMAKE_MODULE_PATH)
  set(CMAKE_MODULE_PATH ${retort_parent_modules} "${PROJECT_SOURCE_DIR}/cmake" PARENT_SCOPE)
endif()

find_package(SOCI 4.0.3 REQUIRED COMPONENTS Core OPTIONAL_COMPONENTS PostgreSQL MySQL Firebird ODBC)
find_package(Boost 1.74 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)

# <soci/sqlite3/soci-sqlite3.h> includes SQLite's header. The functions are looked up in the running program, so the
# header is all that is needed here.
find_path(RETORT_SQLITE3_INCLUDE_DIR sqlite3.h DOC "Folder of sqlite3.h")
mark_as_advanced(RETORT_SQLITE3_INCLUDE_DIR)
if(NOT RETORT_SQLITE3_INCLUDE_DIR)
  message(
    FATAL_ERROR
      "retort: sqlite3.h was not found. Install SQLite's headers (Debian: libsqlite3-dev) or set "
      "RETORT_SQLITE3_INCLUDE_DIR to their folder."
  )
endif()

# The other databases are there when SOCI's backend and the client's header are; only the headers are needed here, too.
# RETORT_<backend>_INCLUDE_DIR is set for those that are.
foreach(retort_backend_and_header IN ITEMS PostgreSQL/libpq-fe.h MySQL/mysql.h Firebird/ibase.h ODBC/sqlext.h)
  string(REPLACE "/" ";" retort_pair "${retort_backend_and_header}")
  list(GET retort_pair 0 retort_backend)
  list(GET retort_pair 1 retort_header)
  if(SOCI_${retort_backend}_FOUND)
    find_path(
      RETORT_${retort_backend}_INCLUDE_DIR ${retort_header} PATH_SUFFIXES postgresql mariadb mysql firebird
      DOC "Folder of ${retort_header}; without it there is no support for ${retort_backend}"
    )
    mark_as_advanced(RETORT_${retort_backend}_INCLUDE_DIR)
  endif()
  if(NOT RETORT_${retort_backend}_INCLUDE_DIR)
    message(STATUS "retort: without ${retort_backend} (SOCI's backend or ${retort_header} was not found)")
  endif()
endforeach()
