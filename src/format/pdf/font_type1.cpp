// Type 1 programs (Adobe Type 1 Font Format, 1990): PostScript is not carried over. The numbers, subroutines and glyphs
// are read out of it, and a program of ours is written around them.
#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "format/pdf/font.hpp"
#include "format/pdf/font_program.hpp"
#include "format/pdf/font_rules.hpp"
#include "format/pdf/writer.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr std::uint16_t kFileKey = 55665, kGlyphKey = 4330;
constexpr std::size_t kMaxGlyphs = 65'536;

Blob decrypted(Bytes in, std::uint16_t key) {
    Blob out;
    out.reserve(in.size());
    for (auto const cipher : in) {
        out.push_back(static_cast<std::uint8_t>(cipher ^ key >> 8));
        key = static_cast<std::uint16_t>((cipher + key) * 52845U + 22719U);
    }
    return out;
}

Blob encrypted(Bytes in, std::uint16_t key) {
    Blob out;
    out.reserve(in.size());
    for (auto const plain : in) {
        auto const cipher = static_cast<std::uint8_t>(plain ^ key >> 8);
        out.push_back(cipher);
        key = static_cast<std::uint16_t>((cipher + key) * 52845U + 22719U);
    }
    return out;
}

// Segments of a PFB file, joined; other files as they are.
Blob joined(Bytes in) {
    Blob out;
    std::size_t at = 0;
    while (at + 6 <= in.size() && in[at] == 0x80 && (in[at + 1] == 1 || in[at + 1] == 2)) {
        auto const size = std::uint32_t{in[at + 2]} | std::uint32_t{in[at + 3]} << 8 | std::uint32_t{in[at + 4]} << 16 | std::uint32_t{in[at + 5]} << 24;
        auto const part = head(after(in, at + 6), size);
        out.insert(out.end(), part.begin(), part.end());
        at += 6 + part.size();
    }
    if (at == 0) out.assign(in.begin(), in.end());
    return out;
}

int hex_value(std::uint8_t c) {
    if (is_digit(c)) return c - '0';
    auto const low = c | 0x20;
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// What follows "eexec", in the clear.
Blob private_part(Bytes in) {
    bool const is_hex = in.size() >= 4 && std::all_of(in.begin(), in.begin() + 4, [](std::uint8_t c) { return hex_value(c) >= 0; });
    if (!is_hex) {
        auto out = decrypted(in, kFileKey);
        out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(4, out.size())));
        return out;
    }
    Blob bytes;
    int high = -1;
    for (auto const c : in) {
        int const digit = hex_value(c);
        if (digit < 0) continue;
        if (high < 0) {
            high = digit;
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high * 16 + digit));
            high = -1;
        }
    }
    auto out = decrypted(bytes, kFileKey);
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(4, out.size())));
    return out;
}

constexpr Literal kNumbers[] = {"BlueFuzz", "BlueScale", "BlueShift", "ExpansionFactor", "ForceBold", "LanguageGroup"};
constexpr Literal kLists[] = {"BlueValues", "FamilyBlues", "FamilyOtherBlues", "OtherBlues", "StdHW", "StdVW", "StemSnapH", "StemSnapV"};

class Type1 {
public:
    Type1(Bytes in, std::set<std::string> const& names, Gate& gate) : whole_(joined(in)), names_(names), gate_(gate) {}

    Result<FontProgram> run() {
        auto const at = text(whole_).find("eexec");
        if (at == std::string_view::npos) return fail(Errc::malformed, "font without an encrypted part");
        TRY(read_clear(Bytes(whole_).first(at)));
        auto start = at + 5;
        while (start < whole_.size() && is_white(whole_[start])) ++start;
        private_ = private_part(after(whole_, start));
        TRY(read_private());
        return write();
    }

private:
    // The numbers behind a key: "[1 2 3]", "{1 2 3}" or "1".
    std::vector<double> numbers_after(Bytes in, std::string_view key) {
        auto const at = text(in).find(key);
        std::vector<double> list;
        if (at == std::string_view::npos) return list;
        Lexer lexer(in, arena_, at + key.size());
        for (auto token = lexer.next(); token.type != TokenType::end && list.size() < 64; token = lexer.next()) {
            if (token.type == TokenType::integer || token.type == TokenType::real) list.push_back(token.type == TokenType::integer ? static_cast<double>(token.integer) : token.real);
            else if (token.type == TokenType::array_open || token.text == "{") continue;
            else break;
        }
        return list;
    }

