// CFF programs (Adobe Technical Note 5176): every index and dictionary is written anew, from an allow-list of operators,
// with the strings that name glyphs and no others.
#include <algorithm>
#include <map>

#include "core/reader.hpp"
#include "format/pdf/font.hpp"
#include "format/pdf/font_program.hpp"
#include "format/pdf/font_rules.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr std::size_t kStandardStrings = 391;  // annex A
constexpr std::size_t kMaxGlyphs = 65'535;

// Operators, two-byte ones as 0x0C00 and the second byte.
enum Operator : std::uint16_t { kCharset = 15, kEncoding = 16, kCharStrings = 17, kPrivate = 18, kSubrs = 19, kRos = 0x0C1E, kFdArray = 0x0C24, kFdSelect = 0x0C25 };
// Of the top dictionary and of font dictionaries: what draws (isFixedPitch to StrokeWidth, FontBBox, CIDCount).
constexpr std::uint16_t kTopOperators[] = {5, 0x0C01, 0x0C02, 0x0C03, 0x0C04, 0x0C05, 0x0C06, 0x0C07, 0x0C08, 0x0C22};
constexpr std::uint16_t kFontOperators[] = {0x0C07};
constexpr std::uint16_t kPrivateOperators[] = {6, 7, 8, 9, 10, 11, 20, 21, 0x0C09, 0x0C0A, 0x0C0B, 0x0C0C, 0x0C0D, 0x0C0E, 0x0C11, 0x0C12, 0x0C13};

using Index = std::vector<Bytes>;

struct Entry {
    std::uint16_t op;
    Bytes operands;
    std::vector<double> numbers;
};

Result<Index> read_index(Reader& in) {
    auto const count = TRY(in.u16());
    Index index;
    if (count == 0) return index;
    auto const size = TRY(in.u8());
    if (size < 1 || size > 4) return fail(Errc::malformed, "font index that cannot be");
    std::vector<std::uint32_t> offsets;
    for (unsigned i = 0; i <= count; ++i) {
        std::uint32_t offset = 0;
        for (auto const byte : TRY(in.take(size))) offset = offset << 8 | byte;
        offsets.push_back(offset);
    }
    auto const data = in.rest();
    for (unsigned i = 0; i < count; ++i) {
        if (offsets[i] < 1 || offsets[i + 1] < offsets[i] || offsets[i + 1] - 1 > data.size()) return fail(Errc::malformed, "font index that cannot be");
        index.push_back(data.subspan(offsets[i] - 1, offsets[i + 1] - offsets[i]));
    }
    TRY(in.skip(offsets.back() - 1));
    return index;
}

double real_number(Reader& in) {
    std::string text;
    for (bool is_done = false; !is_done;) {
        auto const byte = in.u8();
        if (!byte) break;
        for (auto const nibble : {*byte >> 4, *byte & 15}) {
            if (nibble < 10) text += static_cast<char>('0' + nibble);
            else if (nibble == 10) text += '.';
            else if (nibble == 11) text += 'E';
            else if (nibble == 12) text += "E-";
            else if (nibble == 14) text += '-';
            else if (nibble == 15) {
                is_done = true;
                break;
            }
        }
    }
    return std::strtod(text.c_str(), nullptr);
}

