// What a ZIP archive holds beside its entries, for all formats that are packed in one (OOXML, ODF, EPUB).
#pragma once

#include "codec/zip.hpp"
#include "core/gate.hpp"
#include "core/rule.hpp"

namespace scrub::engine::zip {

/// Tells what the archive holds beside its entries. All of it goes: the archive is written anew.
Result<void> report_leftovers(codec::ZipArchive const& archive, Gate& gate);

/// An entry's content; tells of bytes behind its compressed stream.
Result<codec::Unzipped> read_entry(codec::ZipEntry const& entry, Gate& gate);

/// The second half of it, for an entry that was inflated before.
Result<void> report_behind(codec::ZipEntry const& entry, codec::Unzipped const& data, Gate& gate);

RuleList rules();

}  // namespace scrub::engine::zip
