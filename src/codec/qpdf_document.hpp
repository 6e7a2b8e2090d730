// Encrypted PDFs that open without a password, decrypted by libqpdf (Apache-2.0; no CVE fixed in Debian 12).
// libqpdf sees encrypted files only; without it they would be refused. Its exceptions end here.
#pragma once

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"

namespace scrub::engine::codec {

/// The same document without encryption. `encrypted` when it takes a password.
Result<Blob> decrypted_pdf(Bytes in, Budget& budget);

}  // namespace scrub::engine::codec
