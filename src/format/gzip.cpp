// gzip (RFC 1952): the header, one stream, and what lies behind it.
#include "format/gzip.hpp"

#include "codec/inflate.hpp"
#include "core/reader.hpp"

namespace scrub::engine::gzip {
namespace {

using namespace std::string_view_literals;

constexpr Rule kField{"gzip header", "GEN-07", Kind::path, "name of the file, time, comment"};
constexpr Rule kTail{"bytes after the end", "GEN-07", Kind::slack, "follow the compressed data"};

constexpr auto kMagic = "\x1F\x8B\x08"sv;
constexpr std::size_t kTrailerBytes = 8;

// Section 2.3.
struct Header {
    std::uint32_t time = 0;
    Bytes extra, name, comment;
};

Result<Header> read_header(Reader& reader) {
    constexpr std::uint8_t kHasCheck = 2, kHasExtra = 4, kHasName = 8, kHasComment = 16, kReserved = 0xE0;
    Header header;
    TRY(reader.skip(kMagic.size()));
    auto const flags = TRY(reader.u8());
    if ((flags & kReserved) != 0) return fail(Errc::malformed, "gzip header with unknown flags");
    header.time = TRY(reader.u32());
    TRY(reader.skip(2));
    if ((flags & kHasExtra) != 0) header.extra = TRY(reader.take(TRY(reader.u16())));
    for (auto const flag : {kHasName, kHasComment}) {
        if ((flags & flag) == 0) continue;
        auto const end = text(reader.rest()).find('\0');
        if (end == std::string_view::npos) return fail(Errc::truncated, "compressed file that ends early");
        (flag == kHasName ? header.name : header.comment) = TRY(reader.take(end));
        TRY(reader.skip(1));
    }
    if ((flags & kHasCheck) != 0) TRY(reader.skip(2));
    return header;
}

}  // namespace

bool is_gzip(Bytes in) noexcept { return starts_with(in, kMagic); }

std::string beginning(Bytes in, std::size_t size_bytes) {
    std::string begin;
    Reader reader(in, Endian::little);
    if (!is_gzip(in) || !read_header(reader)) return begin;
    Budget budget({}, in.size());
    auto const got = codec::inflate_pieces(reader.rest(), codec::Wrapper::none, budget, [&](Bytes piece) {
        begin += text(piece);
        return begin.size() < size_bytes;
    });
    return got ? begin : std::string();
}

Result<Blob> unpack(Bytes in, Gate& gate) {
    Reader reader(in, Endian::little);
    auto const header = TRY(read_header(reader));
    if (header.time != 0) TRY(gate.drop(kField, 4, {"time", {}}));
    if (!header.extra.empty()) TRY(gate.drop(kField, header.extra.size(), {"extra field", text(header.extra)}));
    if (!header.name.empty()) TRY(gate.drop(kField, header.name.size(), {"name", text(header.name)}));
    if (!header.comment.empty()) TRY(gate.drop(kField, header.comment.size(), {"comment", text(header.comment)}));
    auto inflated = TRY(codec::inflate(reader.rest(), codec::Wrapper::none, gate.budget()));
    if (!inflated.is_complete) return fail(Errc::truncated, "compressed file that ends early");
    auto const trailer = after(reader.rest(), inflated.used);
    if (trailer.size() < kTrailerBytes) return fail(Errc::truncated, "compressed file that ends early");
    if (Reader(trailer, Endian::little).u32().take() != codec::crc32(inflated.data)) return fail(Errc::malformed, "compressed file with a wrong checksum");
    TRY(gate.slack(kTail, after(trailer, kTrailerBytes)));
    return std::move(inflated.data);
}

void pack(Made const& content, Sink& out) {
    out.put("\x1F\x8B\x08\0\0\0\0\0\0\xFF");
    out.put(codec::deflate(content.bytes(), codec::Wrapper::none));
    out.le32(codec::crc32(content.bytes()));
    out.le32(static_cast<std::uint32_t>(content.size()));
}

RuleList rules() { return list_rules(kField, kTail); }

}  // namespace scrub::engine::gzip
