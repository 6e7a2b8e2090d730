// Which removed values are searched for, how they are handed from worker to worker, and the search.
#include "core/needles.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/reader.hpp"
#include "model/utf8.hpp"

namespace scrub::engine {
namespace {

constexpr std::size_t kMaxNeedles = 4096;
constexpr std::size_t kMaxNeedleBytes = 256;

// The least length at which finding a value is no accident. Kinds that are not here are not searched for:
// "Adobe" and "2024" stand in many places with no meaning for the source.
std::size_t least_length(Kind kind) {
    switch (kind) {
        case Kind::author:
        case Kind::path:
        case Kind::location: return 5;
        case Kind::identifier: return 8;
        case Kind::organisation:
        case Kind::content:
        case Kind::structure:
        case Kind::presentation:
        case Kind::timestamp:
        case Kind::device:
        case Kind::software:
        case Kind::metadata:
        case Kind::comment:
        case Kind::revision:
        case Kind::hidden_content:
        case Kind::thumbnail:
        case Kind::form_data:
        case Kind::signature:
        case Kind::watermark:
        case Kind::tracking_mark:
        case Kind::colour_profile:
        case Kind::hyperlink:
        case Kind::external_reference:
        case Kind::active_content:
        case Kind::embedded_file:
        case Kind::slack:
        case Kind::unknown: return SIZE_MAX;
    }
    return SIZE_MAX;
}

// Values that programs write when nobody has given a name.
constexpr std::string_view kNobody[] = {
    "admin", "administrator", "anonymous", "apache poi", "author", "default", "guest", "microsoft", "microsoft office user",
    "owner", "python-docx", "openpyxl", "root", "ubuntu", "unknown", "user", "utilisateur", "usuario", "windows user",
};

std::string lowered(std::string_view value) {
    std::string low(value);
    std::transform(low.begin(), low.end(), low.begin(), [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
    return low;
}

std::string_view trimmed(std::string_view value) {
    constexpr std::string_view kBlank(" \t\r\n\0", 5);
    auto const from = value.find_first_not_of(kBlank);
    if (from == std::string_view::npos) return {};
    return value.substr(from, value.find_last_not_of(kBlank) - from + 1);
}

std::string utf16(std::string_view value, bool is_little) {
    std::string out;
    auto const unit = [&](char32_t u) {
        auto const low = static_cast<char>(u & 0xFF);
        auto const high = static_cast<char>(u >> 8 & 0xFF);
        out += is_little ? low : high;
        out += is_little ? high : low;
    };
    for (std::size_t at = 0; at < value.size();) {
        auto const [c, length] = utf8::decode(value.substr(at));
        at += length;
        if (c == utf8::kInvalid) return {};
        if (c < 0x10000) {
            unit(c);
        } else {
            unit(0xD800 + ((c - 0x10000) >> 10));
            unit(0xDC00 + ((c - 0x10000) & 0x3FF));
        }
    }
    return out;
}

std::string hexadecimal(std::string_view value, std::string_view digits) {
    std::string out;
    for (unsigned char const c : value) {
        out += digits[c >> 4];
        out += digits[c & 15];
    }
    return out;
}

std::string percent_encoded(std::string_view value) {
    std::string out;
    for (unsigned char const c : value) {
        if (std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~')
            out += static_cast<char>(c);
        else
            out += "%" + hexadecimal({reinterpret_cast<char const*>(&c), 1}, "0123456789ABCDEF");
    }
    return out;
}

// The part of the base64 form that does not depend on what stands before and after the value.
std::string base64_core(std::string_view value, std::size_t phase) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string const padded = std::string(phase, '\0') + std::string(value);
    std::string out;
    std::size_t const whole = padded.size() * 8 / 6;
    for (std::size_t i = (phase * 8 + 5) / 6; i < whole; ++i) {
        std::size_t const bit = i * 6;
        unsigned const pair = static_cast<unsigned char>(padded[bit / 8]) << 8U |
                              (bit / 8 + 1 < padded.size() ? static_cast<unsigned char>(padded[bit / 8 + 1]) : 0U);
        out += kDigits[pair >> (10 - bit % 8) & 63];
    }
    return out;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80U) != 0; }

}  // namespace

void Needles::offer(Kind kind, std::string_view value) {
    value = trimmed(value);
    if (value.size() < least_length(kind) || value.size() > kMaxNeedleBytes || list_.size() >= kMaxNeedles) return;
    if (std::find(std::begin(kNobody), std::end(kNobody), lowered(value)) != std::end(kNobody)) return;
    auto const is_telling = [](char c) { return is_word(c) && c != '0'; };
    if (std::count_if(value.begin(), value.end(), is_telling) < 4) return;
    if (!known_.emplace(value, kind).second) return;
    list_.push_back({kind, std::string(value)});
}

Blob Needles::encode() const {
    Blob out;
    for (auto const& needle : list_) {
        out.push_back(static_cast<std::uint8_t>(needle.kind));
        out.push_back(static_cast<std::uint8_t>(needle.value.size() & 0xFF));
        out.push_back(static_cast<std::uint8_t>(needle.value.size() >> 8));
        out.insert(out.end(), needle.value.begin(), needle.value.end());
    }
    return out;
}

Needles Needles::decode(Bytes untrusted) {
    Needles needles;
    Reader reader(untrusted, Endian::little);
    while (!reader.is_empty()) {
        auto const kind = reader.u8();
        auto const size = reader.u16();
        if (!kind || !size || *kind >= kKindCount) break;
        auto const value = reader.take(*size);
        if (!value) break;
        needles.offer(static_cast<Kind>(*kind), text(*value));
    }
    return needles;
}

Searcher::Searcher(Needles const& needles) : needles_(&needles), may_start_(std::size_t{1} << 16) {
    for (auto const& needle : needles.list()) {
        std::string_view const value = needle.value;
        add(std::string(value), needle);
        add(utf16(value, true), needle);
        add(utf16(value, false), needle);
        add(hexadecimal(value, "0123456789abcdef"), needle);
        add(hexadecimal(value, "0123456789ABCDEF"), needle);
        if (auto percent = percent_encoded(value); percent != value) add(std::move(percent), needle);
        for (std::size_t phase = 0; phase < 3; ++phase) add(base64_core(value, phase), needle);
    }
}

void Searcher::add(std::string bytes, Needle const& needle) {
    if (bytes.size() < kPrefix) return;
    auto const key = prefix(bytes_of(bytes));
    may_start_[key & 0xFFFF] = true;
    by_prefix_[key].push_back(static_cast<std::uint32_t>(patterns_.size()));
    patterns_.push_back({std::move(bytes), &needle});
}

bool Searcher::stands_in(std::string_view shown, std::string_view value) {
    for (auto at = shown.find(value); at != std::string_view::npos; at = shown.find(value, at + 1)) {
        auto const end = at + value.size();
        bool const starts_word = at == 0 || !is_word(shown[at - 1]) || !is_word(value.front());
        bool const ends_word = end == shown.size() || !is_word(shown[end]) || !is_word(value.back());
        if (starts_word && ends_word) return true;
    }
    return false;
}

}  // namespace scrub::engine
