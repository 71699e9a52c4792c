retort_add_test(
  mariadb_live_test
  SOURCES mariadb_connection_test.cpp mariadb_migrator_test.cpp mariadb_table_test.cpp
  SERVERS mariadb
  LABELS mariadb
)
