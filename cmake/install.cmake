# The installed package: find_package(retort) gives retort::retort, retort::cli, retort::testing, and the function
# retort_add_migrations; FindSOCI.cmake comes along so that SOCI is found there as it was here.

include(CMakePackageConfigHelpers)

install(
  TARGETS ${retort_libraries}
  EXPORT retortTargets
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT retort_runtime
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT retort_runtime NAMELINK_COMPONENT retort_development
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT retort_development
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT retort_development
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
)

install(
  EXPORT retortTargets
  NAMESPACE retort::
  DESTINATION "${RETORT_INSTALL_CMAKEDIR}"
  COMPONENT retort_development
)

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/retortConfig.cmake.in" "${PROJECT_BINARY_DIR}/retortConfig.cmake"
  INSTALL_DESTINATION "${RETORT_INSTALL_CMAKEDIR}"
  NO_SET_AND_CHECK_MACRO
)

# Until 1.0 a minor version may change the API.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/retortConfigVersion.cmake" COMPATIBILITY SameMinorVersion)

install(
  FILES "${PROJECT_BINARY_DIR}/retortConfig.cmake"
        "${PROJECT_BINARY_DIR}/retortConfigVersion.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/FindSOCI.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/retort_add_migrations.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/migrations.cpp.in"
        "${PROJECT_SOURCE_DIR}/cmake/migrations.hpp.in"
  DESTINATION "${RETORT_INSTALL_CMAKEDIR}"
  COMPONENT retort_development
)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT retort_development)
