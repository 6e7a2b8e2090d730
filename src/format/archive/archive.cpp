// Archives of documents: ZIP, and TAR with or without gzip. Every file in one goes through the gate by its content;
// what cannot be vetted is left out and reported. The output is a ZIP archive in the one form, sorted by name.
#include <algorithm>
#include <map>
#include <set>

#include "codec/xml_tree.hpp"
#include "codec/zip.hpp"
#include "core/format.hpp"
#include "format/archive/tar.hpp"
#include "format/gzip.hpp"
#include "format/zip_rows.hpp"
#include "marks/text.hpp"
#include "model/extensions.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::archive {
namespace {

using namespace std::string_view_literals;

constexpr Rule kFile{"file", "AR-FILE", Kind::content, "a file of the archive"};
constexpr Rule kEmpty{"empty file", "AR-FILE", Kind::metadata, "nothing but a name"};
constexpr Rule kOddName{"odd characters in names", "AR-FILE", Kind::software, "systems read them differently", Form::replace};
constexpr Rule kJunk{"file of an operating system", "AR-FILE", Kind::metadata, "kept beside documents by the system of whoever packed them"};

/// What systems leave in folders: names of files and folders, positions of windows, small pictures of contents.
constexpr std::string_view kJunkNames[] = {".ds_store", ".localized", ".directory", "desktop.ini", "ehthumbs.db", "thumbs.db"};

/// Files that would not get smaller.
constexpr std::string_view kPacked[] = {"avif", "docx", "dotx", "gif", "heic", "jp2", "jpg", "jpeg", "jxl", "mp3", "mp4", "odp", "ods", "odt", "png", "potx", "ppsx", "pptx",
                                        "svgz", "webp", "xlsx", "xltx", "zip"};

std::string lower(std::string_view name) {
    std::string low(name);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return low;
}

std::string_view base_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view extension_of(std::string_view path) {
    auto const base = base_of(path);
    auto const dot = base.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? std::string_view() : base.substr(dot + 1);
}

bool is_junk(std::string_view path) {
    auto const low = lower(path);
    auto const base = base_of(low);
    return low.starts_with("__macosx/") || base.starts_with("._") || std::find(std::begin(kJunkNames), std::end(kJunkNames), base) != std::end(kJunkNames);
}

// A relative path without "." and empty steps; nothing where it leads out of the folder.
Result<std::string> relative(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        auto const step = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(step.size() + 1, path.size()));
        if (step.empty() || step == ".") continue;
        if (step == "..") return fail(Errc::malformed, "archive with a name that leads out of it");
        if (!out.empty()) out += '/';
        out += step;
    }
    if (out.empty()) return fail(Errc::malformed, "archive with an empty name");
    return out;
}

// A name that means the same on every system: UTF-8 without control characters, drives, and marks of direction.
std::string portable(std::string_view path) {
    constexpr std::size_t kMaxName = 900;  // a number and an extension may follow
    std::string out;
    while (!path.empty() && out.size() < kMaxName) {
        auto const [c, length] = utf8::decode(path);
        bool const is_odd = c == utf8::kInvalid || c < 0x20 || c == 0x7F || c == ':' || c == '\\' || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        out += is_odd ? "_" : path.substr(0, length);
        path.remove_prefix(length);
    }
    while (out.ends_with('/')) out.pop_back();
    return out;
}

class Packer {
public:
    explicit Packer(Gate& gate) : gate_(gate) {}

    Result<void> add(std::string_view name, Bytes data) {
        auto const path = portable(TRY(relative(name)));
        if (portable(name) != name) TRY(gate_.drop(kOddName, name.size()));
        ++count_;
        if (is_junk(path)) {
            ++count_of_junk_;
            return gate_.drop(kJunk, data.size(), {path, {}});
        }
        if (data.empty()) return gate_.drop(kEmpty, 0, {path, {}});
        auto kept = TRY(gate_.pass_file(kFile, data, {path, {}}));
        if (!kept) return {};
        auto const own = std::string(gate_.inner_extension());
        auto const shown = TRY(marks::pass_text(path, marks::Spaces::kinds, gate_));
        auto const fresh = unused(named(text(shown.bytes()), own));
        files_.emplace(fresh, File{xml::written(fresh), std::move(*kept)});
        return {};
    }

