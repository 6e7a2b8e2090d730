// gzip (RFC 1952), for formats that are packed in one (SVGZ, TAR). Written anew without name, time and comment.
#pragma once

#include "core/gate.hpp"
#include "core/rule.hpp"

namespace scrub::engine::gzip {

bool is_gzip(Bytes in) noexcept;

/// The first bytes of what is packed, about so many; empty when it cannot be read. For `sniff`.
std::string beginning(Bytes in, std::size_t size_bytes);

/// What is packed; tells of what the header names and of bytes behind the end.
Result<Blob> unpack(Bytes in, Gate& gate);

void pack(Made const& content, Sink& out);

RuleList rules();

}  // namespace scrub::engine::gzip
