// Extensions of file names.
#pragma once

#include <string_view>

namespace scrub {

/// Whether a file whose usual extension is `usual` may go on under the extension `own` (lower case): another spelling
/// of the same kind (jpeg for jpg, csv for txt). Extensions of documents say more than the kind: one with macros or of
/// an old version would not open under its old one.
bool may_keep_extension(std::string_view own, std::string_view usual);

}  // namespace scrub