    Result<void> write(Sink& out) {
        auto const expected = count_ - count_of_junk_;
        gate_.note_lost("files of the archive", expected - files_.size());
        gate_.note_fact("files", count_, files_.size());
        if (files_.empty()) return fail(Errc::unsupported, "an archive without a file that could be kept");
        codec::ZipWriter zip(out, gate_.budget());
        for (auto const& [name, file] : files_) {
            bool const is_packed = std::binary_search(std::begin(kPacked), std::end(kPacked), lower(extension_of(name)));
            zip.add(file.name, file.data, is_packed ? codec::ZipWriter::Pack::store : codec::ZipWriter::Pack::deflate);
        }
        return zip.finish();
    }

private:
    struct File {
        Made name;
        Kept data;
    };

    // The name with the extension of what the file is now, unless its own says the same.
    static std::string named(std::string_view path, std::string_view usual) {
        auto const own = extension_of(path);
        if (usual.empty() || may_keep_extension(lower(own), usual)) return std::string(path);
        auto const stem = own.empty() ? path : path.substr(0, path.size() - own.size() - 1);
        return std::string(stem) + "." + std::string(usual);
    }

    // Systems without regard to case must be able to unpack both of two names.
    std::string unused(std::string name) {
        auto const extension = std::string(extension_of(name));
        auto const stem = name.substr(0, extension.empty() ? name.size() : name.size() - extension.size() - 1);
        for (unsigned i = 2; !taken_.insert(lower(name)).second; ++i) name = stem + "-" + std::to_string(i) + (extension.empty() ? "" : "." + extension);
        return name;
    }

    Gate& gate_;
    std::map<std::string, File> files_;
    std::set<std::string> taken_;
    std::uint64_t count_ = 0, count_of_junk_ = 0;
};

Result<void> walk_zip(Bytes in, Packer& packer, Gate& gate) {
    auto const archive = TRY(codec::read_zip(in, gate.budget()));
    TRY(zip::report_leftovers(archive, gate));
    for (auto const& entry : archive.entries) {
        auto const data = TRY(zip::read_entry(entry, gate));
        TRY(packer.add(entry.name, data.bytes()));
    }
    return {};
}

Result<void> walk_tar(Bytes in, Packer& packer, Gate& gate) {
    for (auto const& member : TRY(read_tar(in, gate))) TRY(packer.add(member.name, member.data));
    return {};
}

// Packages whose first entry is their type (ODF, EPUB) have walks of their own or none.
bool is_zip(Bytes in) {
    constexpr std::size_t kNameAt = 30;
    return (starts_with(in, "PK\3\4"sv) && !starts_with(after(in, kNameAt), "mimetype"sv)) || starts_with(in, "PK\5\6"sv);
}

}  // namespace

bool sniff(Bytes in) {
    if (is_zip(in) || is_tar(in)) return true;
    constexpr std::size_t kBeginning = 4096;
    return gzip::is_gzip(in) && is_tar(bytes_of(gzip::beginning(in, kBeginning)));
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified(is_zip(in) ? "zip" : "tar", "zip");
    Packer packer(gate);
    if (is_zip(in)) TRY(walk_zip(in, packer, gate));
    else if (is_tar(in)) TRY(walk_tar(in, packer, gate));
    else TRY(walk_tar(TRY(gzip::unpack(in, gate)), packer, gate));
    return packer.write(out);
}

RuleList rules() { return list_rules(kFile, kEmpty, kOddName, kJunk, zip::rules(), gzip::rules(), tar_rules(), marks::text_rules()); }

}  // namespace scrub::engine::archive