    Result<void> read_clear(Bytes in) {
        matrix_ = numbers_after(in, "/FontMatrix");
        box_ = numbers_after(in, "/FontBBox");
        auto const paint = numbers_after(in, "/PaintType");
        paint_type_ = !paint.empty() && paint[0] == 2 ? 2 : 0;
        auto const at = text(in).find("/Encoding");
        if (at == std::string_view::npos) return {};
        Lexer lexer(in, arena_, at + 9);
        auto token = lexer.next();
        if (token.type == TokenType::keyword && token.text == "StandardEncoding") return {};
        has_own_encoding_ = true;
        for (; token.type != TokenType::end; token = lexer.next()) {
            if (token.type == TokenType::keyword && (token.text == "def" || token.text == "readonly")) break;
            if (token.type != TokenType::keyword || token.text != "dup") continue;
            auto const code = lexer.next();
            auto const name = lexer.next();
            if (code.type == TokenType::integer && code.integer >= 0 && code.integer < 256 && name.type == TokenType::name) encoding_[static_cast<std::size_t>(code.integer)] = name.text;
        }
        return {};
    }

    // Data of a glyph or subroutine: behind the operator and one byte of white space, without its random bytes.
    std::optional<Blob> charstring(Lexer& lexer, std::int64_t size) {
        auto const start = lexer.at() + 1;
        if (size < 0 || start > private_.size() || static_cast<std::uint64_t>(size) > private_.size() - start) return std::nullopt;
        auto const data = Bytes(private_).subspan(start, static_cast<std::size_t>(size));
        lexer.seek(start + static_cast<std::size_t>(size));
        if (random_bytes_ < 0) return Blob(data.begin(), data.end());
        auto plain = decrypted(data, kGlyphKey);
        auto const skip = std::min<std::size_t>(static_cast<std::size_t>(random_bytes_), plain.size());
        plain.erase(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(skip));
        return plain;
    }

    Result<void> read_private() {
        if (auto const random = numbers_after(private_, "/lenIV"); !random.empty()) random_bytes_ = static_cast<int>(random[0]);
        for (auto const key : kLists) lists_.push_back(numbers_after(private_, "/" + std::string(key.view())));
        for (auto const key : kNumbers) {
            auto values = numbers_after(private_, "/" + std::string(key.view()));
            if (key == "ForceBold" && values.empty() && text(private_).find("/ForceBold true") != std::string_view::npos) values = {1};
            values_.push_back(std::move(values));
        }
        auto const glyphs_at = text(private_).find("/CharStrings");
        if (glyphs_at == std::string_view::npos) return fail(Errc::malformed, "font without glyphs");
        if (auto const subrs_at = text(private_).find("/Subrs"); subrs_at != std::string_view::npos) {
            Lexer lexer(private_, arena_, subrs_at + 6);
            for (auto token = lexer.next(); token.type != TokenType::end; token = lexer.next()) {
                if (token.type == TokenType::name && token.text == "CharStrings") break;
                if (token.type != TokenType::keyword || token.text != "dup") continue;
                auto const index = lexer.next();
                auto const size = lexer.next();
                auto const read = lexer.next();
                if (index.type != TokenType::integer || size.type != TokenType::integer || read.type != TokenType::keyword) continue;
                auto data = charstring(lexer, size.integer);
                if (!data || index.integer < 0 || index.integer > static_cast<std::int64_t>(kMaxGlyphs)) break;
                auto const at = static_cast<std::size_t>(index.integer);
                if (subrs_.size() <= at) subrs_.resize(at + 1);
                subrs_[at] = std::move(*data);
            }
        }
        Lexer lexer(private_, arena_, glyphs_at + 12);
        for (auto token = lexer.next(); token.type != TokenType::end; token = lexer.next()) {
            if (token.type == TokenType::keyword && token.text == "end") break;
            if (token.type != TokenType::name) continue;
            auto const size = lexer.next();
            auto const read = lexer.next();
            if (size.type != TokenType::integer || read.type != TokenType::keyword) continue;
            auto data = charstring(lexer, size.integer);
            if (!data || glyphs_.size() >= kMaxGlyphs) break;
            glyphs_.emplace_back(std::string(token.text), std::move(*data));
        }
        if (glyphs_.empty()) return fail(Errc::malformed, "font without glyphs");
        return {};
    }

    // --- writing ---
    Result<void> put_name(Emit& out, std::string const& name) {
        auto shown = name;
        if (unicode_of_glyph(name) == 0 && name != ".notdef" && !names_.contains(name)) {
            auto& known = renamed_[name];
            while (known.empty() || names_.contains(known)) known = "g" + std::to_string(next_name_++);
            shown = known;
        }
        auto const kept = TRY(gate_.pass(program_part(), bytes_of(shown)));
        if (kept) out.name(*kept);
        return {};
    }

    Result<void> put_charstring(Emit& out, Bytes plain) {
        Blob padded(4, 0);
        padded.insert(padded.end(), plain.begin(), plain.end());
        auto const coded = encrypted(padded, kGlyphKey);
        auto const kept = TRY(gate_.pass(program_part(), coded));
        out.integer(static_cast<std::int64_t>(padded.size())).word("RD").byte(' ');
        if (kept) out.bytes(*kept);
        return {};
    }

    static void put_list(Emit& out, std::vector<double> const& list, Literal open, Literal close) {
        out.word(open);
        for (auto const number : list) out.number(number);
        out.word(close);
    }

