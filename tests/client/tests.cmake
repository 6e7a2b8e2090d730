# Tests of the client library, the C API and the sandbox, with real workers.

# The client library with the real worker.
file(GLOB client_test_files CONFIGURE_DEPENDS client/*.cpp)
add_executable(client_tests $<TARGET_OBJECTS:scrub_test_main> ${client_test_files})
target_include_directories(client_tests PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(client_tests PRIVATE scrub scrub_flags Threads::Threads)
target_compile_definitions(client_tests PRIVATE SCRUB_TEST_WORKER="$<TARGET_FILE:scrub-worker>")
add_dependencies(client_tests scrub-worker scrub-worker-render scrub-worker-raster)
add_test(NAME client_tests COMMAND client_tests)

# The C API, compiled as C.
add_executable(capi_test capi/capi_test.c)
set_target_properties(capi_test PROPERTIES C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
target_link_libraries(capi_test PRIVATE scrub)
target_compile_options(capi_test PRIVATE -Wall -Wextra -Wpedantic -Wno-missing-field-initializers $<$<BOOL:${SCRUB_WERROR}>:-Werror>)
add_test(NAME capi_test COMMAND capi_test $<TARGET_FILE:scrub-worker>)

# Attacks on the sandbox from inside: by the caller, and by somebody without rights in surroundings like a container's.
foreach(variant evil-worker evil-worker-render)
  add_executable(${variant} isolation/evil_worker.cpp isolation/attempts.cpp)
  target_include_directories(${variant} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${variant} PRIVATE scrub_sandbox scrub_flags Threads::Threads)
  # A kernel without the newer rights of Landlock is one name away.
  string(REPLACE "evil-worker" "evil-worker-abi0" without_landlock ${variant})
  string(REPLACE "evil-worker" "evil-worker-abi2" of_linux_5_19 ${variant})
  add_custom_command(TARGET ${variant} POST_BUILD COMMAND chmod go-w ${variant}
                     COMMAND ln -f ${variant} ${without_landlock} COMMAND ln -f ${variant} ${of_linux_5_19}
                     WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
endforeach()
add_executable(isolation_tests $<TARGET_OBJECTS:scrub_test_main> isolation/isolation_test.cpp isolation/attempts.cpp)
target_include_directories(isolation_tests PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(isolation_tests PRIVATE scrub scrub_flags Threads::Threads)
target_compile_definitions(isolation_tests PRIVATE SCRUB_TEST_EVIL_FOLDER="${CMAKE_CURRENT_BINARY_DIR}")
add_dependencies(isolation_tests evil-worker evil-worker-render)
add_executable(confine isolation/confine.cpp)
target_link_libraries(confine PRIVATE scrub_flags PkgConfig::SECCOMP)
add_test(NAME isolation_tests COMMAND isolation_tests)
add_test(NAME isolation_tests_as_nobody COMMAND confine $<TARGET_FILE:isolation_tests>)
add_test(NAME client_tests_as_nobody COMMAND confine $<TARGET_FILE:client_tests>)
set_tests_properties(isolation_tests_as_nobody client_tests_as_nobody PROPERTIES SKIP_RETURN_CODE 77)
set_tests_properties(isolation_tests isolation_tests_as_nobody PROPERTIES TIMEOUT 600)
