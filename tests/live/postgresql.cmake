retort_add_test(
  postgresql_test
  SOURCES postgresql_migrator_test.cpp postgresql_values_test.cpp
  SERVERS postgresql
  LABELS postgresql
)
