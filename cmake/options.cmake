# Compiler flags for everything that is ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEV "-O1")  # what compiles soonest without tests becoming slow

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(scrub_flags INTERFACE)
target_compile_options(scrub_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>  # false alarms on std::optional in g++ 12
                       $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Dev>>:-Wno-stringop-overflow;-Wno-array-bounds>  # and with little optimisation
                       $<$<BOOL:${SCRUB_WERROR}>:-Werror>)
# Bounds of containers are checked in releases too: 15 % on the JPEG walk, and it is what stands before an exploit.
target_compile_definitions(scrub_flags INTERFACE _GLIBCXX_ASSERTIONS)
if(SCRUB_SANITIZE)
  target_compile_options(scrub_flags INTERFACE -fsanitize=${SCRUB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(scrub_flags INTERFACE -fsanitize=${SCRUB_SANITIZE})
  target_compile_definitions(scrub_flags INTERFACE SCRUB_SANITIZED)
else()
  target_compile_options(scrub_flags INTERFACE -fstack-protector-strong -fstack-clash-protection -fcf-protection
                         $<$<CONFIG:Release>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3>
                         -ftrivial-auto-var-init=zero)
  target_link_options(scrub_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
