retort_add_test(
  postgresql_test
  SOURCES postgresql_connection_test.cpp postgresql_migrator_test.cpp postgresql_values_test.cpp
  SERVERS postgresql
  LABELS postgresql
)