Result<std::vector<Entry>> read_dict(Bytes dict) {
    Reader in(dict);
    std::vector<Entry> entries;
    std::size_t start = 0;
    std::vector<double> numbers;
    while (!in.is_empty()) {
        auto const at = in.at();
        auto const first = TRY(in.u8());
        if (first <= 21) {
            std::uint16_t op = first;
            if (first == 12) op = static_cast<std::uint16_t>(0x0C00 | TRY(in.u8()));
            entries.push_back({op, dict.subspan(start, at - start), std::move(numbers)});
            numbers.clear();
            start = in.at();
        } else if (first == 28) {
            numbers.push_back(static_cast<std::int16_t>(TRY(in.u16())));
        } else if (first == 29) {
            numbers.push_back(static_cast<std::int32_t>(TRY(in.u32())));
        } else if (first == 30) {
            numbers.push_back(real_number(in));
        } else if (first >= 32 && first <= 246) {
            numbers.push_back(first - 139);
        } else if (first >= 247 && first <= 250) {
            numbers.push_back((first - 247) * 256 + TRY(in.u8()) + 108);
        } else if (first >= 251 && first <= 254) {
            numbers.push_back(-(first - 251) * 256 - TRY(in.u8()) - 108);
        } else {
            return fail(Errc::malformed, "font dictionary that cannot be");
        }
        if (numbers.size() > 513) return fail(Errc::malformed, "font dictionary that cannot be");
    }
    return entries;
}

Entry const* find_entry(std::vector<Entry> const& dict, std::uint16_t op) {
    auto const found = std::find_if(dict.begin(), dict.end(), [&](Entry const& e) { return e.op == op; });
    return found == dict.end() || found->numbers.empty() ? nullptr : &*found;
}

std::size_t offset_of(std::vector<Entry> const& dict, std::uint16_t op) {
    auto const* const entry = find_entry(dict, op);
    return entry == nullptr || entry->numbers[0] < 0 ? 0 : static_cast<std::size_t>(entry->numbers[0]);
}

// A font's private dictionary and its subroutines.
struct Private {
    std::vector<Entry> dict;
    Index subrs;
};

class Cff {
public:
    Cff(Bytes in, std::set<std::string> const& names, Gate& gate) : in_(in), names_(names), gate_(gate) {}

    Result<Made> run() {
        TRY(read());
        return write();
    }

private:
    Result<Reader> at(std::size_t offset) {
        Reader reader(in_);
        TRY(reader.seek(offset));
        return reader;
    }

    Result<Private> read_private(std::vector<Entry> const& dict) {
        Private result;
        auto const* const entry = find_entry(dict, kPrivate);
        if (entry == nullptr || entry->numbers.size() < 2 || entry->numbers[0] < 0 || entry->numbers[1] < 0) return result;
        auto const offset = static_cast<std::size_t>(entry->numbers[1]);
        auto reader = TRY(at(offset));
        result.dict = TRY(read_dict(TRY(reader.take(static_cast<std::uint64_t>(entry->numbers[0])))));
        if (auto const subrs = offset_of(result.dict, kSubrs); subrs != 0) {
            auto inside = TRY(at(offset + subrs));
            result.subrs = TRY(read_index(inside));
        }
        return result;
    }

    Result<void> read() {
        Reader reader(in_);
        TRY(reader.skip(2));
        TRY(reader.seek(TRY(reader.u8())));
        TRY(read_index(reader));  // names
        auto const tops = TRY(read_index(reader));
        if (tops.empty()) return fail(Errc::malformed, "font without a dictionary");
        strings_ = TRY(read_index(reader));
        global_subrs_ = TRY(read_index(reader));
        top_ = TRY(read_dict(tops[0]));
        is_cid_ = find_entry(top_, kRos) != nullptr;
        auto glyphs = TRY(at(offset_of(top_, kCharStrings)));
        charstrings_ = TRY(read_index(glyphs));
        if (charstrings_.empty() || offset_of(top_, kCharStrings) == 0) return fail(Errc::malformed, "font without glyphs");
        TRY(read_charset());
        if (!is_cid_) {
            TRY(read_encoding());
            privates_.push_back(TRY(read_private(top_)));
            return {};
        }
        auto fonts = TRY(at(offset_of(top_, kFdArray)));
        for (auto const dict : TRY(read_index(fonts))) {
            font_dicts_.push_back(TRY(read_dict(dict)));
            privates_.push_back(TRY(read_private(font_dicts_.back())));
        }
        if (font_dicts_.empty()) return fail(Errc::malformed, "font without parts");
        return read_fd_select();
    }

