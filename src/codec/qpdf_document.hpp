// Encrypted PDFs that open without a password or with the one given, decrypted by libqpdf (Apache-2.0; no CVE fixed in Debian 12).
// libqpdf sees encrypted files only; without it they would be refused. Its exceptions end here.
#pragma once

#include <string_view>

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"

namespace scrub::engine::codec {

/// The same document without encryption. `password` may be that of a reader or of the owner; `encrypted` when it does not open the document.
Result<Blob> decrypted_pdf(Bytes in, std::string_view password, Budget& budget);

}  // namespace scrub::engine::codec
