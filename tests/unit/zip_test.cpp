// The ZIP reader and writer on archives that the tests build byte by byte.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

#include "codec/inflate.hpp"
#include "codec/zip.hpp"

using namespace scrub::engine;
using codec::ZipLeftover;
using Reason = Errc;

namespace {

struct Part {
    std::string name, data;
    bool is_deflated = false;
    std::uint16_t flags = 0, date = 0x0021, made_by = 20;
    std::string extra{}, comment{}, before{}, behind_stream{};
    std::string local_name{};           // empty: the same
    std::uint32_t size_in_headers = 0;  // 0: the truth
    std::uint32_t attributes = 0;
    bool is_listed = true;
    std::uint32_t checksum = 0;         // 0: the truth
};

std::string le(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i & 0xFF);
    return out;
}

struct Archive {
    std::vector<Part> parts;
    std::string prefix{}, comment{}, tail{}, before_directory{};
    std::uint32_t offsets_from = 0;
    int count_too_many = 0;

    std::string build() const {
        std::string out = prefix;
        std::string directory;
        unsigned count = 0;
        for (auto const& part : parts) {
            out += part.before;
            auto const packed = part.is_deflated ? std::string(text(codec::deflate(bytes_of(part.data), codec::Wrapper::none).bytes())) + part.behind_stream : part.data;
            auto const size = part.size_in_headers != 0 ? part.size_in_headers : static_cast<std::uint32_t>(part.data.size());
            auto const checksum = part.checksum != 0 ? part.checksum : codec::crc32(bytes_of(part.data));
            auto const header = [&](std::string const& name) {
                return le(20, 2) + le(part.flags, 2) + le(part.is_deflated ? 8 : 0, 2) + le(0, 2) + le(part.date, 2) + le(checksum, 4) + le(packed.size(), 4) + le(size, 4) +
                       le(name.size(), 2) + le(part.extra.size(), 2);
            };
            auto const at = out.size() - offsets_from;
            auto const& local_name = part.local_name.empty() ? part.name : part.local_name;
            out += "PK\3\4" + header(local_name) + local_name + part.extra + packed;
            if (!part.is_listed) continue;
            ++count;
            directory += "PK\1\2" + le(part.made_by, 2) + header(part.name) + le(part.comment.size(), 2) + le(0, 4) + le(part.attributes, 4) + le(at, 4) + part.name + part.extra + part.comment;
        }
        out += before_directory;
        auto const at = out.size() - offsets_from;
        count += static_cast<unsigned>(count_too_many);
        out += directory + "PK\5\6" + le(0, 4) + le(count, 2) + le(count, 2) + le(directory.size(), 4) + le(at, 4) + le(comment.size(), 2) + comment + tail;
        return out;
    }
};

struct Read {
    codec::ZipArchive archive;
    Reason reason = Reason::none;
    std::string in;

    bool has(ZipLeftover::What what) const {
        return std::any_of(archive.leftovers.begin(), archive.leftovers.end(), [&](ZipLeftover const& l) { return l.what == what; });
    }
};

Read read(Archive const& archive) {
    Read result;
    result.in = archive.build();
    scrub::Limits const limits;
    Budget budget(limits, result.in.size());
    auto got = codec::read_zip(bytes_of(result.in), budget);
    if (!got) {
        result.reason = got.error().code;
        return result;
    }
    for (auto const& entry : got->entries) {
        if (auto const data = codec::unzip(entry, budget); !data) result.reason = data.error().code;
    }
    result.archive = std::move(got).take();
    return result;
}

Archive const kPlain{{{"a.xml", "<a/>"}, {"b/c.xml", std::string(5000, 'x'), true}}};

Archive changed(std::function<void(Archive&)> const& change) {
    Archive archive = kPlain;
    change(archive);
    return archive;
}

}  // namespace

