// What the name of a file claims that it is, against what it turned out to be.
#pragma once

#include <filesystem>

#include <scrub/report.hpp>

namespace scrub::client {

/// Content decides, not the name: a picture under any name is scrubbed as that picture, and a remark in the report says
/// so. A document, text or markup under the name of a picture or PDF, or an archive under any other, is refused, since programs that trust the name
/// would hand it to the wrong parser (the ImageTragick family, CVE-2016-3714 to 3718). Throws Problem.
void compare_with_name(std::filesystem::path const& name, Report& report);

}  // namespace scrub::client
