retort_add_test(
  firebird_live_test
  SOURCES firebird_catalog_test.cpp
          firebird_connection_test.cpp
          firebird_lock_test.cpp
          firebird_migrator_test.cpp
          firebird_types_test.cpp
  SERVERS firebird
  LABELS firebird
)
