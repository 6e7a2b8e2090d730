# THE list of formats: the engine's table, libscrub's list, the fuzz targets, the per-format tests and docs/formats.md follow from it.
#
# scrub_format(NAMESPACE FILES file...)       a walk: scrub::engine::NAMESPACE::{sniff,walk,rules}; tried in the order of this list
# scrub_kind(NAME DESCRIPTION MEDIA_TYPE EXTENSIONS [BECOMES NAME] [TIER TIER])   what people call it; a walk may serve several.
#            BECOMES: the kind of the output, where it is another one. TIER: which worker does it, where the structural one does not suffice.

scrub_format(jpeg FILES jpeg.cpp jpeg_scan.cpp)
scrub_kind(jpeg "JPEG picture" image/jpeg "jpg jpeg jpe jfif")

scrub_format(png FILES png.cpp png_rows.cpp)
scrub_kind(png "PNG picture, animations included" image/png "png apng")

scrub_format(ole2 FILES ole2/ole2.cpp ole2/binary.cpp ole2/property_set.cpp)
scrub_kind(doc "Word document, 97 to 2003" application/msword "doc dot" BECOMES docx TIER office)
scrub_kind(xls "Excel workbook, 97 to 2003" application/vnd.ms-excel "xls xlt" BECOMES xlsx TIER office)
scrub_kind(ppt "PowerPoint presentation, 97 to 2003" application/vnd.ms-powerpoint "ppt pps pot" BECOMES pptx TIER office)

scrub_format(rtf FILES rtf.cpp)
scrub_kind(rtf "Rich text document" application/rtf "rtf" BECOMES docx TIER office)
scrub_format(gif FILES gif.cpp)
scrub_kind(gif "GIF picture, animations included" image/gif gif)

scrub_format(webp FILES webp.cpp)
scrub_kind(webp "WebP picture, animations included" image/webp "webp")

# Raw files look like TIFF and come before it.
scrub_format(raw FILES raw.cpp)
scrub_kind(raw "Raw file of a camera" image/x-dcraw "dng cr2 cr3 crw nef nrw arw sr2 orf rw2 raf pef srw" BECOMES jpeg)

scrub_format(bmff FILES bmff.cpp bmff_coded.cpp bmff_survey.cpp flatten.cpp)
scrub_kind(heif "HEIF picture of phones (HEIC)" image/heic "heic heif hif")
scrub_kind(avif "AVIF picture" image/avif "avif")

scrub_format(pdf FILES pdf/annotations.cpp pdf/content.cpp pdf/document.cpp pdf/filters.cpp pdf/font.cpp pdf/font_cff.cpp pdf/font_program.cpp pdf/font_type1.cpp pdf/fonts.cpp pdf/graphics.cpp
             pdf/images.cpp pdf/layers.cpp pdf/lexer.cpp pdf/navigation.cpp pdf/redraw.cpp pdf/rewrite.cpp pdf/rules.cpp pdf/stamps.cpp pdf/survey.cpp pdf/walk.cpp pdf/writer.cpp)
scrub_kind(pdf "PDF document" application/pdf "pdf")
scrub_format(tiff FILES tiff.cpp)
scrub_kind(tiff "TIFF picture, one page or many" image/tiff "tif tiff")

scrub_format(ooxml FILES ooxml/ooxml.cpp ooxml/package.cpp ooxml/assembly.cpp ooxml/grammar.cpp ooxml/words.cpp ooxml/values.cpp ooxml/drawing.cpp
             ooxml/drawing_rows.cpp ooxml/chart_rows.cpp ooxml/word.cpp ooxml/word_tree.cpp ooxml/word_fields.cpp ooxml/word_styles.cpp ooxml/word_names.cpp
             ooxml/word_rows.cpp ooxml/excel.cpp ooxml/excel_cells.cpp ooxml/excel_drawing.cpp ooxml/excel_formula.cpp ooxml/excel_functions.cpp
             ooxml/excel_rows.cpp ooxml/excel_sheet.cpp ooxml/excel_strings.cpp ooxml/excel_styles.cpp ooxml/excel_survey.cpp
             ooxml/powerpoint.cpp ooxml/powerpoint_colours.cpp ooxml/powerpoint_diagram.cpp ooxml/powerpoint_rows.cpp ooxml/powerpoint_shapes.cpp ooxml/powerpoint_survey.cpp ooxml/powerpoint_tree.cpp)