    Result<void> read_charset() {
        auto const offset = offset_of(top_, kCharset);
        if (offset <= 2) {
            predefined_charset_ = offset;
            if (!is_cid_) return {};
            for (std::size_t i = 1; i < charstrings_.size(); ++i) charset_.push_back(static_cast<std::uint16_t>(i));
            return {};
        }
        predefined_charset_ = SIZE_MAX;
        auto reader = TRY(at(offset));
        auto const format = TRY(reader.u8());
        while (charset_.size() + 1 < charstrings_.size()) {
            auto const first = TRY(reader.u16());
            unsigned left = 0;
            if (format == 1) left = TRY(reader.u8());
            else if (format == 2) left = TRY(reader.u16());
            else if (format != 0) return fail(Errc::malformed, "font with an unknown charset");
            for (unsigned i = 0; i <= left && charset_.size() + 1 < charstrings_.size(); ++i) charset_.push_back(static_cast<std::uint16_t>(first + i));
        }
        return {};
    }

    Result<void> read_encoding() {
        auto const offset = offset_of(top_, kEncoding);
        predefined_encoding_ = offset <= 1 ? offset : SIZE_MAX;
        if (offset <= 1) return {};
        auto reader = TRY(at(offset));
        auto const format = TRY(reader.u8());
        auto const count = TRY(reader.u8());
        std::uint16_t glyph = 1;
        for (unsigned i = 0; i < count; ++i) {
            auto const first = TRY(reader.u8());
            unsigned left = 0;
            if ((format & 0x7F) == 1) left = TRY(reader.u8());
            for (unsigned k = 0; k <= left; ++k, ++glyph)
                if (glyph < charstrings_.size() && first + k < 256) codes_.push_back(static_cast<std::uint8_t>(first + k));
        }
        if ((format & 0x80) == 0) return {};
        auto const supplements = TRY(reader.u8());
        for (unsigned i = 0; i < supplements; ++i) {
            auto const code = TRY(reader.u8());
            supplements_.emplace_back(code, TRY(reader.u16()));
        }
        return {};
    }

    Result<void> read_fd_select() {
        fd_of_.assign(charstrings_.size(), 0);
        auto reader = TRY(at(offset_of(top_, kFdSelect)));
        auto const format = TRY(reader.u8());
        if (format == 0) {
            for (auto& fd : fd_of_) fd = TRY(reader.u8());
        } else if (format == 3) {
            auto const ranges = TRY(reader.u16());
            auto first = TRY(reader.u16());
            for (unsigned i = 0; i < ranges; ++i) {
                auto const fd = TRY(reader.u8());
                auto const next = TRY(reader.u16());
                for (std::size_t glyph = first; glyph < next && glyph < fd_of_.size(); ++glyph) fd_of_[glyph] = fd;
                first = next;
            }
        } else {
            return fail(Errc::malformed, "font with an unknown selection of parts");
        }
        for (auto& fd : fd_of_)
            if (fd >= privates_.size()) fd = 0;
        return {};
    }

    // --- writing ---
    Result<void> put(Sink& out, Bytes bytes) {
        auto const kept = TRY(gate_.pass(program_part(), bytes));
        if (kept) out.put(*kept);
        return {};
    }

    Result<Made> index_of(std::vector<Bytes> const& items) {
        Sink out(gate_.budget());
        out.be16(static_cast<std::uint16_t>(items.size()));
        if (items.empty()) return out.take();
        std::uint64_t total = 1;
        for (auto const item : items) total += item.size();
        out.u8(4);
        std::uint64_t offset = 1;
        for (auto const item : items) {
            out.be32(static_cast<std::uint32_t>(offset));
            offset += item.size();
        }
        out.be32(static_cast<std::uint32_t>(total));
        for (auto const item : items) TRY(put(out, item));
        return out.take();
    }

