# What `cmake --install` installs: the command, the workers, libscrub with its public headers, and how to find and use them.
# Nothing in it depends on the prefix, so it may be moved as a whole.
include(CMakePackageConfigHelpers)

install(TARGETS scrub-command RUNTIME)
install(TARGETS scrub-worker scrub-worker-render scrub-worker-raster scrub-worker-office RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/scrub)
install(TARGETS scrub scrub_shared EXPORT scrub-targets)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/scrub DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/scrub)
set(SCRUB_WORKER ${CMAKE_INSTALL_LIBEXECDIR}/scrub/scrub-worker)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/scrub-config.cmake.in ${PROJECT_BINARY_DIR}/scrub-config.cmake INSTALL_DESTINATION ${package_folder} PATH_VARS SCRUB_WORKER)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/scrub-config-version.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT scrub-targets NAMESPACE scrub:: DESTINATION ${package_folder})
install(FILES ${PROJECT_BINARY_DIR}/scrub-config.cmake ${PROJECT_BINARY_DIR}/scrub-config-version.cmake DESTINATION ${package_folder})

file(RELATIVE_PATH up ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" PREFIX_FROM_PC "\${pcfiledir}/${up}")
configure_file(${PROJECT_SOURCE_DIR}/cmake/scrub.pc.in ${PROJECT_BINARY_DIR}/scrub.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/scrub.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES ${PROJECT_BINARY_DIR}/scrub.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PROJECT_BINARY_DIR}/scrub.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME scrub)
install(FILES ${PROJECT_SOURCE_DIR}/docs/report.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/scrub)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/LICENSES ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
