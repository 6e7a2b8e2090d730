# Fails when a committed document is not what PROGRAM writes.
execute_process(COMMAND ${PROGRAM} ${DOCUMENT} OUTPUT_VARIABLE fresh COMMAND_ERROR_IS_FATAL ANY)
file(READ ${COMMITTED} committed)
if(NOT fresh STREQUAL committed)
  message(FATAL_ERROR "${COMMITTED} is stale; renew it with: cmake --build --preset release --target bless-docs")
endif()