    static void put_operator(Sink& out, std::uint16_t op) {
        if (op >= 0x0C00) out.u8(12);
        out.u8(static_cast<std::uint8_t>(op));
    }
    static void put_offset(Sink& out, std::uint64_t value) {
        out.u8(29);
        out.be32(static_cast<std::uint32_t>(value));
    }
    Result<void> put_entries(Sink& out, std::vector<Entry> const& dict, std::span<std::uint16_t const> allowed) {
        for (auto const op : allowed) {
            auto const* const entry = find_entry(dict, op);
            if (entry == nullptr) continue;
            TRY(put(out, entry->operands));
            put_operator(out, op);
        }
        return {};
    }

    // The new number of a string; names that nobody needs are replaced by the number of the glyph.
    std::uint16_t string_id(std::uint16_t sid, std::size_t glyph) {
        if (sid < kStandardStrings) return sid;
        auto const index = sid - kStandardStrings;
        std::string name = index < strings_.size() ? std::string(text(strings_[index])) : std::string();
        if (unicode_of_glyph(name) == 0 && !names_.contains(name)) name = "g" + std::to_string(glyph);
        while (index >= strings_.size() ? false : name != text(strings_[index]) && names_.contains(name)) name += "x";  // taken by another glyph
        auto const [entry, is_new] = new_ids_.emplace(name, static_cast<std::uint16_t>(kStandardStrings + new_strings_.size()));
        if (is_new) new_strings_.push_back(name);
        return entry->second;
    }

    Result<Made> private_dict(Private const& part, std::uint64_t& dict_size) {
        Sink dict(gate_.budget());
        TRY(put_entries(dict, part.dict, kPrivateOperators));
        if (!part.subrs.empty()) {
            put_offset(dict, dict.size() + 6);  // right behind the dictionary
            put_operator(dict, kSubrs);
        }
        dict_size = dict.size();
        if (!part.subrs.empty()) dict.put(TRY(index_of(part.subrs)));
        return dict.take();
    }

    Result<Made> write() {
        if (charstrings_.size() > kMaxGlyphs) return fail(Errc::malformed, "font with too many glyphs");
        Sink charset(gate_.budget()), encoding(gate_.budget()), select(gate_.budget());
        if (is_cid_ || predefined_charset_ == SIZE_MAX) {
            charset.u8(0);
            for (std::size_t i = 0; i < charset_.size(); ++i) charset.be16(is_cid_ ? charset_[i] : string_id(charset_[i], i + 1));
        }
        if (!is_cid_ && predefined_encoding_ == SIZE_MAX) {
            encoding.u8(supplements_.empty() ? 0 : 0x80);
            encoding.u8(static_cast<std::uint8_t>(codes_.size()));
            for (auto const code : codes_) encoding.u8(code);
            if (!supplements_.empty()) {
                encoding.u8(static_cast<std::uint8_t>(supplements_.size()));
                for (auto const& [code, sid] : supplements_) {
                    encoding.u8(code);
                    encoding.be16(string_id(sid, 0));
                }
            }
        }
        if (is_cid_) {
            select.u8(0);
            for (auto const fd : fd_of_) select.u8(fd);
        }
        std::vector<std::pair<Made, std::uint64_t>> privates;
        for (auto const& part : privates_) {
            std::uint64_t size = 0;
            auto made = TRY(private_dict(part, size));
            privates.emplace_back(std::move(made), size);
        }
        if (is_cid_) new_strings_ = {"Adobe", "Identity"};
        std::vector<Bytes> string_bytes;
        for (auto const& name : new_strings_) string_bytes.push_back(bytes_of(name));
        auto const strings = TRY(index_of(string_bytes));
        auto const globals = TRY(index_of(global_subrs_));
        auto const glyphs = TRY(index_of(charstrings_));

        // The top dictionary has a size that does not depend on the offsets in it, so one try tells the places.
        std::uint64_t top_size = 0;
        Made result;
        for (int round = 0; round < 2; ++round) {
            std::uint64_t const head = 4 + (2 + 1 + 8 + 4) + (2 + 1 + 8 + top_size) + strings.size() + globals.size();
            std::uint64_t const charset_at = head, encoding_at = charset_at + charset.size(), select_at = encoding_at + encoding.size(), glyphs_at = select_at + select.size();
            auto place = glyphs_at + glyphs.size();
            std::vector<std::uint64_t> private_at;
            for (auto const& [made, size] : privates) {
                private_at.push_back(place);
                place += made.size();
            }
            Sink top(gate_.budget());
            if (is_cid_) {
                put_offset(top, kStandardStrings);
                put_offset(top, kStandardStrings + 1);
                put_offset(top, 0);
                put_operator(top, kRos);
            }
            TRY(put_entries(top, top_, kTopOperators));
            auto const put_place = [&](std::uint16_t op, std::uint64_t value) {
                put_offset(top, value);
                put_operator(top, op);
            };
            put_place(kCharset, charset.size() != 0 ? charset_at : predefined_charset_);
            if (!is_cid_) put_place(kEncoding, encoding.size() != 0 ? encoding_at : predefined_encoding_);
            put_place(kCharStrings, glyphs_at);
            if (is_cid_) {
                put_place(kFdSelect, select_at);
                put_place(kFdArray, place);
            } else {
                put_offset(top, privates[0].second);
                put_place(kPrivate, private_at[0]);
            }
            top_size = top.size();
            if (round == 0) continue;
            Sink out(gate_.budget());
            out.put("\x01\0\x04\x04");
            out.put("\0\x01\x04\0\0\0\x01\0\0\0\x05" "Font");
            out.put("\0\x01\x04\0\0\0\x01");
            out.be32(static_cast<std::uint32_t>(top_size + 1));
            out.put(top.take());
            out.put(strings);
            out.put(globals);
            out.put(charset.take());
            out.put(encoding.take());
            out.put(select.take());
            out.put(glyphs);
            for (auto const& [made, size] : privates) out.put(made);
            if (is_cid_) TRY(put_font_dicts(out, privates, private_at));
            result = out.take();
        }
        return result;
    }

