# Targets: scrub_model (values both sides share), scrub (client library), scrub_engine, scrub-worker, scrub (command).

# --- the list of formats becomes C++ ------------------------------------------------
set(SCRUB_FORMAT_FILES "")
set(SCRUB_FORMATS "")
set(format_rows "")
set(kind_rows "")
set(described_rows "")
macro(scrub_format namespace)
  cmake_parse_arguments(arg "" "" "FILES" ${ARGN})
  list(APPEND SCRUB_FORMATS ${namespace})
  foreach(file IN LISTS arg_FILES)
    list(APPEND SCRUB_FORMAT_FILES ${PROJECT_SOURCE_DIR}/src/format/${file})
  endforeach()
  string(APPEND format_rows "SCRUB_FORMAT(${namespace})\n")
endmacro()
macro(scrub_kind name description media_type extensions)
  cmake_parse_arguments(kind "" "BECOMES;TIER" "" ${ARGN})
  list(GET SCRUB_FORMATS -1 walk)
  string(APPEND described_rows "SCRUB_DESCRIBED(\"${walk}\", \"${name}\", \"${kind_BECOMES}\", \"${kind_TIER}\")\n")
  string(APPEND kind_rows "SCRUB_KIND(\"${name}\", \"${description}\", \"${media_type}\", \"${extensions}\")\n")
endmacro()
include(${PROJECT_SOURCE_DIR}/cmake/formats.cmake)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/formats.inc CONTENT "${format_rows}")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/kinds.inc CONTENT "${kind_rows}")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/described.inc CONTENT "${described_rows}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/formats.cmake)

# --- values that both sides of the sandbox share --------------------------------------
file(GLOB model_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/model/*.cpp ${PROJECT_SOURCE_DIR}/src/ipc/*.cpp)
add_library(scrub_model OBJECT ${model_files})
target_include_directories(scrub_model PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                           PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
target_compile_definitions(scrub_model PRIVATE SCRUB_VERSION="${PROJECT_VERSION}")
target_link_libraries(scrub_model PRIVATE scrub_flags)

# --- the report as JSON and as text: part of libscrub, apart so that tests can link it without the client ----
file(GLOB report_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/report/*.cpp)
add_library(scrub_report OBJECT ${report_files})
target_include_directories(scrub_report PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
target_link_libraries(scrub_report PRIVATE scrub_flags)

# --- libscrub: starts workers, talks to them, reads and writes files; depends on nothing ----
# Two of them from the same objects: the static one is what is linked here, servers link the shared one (scrub::scrub once installed),
# which finds the workers that were installed with it wherever its folder went.
file(GLOB client_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/client/*.cpp ${PROJECT_SOURCE_DIR}/src/capi/*.cpp)
add_library(scrub_client OBJECT ${client_files})
target_include_directories(scrub_client PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
target_link_libraries(scrub_client PRIVATE scrub_flags)
set(SCRUB_LIBEXECDIR ${CMAKE_INSTALL_FULL_LIBEXECDIR}/scrub)
file(RELATIVE_PATH from_programs ${CMAKE_INSTALL_FULL_BINDIR} ${SCRUB_LIBEXECDIR})
file(RELATIVE_PATH from_libraries ${CMAKE_INSTALL_FULL_LIBDIR} ${SCRUB_LIBEXECDIR})
target_compile_definitions(scrub_client PRIVATE
  SCRUB_LIBEXECDIR="${SCRUB_LIBEXECDIR}" SCRUB_LIBEXECDIR_FROM_PROGRAMS="${from_programs}" SCRUB_LIBEXECDIR_FROM_LIBRARIES="${from_libraries}")

add_library(scrub STATIC)
add_library(scrub_shared SHARED)
foreach(library scrub scrub_shared)
  target_sources(${library} PRIVATE $<TARGET_OBJECTS:scrub_client> $<TARGET_OBJECTS:scrub_model> $<TARGET_OBJECTS:scrub_report>)
  target_include_directories(${library} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${library} PUBLIC cxx_std_20)
  target_link_libraries(${library} PRIVATE $<BUILD_INTERFACE:scrub_flags>)
endforeach()
add_library(scrub::scrub ALIAS scrub)
set_target_properties(scrub PROPERTIES EXPORT_NAME scrub_static)
set_target_properties(scrub_shared PROPERTIES EXPORT_NAME scrub OUTPUT_NAME scrub VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

# --- the engine: every parser; linked by the worker, the tests and the fuzzers only ----
# Helpers of formats are found by name; the formats themselves stand in cmake/formats.cmake.
file(GLOB engine_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/core/*.cpp ${PROJECT_SOURCE_DIR}/src/codec/*.cpp ${PROJECT_SOURCE_DIR}/src/marks/*.cpp)
add_library(scrub_engine STATIC ${engine_files}
  src/format/exif.cpp src/format/formats.cpp src/format/gzip.cpp src/format/photoshop.cpp src/format/resolution.cpp src/format/xmp.cpp src/format/zip_rows.cpp
  ${SCRUB_FORMAT_FILES})
target_include_directories(scrub_engine PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include PRIVATE ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(scrub_engine PUBLIC scrub_model PRIVATE scrub_flags
  PkgConfig::LIBDEFLATE PkgConfig::ZLIB PkgConfig::LIBEXIF PkgConfig::LCMS2 PkgConfig::TURBOJPEG PkgConfig::PUGIXML PkgConfig::ICU_UC PkgConfig::QPDF)

# --- libraries of the heavier tiers: each is linked by the worker of its tier and by the tests --------
foreach(tier render raster)
  file(GLOB tier_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${tier}/*.cpp)
  add_library(scrub_${tier} STATIC ${tier_files})
  target_link_libraries(scrub_${tier} PUBLIC scrub_engine PRIVATE scrub_flags)
endforeach()
target_link_libraries(scrub_render PRIVATE PkgConfig::POPPLER)
target_link_libraries(scrub_raster PRIVATE PkgConfig::LIBHEIF PkgConfig::LIBJXL PkgConfig::MAGICK)

# --- the sandbox, and a worker program for each tier: they stand beside the command in the build tree ----
file(GLOB worker_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/worker/*.cpp)
add_library(scrub_sandbox STATIC ${worker_files})
target_link_libraries(scrub_sandbox PUBLIC scrub_engine PRIVATE scrub_flags PkgConfig::SECCOMP)

# A worker must not be writable for others (libscrub would not start it), whatever the umask of the build is.
function(scrub_add_worker target)
  add_executable(${target} ${ARGN})
  target_link_libraries(${target} PRIVATE scrub_sandbox scrub_flags)
  add_custom_command(TARGET ${target} POST_BUILD COMMAND chmod go-w $<TARGET_FILE:${target}>)
endfunction()
scrub_add_worker(scrub-worker tools/scrub-worker/main.cpp tools/scrub-worker/structural.cpp)
scrub_add_worker(scrub-worker-render tools/scrub-worker/main.cpp tools/scrub-worker/render.cpp)
target_link_libraries(scrub-worker-render PRIVATE scrub_render)
scrub_add_worker(scrub-worker-raster tools/scrub-worker/main.cpp tools/scrub-worker/raster.cpp)
target_link_libraries(scrub-worker-raster PRIVATE scrub_render scrub_raster)
scrub_add_worker(scrub-worker-office tools/scrub-worker-office/main.cpp)
