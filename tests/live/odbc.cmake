find_package(SOCI 4.0.3 REQUIRED COMPONENTS Core ODBC)
find_path(RETORT_ODBC_INCLUDE_DIR sqlext.h REQUIRED)
retort_add_test(
  odbc_test
  SOURCES odbc_connection_test.cpp odbc_migrator_test.cpp
  SERVERS postgresql mariadb
  LABELS postgresql mariadb sqlite
  LIBRARIES SOCI::ODBC
)
target_include_directories(odbc_test SYSTEM PRIVATE "${RETORT_ODBC_INCLUDE_DIR}")
