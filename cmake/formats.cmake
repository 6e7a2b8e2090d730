# THE list of formats: the engine's table, libscrub's list, the fuzz targets, the per-format tests and docs/formats.md follow from it.
#
# scrub_format(NAMESPACE FILES file...)       a walk: scrub::engine::NAMESPACE::{sniff,walk,rules}; tried in the order of this list
# scrub_kind(NAME DESCRIPTION MEDIA_TYPE EXTENSIONS)   what people call it; a walk may serve several

scrub_format(jpeg FILES jpeg.cpp jpeg_scan.cpp)
scrub_kind(jpeg "JPEG picture" image/jpeg "jpg jpeg jpe jfif")

scrub_format(png FILES png.cpp png_rows.cpp)
scrub_kind(png "PNG picture, animations included" image/png "png apng")