TEST_CASE("a plain ZIP archive is read and leaves nothing over") {
    auto const got = read(kPlain);
    REQUIRE(got.reason == Reason::none);
    REQUIRE(got.archive.entries.size() == 2);
    CHECK(got.archive.leftovers.empty());
    CHECK(got.archive.find("B/C.xml") != nullptr);
    CHECK(got.archive.find("b/d.xml") == nullptr);
    scrub::Limits const limits;
    Budget budget(limits, got.in.size());
    auto const data = codec::unzip(got.archive.entries[1], budget);
    REQUIRE(data);
    CHECK(text(data->bytes()) == std::string(5000, 'x'));
}

TEST_CASE("what every reader of a ZIP archive passes over is left over") {
    using What = ZipLeftover::What;
    auto const leaves = [](What what, std::function<void(Archive&)> const& change) {
        auto const got = read(changed(change));
        CHECK(got.reason == Reason::none);
        CHECK(got.archive.entries.size() == 2);
        CHECK(got.has(what));
    };
    leaves(What::before, [](Archive& a) { a.prefix = "MZ self-extractor"; });
    leaves(What::before, [](Archive& a) { a.prefix = "#!/bin/sh\n"; a.offsets_from = 10; });
    leaves(What::between, [](Archive& a) { a.parts[1].before = "hidden"; });
    leaves(What::between, [](Archive& a) { a.before_directory = "hidden"; });
    leaves(What::between, [](Archive& a) { a.parts.push_back({"hidden.xml", "secret"}); a.parts.back().is_listed = false; });
    leaves(What::behind, [](Archive& a) { a.tail = "hidden"; });
    leaves(What::comment, [](Archive& a) { a.comment = "hidden"; });
    leaves(What::comment, [](Archive& a) { a.parts[0].comment = "hidden"; });
    leaves(What::date, [](Archive& a) { a.parts[0].date = 0x5A21; });
    leaves(What::form, [](Archive& a) { a.parts[0].made_by = 0x031E; });
    leaves(What::form, [](Archive& a) { a.parts[0].attributes = 0x81A40000; });
    leaves(What::extra_time, [](Archive& a) { a.parts[0].extra = "UT" + le(5, 2) + "\1" + le(1500000000, 4); });
    leaves(What::extra_owner, [](Archive& a) { a.parts[0].extra = "ux" + le(3, 2) + "abc"; });
    leaves(What::extra_field, [](Archive& a) { a.parts[0].extra = "zz" + le(6, 2) + "hidden"; });
    leaves(What::extra_field, [](Archive& a) { a.parts[0].extra = "abc"; });
    leaves(What::folder, [](Archive& a) { a.parts.push_back({"b/", ""}); });
    leaves(What::folder, [](Archive& a) { a.parts.push_back({"b/", "", true}); });
    leaves(What::between, [](Archive& a) { a.parts.push_back({"b/", "", true}); a.parts.back().behind_stream = "hidden"; });
    leaves(What::backslash, [](Archive& a) { a.parts[1].name = "b\\c.xml"; });
}

TEST_CASE("a name that is no UTF-8 and does not claim to be is read in code page 437") {
    auto const got = read(changed([](Archive& a) { a.parts.push_back({"a\xA4o.xml", "x"}); }));
    REQUIRE(got.reason == Reason::none);
    CHECK(got.archive.entries.back().name == "a\u00F1o.xml");
}

TEST_CASE("bytes behind the end of a compressed stream are found") {
    auto const got = read(changed([](Archive& a) { a.parts[1].behind_stream = "hidden"; }));
    REQUIRE(got.reason == Reason::none);
    scrub::Limits const limits;
    Budget budget(limits, got.in.size());
    auto const data = codec::unzip(got.archive.entries[1], budget);
    REQUIRE(data);
    CHECK(text(data->behind()) == "hidden");
}