scrub_kind(docx "Word document or template, with or without macros" application/vnd.openxmlformats-officedocument.wordprocessingml.document "docx docm dotx dotm")
scrub_kind(xlsx "Excel workbook or template, with or without macros" application/vnd.openxmlformats-officedocument.spreadsheetml.sheet "xlsx xlsm xltx xltm xlam")
scrub_kind(pptx "PowerPoint presentation, template or show, with or without macros" application/vnd.openxmlformats-officedocument.presentationml.presentation "pptx pptm potx potm ppsx ppsm")

scrub_format(odf FILES odf/odf.cpp odf/document.cpp odf/tree.cpp odf/rows.cpp odf/words.cpp)
scrub_kind(odt "OpenDocument text or template" application/vnd.oasis.opendocument.text "odt ott odm fodt")
scrub_kind(ods "OpenDocument spreadsheet or template" application/vnd.oasis.opendocument.spreadsheet "ods ots fods")
scrub_kind(odp "OpenDocument presentation or template" application/vnd.oasis.opendocument.presentation "odp otp fodp")
scrub_kind(odg "OpenDocument drawing or template" application/vnd.oasis.opendocument.graphics "odg otg fodg")
scrub_kind(odc "OpenDocument chart" application/vnd.oasis.opendocument.chart "odc fodc")
scrub_kind(odf "OpenDocument formula" application/vnd.oasis.opendocument.formula "odf fodf")

scrub_format(svg FILES svg.cpp svg_entities.cpp svg_rows.cpp svg_value.cpp)
scrub_kind(svg "SVG picture" image/svg+xml "svg svgz")

scrub_format(psd FILES psd.cpp)
scrub_kind(psd "Photoshop document" image/vnd.adobe.photoshop "psd psb" BECOMES png TIER raster)

scrub_format(jxl FILES jxl.cpp)
scrub_kind(jxl "JPEG XL picture" image/jxl "jxl" BECOMES png TIER raster)

scrub_format(jp2 FILES jp2.cpp)
scrub_kind(jp2 "JPEG 2000 picture" image/jp2 "jp2 jpx jpf" BECOMES png TIER raster)
scrub_kind(j2k "JPEG 2000 codestream" image/x-jp2-codestream "j2k j2c jpc" BECOMES png TIER raster)

# Targa has no signature: this format stands behind those that have one.
scrub_format(odd FILES odd.cpp)
scrub_kind(xcf "GIMP picture" image/x-xcf "xcf" BECOMES png TIER raster)
scrub_kind(tga "Targa picture" image/x-tga "tga" BECOMES png TIER raster)
scrub_kind(pcx "PC Paintbrush picture" image/x-pcx "pcx" BECOMES png TIER raster)
scrub_kind(dds "DirectDraw surface" image/x-dds "dds" BECOMES png TIER raster)
scrub_kind(exr "OpenEXR picture" image/x-exr "exr" BECOMES png TIER raster)
scrub_kind(hdr "Radiance picture" image/vnd.radiance "hdr" BECOMES png TIER raster)
scrub_kind(mng "MNG animation" video/x-mng "mng" BECOMES png TIER raster)
scrub_kind(dpx "DPX film frame" image/x-dpx "dpx" BECOMES png TIER raster)
scrub_kind(sgi "SGI picture" image/x-sgi "sgi rgb" BECOMES png TIER raster)
scrub_kind(sun "Sun raster picture" image/x-sun-raster "ras sun" BECOMES png TIER raster)

# Behind the formats that are packed in a ZIP archive.
scrub_format(archive FILES archive/archive.cpp archive/tar.cpp)
scrub_kind(zip "ZIP archive of documents" application/zip "zip")
scrub_kind(tar "TAR archive of documents, plain or with gzip" application/x-tar "tar tgz")

# Last: it takes any text that no other format claims.
scrub_format(pnm FILES pnm.cpp)
scrub_kind(pnm "Netpbm picture" image/x-portable-anymap "pnm pbm pgm ppm pam")

scrub_format(bmp FILES bmp.cpp)
scrub_kind(bmp "Windows bitmap" image/bmp "bmp dib")
scrub_kind(ico "Windows icon or cursor" image/vnd.microsoft.icon "ico cur")

scrub_format(text_file FILES text.cpp)
scrub_kind(txt "Plain text, tables and Markdown included" text/plain "txt text csv tsv tab md markdown log")