    Result<Made> clear_part() {
        Emit out(gate_.budget());
        out.word("%!PS-AdobeFont-1.0: Font 001.000").line().word("9 dict begin").line().name("FontName").name("Font").word("def").line();
        out.name("PaintType").integer(paint_type_).word("def").line().name("FontType").integer(1).word("def").line().name("FontMatrix");
        put_list(out, matrix_.size() == 6 ? matrix_ : std::vector<double>{0.001, 0, 0, 0.001, 0, 0}, "[", "]");
        out.word("readonly def").line().name("FontBBox");
        put_list(out, box_.size() == 4 ? box_ : std::vector<double>{0, 0, 0, 0}, "{", "}");
        out.word("readonly def").line().name("Encoding");
        if (!has_own_encoding_) {
            out.word("StandardEncoding def").line();
        } else {
            out.word("256 array 0 1 255 {1 index exch /.notdef put} for").line();
            for (std::size_t code = 0; code < 256; ++code) {
                if (encoding_[code].empty() || encoding_[code] == ".notdef") continue;
                out.word("dup").integer(static_cast<std::int64_t>(code));
                TRY(put_name(out, encoding_[code]));
                out.word("put").line();
            }
            out.word("readonly def").line();
        }
        out.word("currentdict end").line().word("currentfile eexec").line();
        return out.take();
    }

    Result<Made> hidden_part() {
        Emit out(gate_.budget());
        out.word("dup /Private 18 dict dup begin").line();
        out.word("/RD {string currentfile exch readstring pop} executeonly def").line();
        out.word("/ND {noaccess def} executeonly def").line().word("/NP {noaccess put} executeonly def").line();
        out.word("/MinFeature {16 16} def /password 5839 def /lenIV 4 def").line();
        for (std::size_t i = 0; i < lists_.size(); ++i) {
            if (lists_[i].empty()) continue;
            out.name(kLists[i]);
            put_list(out, lists_[i], "[", "]");
            out.word("def").line();
        }
        for (std::size_t i = 0; i < values_.size(); ++i) {
            if (values_[i].empty()) continue;
            out.name(kNumbers[i]);
            if (kNumbers[i] == "ForceBold") out.boolean(values_[i][0] != 0);
            else out.number(values_[i][0]);
            out.word("def").line();
        }
        out.word("/OtherSubrs [{} {} {} {}] def").line();
        if (!subrs_.empty()) {
            out.name("Subrs").integer(static_cast<std::int64_t>(subrs_.size())).word("array").line();
            for (std::size_t i = 0; i < subrs_.size(); ++i) {
                out.word("dup").integer(static_cast<std::int64_t>(i));
                TRY(put_charstring(out, subrs_[i]));
                out.word(" NP").line();
            }
            out.word("ND").line();
        }
        out.word("2 index").name("CharStrings").integer(static_cast<std::int64_t>(glyphs_.size())).word("dict dup begin").line();
        for (auto const& [name, data] : glyphs_) {
            TRY(put_name(out, name));
            TRY(put_charstring(out, data));
            out.word(" ND").line();
        }
        out.word("end end readonly put noaccess put dup /FontName get exch definefont pop mark currentfile closefile").line();
        return out.take();
    }

    Result<FontProgram> write() {
        FontProgram program;
        program.kind = ProgramKind::type1;
        auto const clear = TRY(clear_part());
        auto const hidden = TRY(hidden_part());
        Blob padded(4, 0);
        padded.insert(padded.end(), hidden.bytes().begin(), hidden.bytes().end());
        auto const coded = encrypted(padded, kFileKey);
        auto const kept = TRY(gate_.pass(program_part(), coded));
        Sink out(gate_.budget());
        out.put(clear);
        program.length1 = out.size();
        if (kept) out.put(*kept);
        program.length2 = out.size() - program.length1;
        for (int i = 0; i < 8; ++i) {
            out.fill('0', 64);
            out.u8('\n');
        }
        out.put("cleartomark\n");
        program.length3 = out.size() - program.length1 - program.length2;
        program.data = out.take();
        return program;
    }

    Blob whole_, private_;
    std::set<std::string> const& names_;
    Gate& gate_;
    Arena arena_;
    std::vector<double> matrix_, box_;
    int paint_type_ = 0;
    bool has_own_encoding_ = false;
    std::array<std::string, 256> encoding_;
    int random_bytes_ = 4;
    std::vector<std::vector<double>> lists_, values_;
    std::vector<Blob> subrs_;
    std::vector<std::pair<std::string, Blob>> glyphs_;
    std::map<std::string, std::string> renamed_;
    std::size_t next_name_ = 0;
};

}  // namespace

Result<FontProgram> rewritten_type1(Bytes in, std::set<std::string> const& names, Gate& gate) { return Type1(in, names, gate).run(); }

}  // namespace scrub::engine::pdf