    Result<void> put_font_dicts(Sink& out, std::vector<std::pair<Made, std::uint64_t>> const& privates, std::vector<std::uint64_t> const& private_at) {
        std::vector<Made> dicts;
        for (std::size_t i = 0; i < font_dicts_.size(); ++i) {
            Sink dict(gate_.budget());
            TRY(put_entries(dict, font_dicts_[i], kFontOperators));
            put_offset(dict, privates[i].second);
            put_offset(dict, private_at[i]);
            put_operator(dict, kPrivate);
            dicts.push_back(dict.take());
        }
        out.be16(static_cast<std::uint16_t>(dicts.size()));
        out.u8(4);
        std::uint64_t offset = 1;
        for (auto const& dict : dicts) {
            out.be32(static_cast<std::uint32_t>(offset));
            offset += dict.size();
        }
        out.be32(static_cast<std::uint32_t>(offset));
        for (auto const& dict : dicts) out.put(dict);
        return {};
    }

    Bytes in_;
    std::set<std::string> const& names_;
    Gate& gate_;
    std::vector<Entry> top_;
    Index strings_, global_subrs_, charstrings_;
    bool is_cid_ = false;
    std::size_t predefined_charset_ = 0, predefined_encoding_ = 0;
    std::vector<std::uint16_t> charset_;
    std::vector<std::uint8_t> codes_;
    std::vector<std::pair<std::uint8_t, std::uint16_t>> supplements_;
    std::vector<std::uint8_t> fd_of_;
    std::vector<std::vector<Entry>> font_dicts_;
    std::vector<Private> privates_;
    std::vector<std::string> new_strings_;
    std::map<std::string, std::uint16_t> new_ids_;
};

}  // namespace

Result<Made> rewritten_cff(Bytes in, std::set<std::string> const& names, Gate& gate) { return Cff(in, names, gate).run(); }

}  // namespace scrub::engine::pdf