TEST_CASE("what readers of a ZIP archive could understand in two ways is refused") {
    auto const refuses = [](Reason reason, std::function<void(Archive&)> const& change) { CHECK(read(changed(change)).reason == reason); };
    refuses(Reason::malformed, [](Archive& a) { a.parts.push_back(a.parts[0]); });
    refuses(Reason::malformed, [](Archive& a) { a.parts.push_back({"A.XML", ""}); });
    refuses(Reason::malformed, [](Archive& a) { a.parts.push_back({"a.xml/", ""}); });
    refuses(Reason::malformed, [](Archive& a) { a.parts[0].local_name = "b.xml"; });
    refuses(Reason::malformed, [](Archive& a) { a.parts[1].size_in_headers = 10; });
    refuses(Reason::malformed, [](Archive& a) { a.parts[1].size_in_headers = 0x30000000; });
    refuses(Reason::malformed, [](Archive& a) { a.parts[0].checksum = 1; });
    refuses(Reason::malformed, [](Archive& a) { a.count_too_many = -1; });
    refuses(Reason::malformed, [](Archive& a) { a.count_too_many = 1; });
    refuses(Reason::malformed, [](Archive& a) { a.comment = kPlain.build(); a.comment.resize(a.comment.size() - 1); a.tail = "x"; });
    refuses(Reason::malformed, [](Archive& a) { a.prefix = kPlain.build(); });
    refuses(Reason::malformed, [](Archive& a) { a.parts[0].attributes = 0xA1FF0000; a.parts[0].made_by = 0x0314; });
    for (auto const* const name : {"../a", "/a", "a//b", ".", "a/./b", "C:a", "a\nb", "a\xE2\x80\xAE" "b", ""})
        refuses(Reason::malformed, [&](Archive& a) { a.parts.push_back({name, ""}); });
    refuses(Reason::malformed, [](Archive& a) { a.parts[0].extra = "up" + le(10, 2) + "\1" + le(0, 4) + "other"; });
    refuses(Reason::malformed, [](Archive& a) { a.parts.push_back({"\xFF", ""}); a.parts.back().flags = 0x0800; });
    refuses(Reason::encrypted, [](Archive& a) { a.parts[0].flags = 1; });
    refuses(Reason::over_budget, [](Archive& a) { a.parts[1].size_in_headers = 0x7FFFFFFE; a.parts[1].data = std::string(3'000'000, 'y'); a.parts[1].is_deflated = true; for (std::size_t i = 0; i < 5'000'000; ++i) a.parts[1].behind_stream += 'z'; });
}

TEST_CASE("a ZIP archive cut at any length is refused") {
    auto const whole = kPlain.build();
    scrub::Limits const limits;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Budget budget(limits, whole.size());
        CHECK_FALSE(codec::read_zip(bytes_of(whole).first(size), budget));
    }
}

TEST_CASE("a ZIP archive with any byte changed gives no crash") {
    auto const whole = kPlain.build();
    scrub::Limits const limits;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string broken = whole;
        broken[at] = static_cast<char>(~broken[at]);
        Budget budget(limits, whole.size());
        auto const got = codec::read_zip(bytes_of(broken), budget);
        if (!got) continue;
        for (auto const& entry : got->entries) (void)codec::unzip(entry, budget).operator bool();
    }
    SUCCEED();
}

TEST_CASE("the ZIP writer's archives read as they were written and leave nothing over") {
    scrub::Limits const limits;
    Budget budget(limits, 100);
    Sink out(budget);
    codec::ZipWriter zip(out, budget);
    zip.add("mimetype", "application/x", codec::ZipWriter::Pack::store);
    zip.add("a.xml", "<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/>", codec::ZipWriter::Pack::deflate);
    zip.add("empty", "", codec::ZipWriter::Pack::deflate);
    zip.add("\xC3\xA4.xml", "<a/>", codec::ZipWriter::Pack::deflate);
    REQUIRE(zip.finish());
    auto const got = codec::read_zip(out.collected(), budget);
    REQUIRE(got);
    CHECK(got->leftovers.empty());
    REQUIRE(got->entries.size() == 4);
    CHECK(got->entries[0].name == "mimetype");
    CHECK_FALSE(got->entries[0].is_deflated);
    CHECK(got->entries[1].is_deflated);
    auto const data = codec::unzip(got->entries[1], budget);
    REQUIRE(data);
    CHECK(text(data->bytes()) == "<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/>");
}
