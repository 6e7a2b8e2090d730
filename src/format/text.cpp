// Plain text: txt, CSV, TSV, Markdown, logs. What a reader sees stays; encoding, line ends, covert marks and invisible
// characters are brought into one form (UTF-8 without a mark of its byte order, LF).
#include <algorithm>

#include "core/format.hpp"
#include "marks/text.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::text_file {
namespace {

using namespace std::string_view_literals;

constexpr Rule kEncoding{"encoding", "GEN-14", Kind::software, "encoding and byte order mark tell the program that wrote it", Form::replace};
constexpr Rule kLineEnds{"line ends", "GEN-14", Kind::software, "tell the system that it was written on", Form::replace};
constexpr Rule kMixedLineEnds{"mixed line ends", "GEN-14", Kind::tracking_mark, "a choice that nobody sees", Form::replace};
constexpr Rule kBlankEnd{"empty lines at the end", "GEN-14", Kind::tracking_mark, "a choice that nobody sees", Form::replace};
constexpr Rule kFormula{"formula that calls something", "GEN-14", Kind::active_content, "a spreadsheet would run it when it opens the table", Form::replace};

enum class Encoding : std::uint8_t { none, utf8, utf16_le, utf16_be, western };

constexpr std::size_t kLook = 64 << 10;

// What other formats begin with. A text that is one of them is theirs to read, or nobody's.
bool is_markup(std::string_view text) {
    auto const start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return false;
    text.remove_prefix(start);
    for (auto const head : {"<"sv, "%PDF"sv, "%!PS"sv, "{\\rtf"sv, "BEGIN:V"sv, "MIME-Version:"sv, "Received:"sv, "Return-Path:"sv, "From "sv,
                            "Delivered-To:"sv, "X-Mozilla"sv, "PK\x03\x04"sv, "GIF8"sv, "#!"sv, "@echo"sv, "MZ"sv, "BM"sv})
        if (text.starts_with(head)) return true;
    return false;
}

// A text of an 8-bit encoding of Western Europe (windows-1252): mostly ASCII, and nothing that the encoding lacks.
bool is_western(Bytes in) {
    std::size_t high = 0;
    for (auto const b : in) {
        if (b == 0x81 || b == 0x8D || b == 0x8F || b == 0x90 || b == 0x9D) return false;
        if (b >= 0x80) ++high;
    }
    return high * 4 < in.size();
}

bool has_controls(Bytes in) {
    return std::any_of(in.begin(), in.end(), [](std::uint8_t b) { return (b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1B) || b == 0x7F; });
}

bool is_utf8(std::string_view text, bool may_be_cut) {
    while (!text.empty()) {
        auto const decoded = utf8::decode(text);
        if (decoded.code_point == utf8::kInvalid) return may_be_cut && text.size() < 4;
        text.remove_prefix(decoded.length);
    }
    return true;
}

// UTF-16 as a text has it: every unit is a character of text, and most are of one script.
bool is_utf16(Bytes in, bool is_little) {
    if (in.size() < 4 || in.size() % 2 != 0) return false;
    std::size_t spaces = 0;
    std::size_t latin = 0;
    for (std::size_t i = 0; i + 1 < in.size(); i += 2) {
        unsigned const unit = is_little ? in[i] | in[i + 1] << 8U : in[i] << 8U | in[i + 1];
        if (unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r' && unit != '\f') return false;
        if (unit == 0xFFFE || unit == 0xFFFF) return false;
        if (unit == ' ' || unit == '\n') ++spaces;
        if (unit < 0x250) ++latin;
    }
    return latin * 4 > in.size() || spaces * 20 > in.size();
}

Encoding encoding_of(Bytes all, bool is_whole) {
    auto const in = is_whole ? all : head(all, kLook);
    if (starts_with(in, "\xEF\xBB\xBF")) return is_utf8(text(in), true) ? Encoding::utf8 : Encoding::none;
    if (starts_with(in, "\xFF\xFE") && !starts_with(in, "\xFF\xFE\0\0"sv)) return is_utf16(in.subspan(2), true) ? Encoding::utf16_le : Encoding::none;
    if (starts_with(in, "\xFE\xFF")) return is_utf16(in.subspan(2), false) ? Encoding::utf16_be : Encoding::none;
    if (std::find(in.begin(), in.end(), 0) != in.end()) {
        if (is_utf16(in, true)) return Encoding::utf16_le;
        return is_utf16(in, false) ? Encoding::utf16_be : Encoding::none;
    }
    if (has_controls(in)) return Encoding::none;
    if (is_utf8(text(in), in.size() < all.size())) return Encoding::utf8;
    return is_western(in) ? Encoding::western : Encoding::none;
}

std::string from_utf16(Bytes in, bool is_little) {
    std::string out;
    auto const unit = [&](std::size_t i) -> char32_t { return is_little ? in[i] | in[i + 1] << 8U : in[i] << 8U | in[i + 1]; };
    for (std::size_t i = 0; i + 1 < in.size(); i += 2) {
        auto c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < in.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 2;
        }
        utf8::append(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
    return out;
}

std::string from_western(Bytes in) {
    // windows-1252 between 0x80 and 0x9F; the rest is Latin-1.
    constexpr char32_t kUpper[] = {0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
                                   0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};
    std::string out;
    for (auto const b : in) utf8::append(out, b >= 0x80 && b < 0xA0 ? kUpper[b - 0x80] : char32_t{b});
    return out;
}

// One file on its way through the gate.
class Walk {
public:
    Walk(Bytes in, Sink& out, Gate& gate) : in_(in), out_(out), gate_(gate) {}

    Result<void> run() {
        TRY(decode());
        TRY(unify_line_ends());
        auto const separator = separator_of(text_);
        if (separator != 0) TRY(disarm_formulas(separator));
        TRY(cut_blank_end());
        auto const kept = TRY(marks::pass_text(text_, separator != 0 ? marks::Spaces::rows : marks::Spaces::lines, gate_));
        gate_.shows(engine::text(kept.bytes()));
        out_.put(kept);
        gate_.note_beyond("Wording, spelling and punctuation can mark a copy; compare it with another one before you publish it.");
        return {};
    }

private:
    Result<void> decode() {
        auto const encoding = encoding_of(in_, true);
        bool const has_mark = starts_with(in_, "\xEF\xBB\xBF") || starts_with(in_, "\xFF\xFE") || starts_with(in_, "\xFE\xFF");
        auto const body = has_mark ? in_.subspan(encoding == Encoding::utf8 ? 3 : 2) : in_;
        switch (encoding) {
            case Encoding::none: return fail(Errc::malformed, "text with bytes that are no characters");
            case Encoding::utf8: text_ = engine::text(body); break;
            case Encoding::utf16_le: text_ = from_utf16(body, true); break;
            case Encoding::utf16_be: text_ = from_utf16(body, false); break;
            case Encoding::western: text_ = from_western(body); break;
        }
        // Written anew whatever the policy says: the other steps read UTF-8.
        if (encoding != Encoding::utf8 || has_mark) TRY(gate_.drop(kEncoding, in_.size() - body.size()));
        if (encoding == Encoding::western) gate_.remark("read as Western European (windows-1252): the file does not say its encoding");
        return {};
    }

    Result<void> unify_line_ends() {
        std::uint64_t pairs = 0;
        std::uint64_t returns = 0;
        std::uint64_t feeds = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (text_[i] == '\n') ++feeds;
            if (text_[i] != '\r') continue;
            bool const is_pair = i + 1 < text_.size() && text_[i + 1] == '\n';
            if (is_pair) ++i;
            ++(is_pair ? pairs : returns);
        }
        if (pairs == 0 && returns == 0) return {};
        bool const is_mixed = (pairs > 0) + (returns > 0) + (feeds > 0) > 1;
        if (TRY(gate_.judge(is_mixed ? kMixedLineEnds : kLineEnds, 0, {{}, {}, pairs + returns})) == Action::kept) return {};
        std::size_t kept = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n') continue;
            text_[kept++] = text_[i] == '\r' ? '\n' : text_[i];
        }
        text_.resize(kept);
        return {};
    }

    Result<void> cut_blank_end() {
        auto const last = text_.find_last_not_of(" \t\n");
        auto const end = last == std::string::npos ? 0 : last + 1;
        bool const is_cells = engine::text(bytes_of(text_)).substr(end).find('\t') != std::string_view::npos;  // empty cells of the last row
        if (text_.size() - end <= 1 && (text_.empty() || text_.back() == '\n')) return {};
        if (is_cells && separator_of(text_) == '\t') return {};
        if (TRY(gate_.judge(kBlankEnd, text_.size() - end)) == Action::kept) return {};
        text_.resize(end);
        text_ += '\n';
        return {};
    }

    // The separator of a table: every line has as many of it, outside quotes. 0 when it is no table.
    static char separator_of(std::string_view text) {
        for (char const separator : {'\t', ',', ';', '|'}) {
            if (is_table(text, separator)) return separator;
        }
        return 0;
    }

    static bool is_table(std::string_view text, char separator) {
        constexpr std::size_t kMaxRows = 200;
        std::size_t rows = 0;
        std::size_t columns = 0;
        std::size_t here = 0;
        bool is_quoted = false;
        bool is_empty = true;
        auto const ends_row = [&] {
            if (is_empty) return true;
            if (rows++ == 0) columns = here;
            bool const is_same = here == columns && here > 0;
            here = 0;
            is_empty = true;
            return is_same;
        };
        for (char const c : text) {
            if (c == '"') is_quoted = !is_quoted;
            if (c == '\n' && !is_quoted) {
                if (!ends_row()) return false;
                if (rows >= kMaxRows) return true;
                continue;
            }
            if (c == separator && !is_quoted) ++here;
            is_empty = false;
        }
        return ends_row() && rows >= 2;
    }

    // Cells that a spreadsheet would compute with something outside (OWASP, CSV injection) become text.
    Result<void> disarm_formulas(char separator) {
        std::string out;
        std::uint64_t count = 0;
        bool is_quoted = false;
        bool starts_cell = true;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            char const c = text_[i];
            if (starts_cell && c != '"' && calls_something(std::string_view(text_).substr(i), separator)) {
                out += '\'';
                ++count;
            }
            starts_cell = (starts_cell && c == '"' && !is_quoted) || (!is_quoted && (c == separator || c == '\n'));
            if (c == '"') is_quoted = !is_quoted;
            out += c;
        }
        if (count == 0 || TRY(gate_.judge(kFormula, 0, {{}, {}, count})) == Action::kept) return {};
        text_ = std::move(out);
        return {};
    }

    static bool calls_something(std::string_view rest, char separator) {
        auto const cell = rest.substr(0, rest.find_first_of(std::string{separator, '\n', '"'}));
        if (cell.size() < 2) return false;
        bool const is_formula = cell[0] == '=' || cell[0] == '@' || ((cell[0] == '+' || cell[0] == '-') && std::isalpha(static_cast<unsigned char>(cell[1])) != 0);
        return is_formula && cell.find_first_of("(|!") != std::string_view::npos;
    }

    Bytes in_;
    Sink& out_;
    Gate& gate_;
    std::string text_;
};

}  // namespace

bool sniff(Bytes in) {
    auto const encoding = encoding_of(in, false);
    if (encoding == Encoding::none) return false;
    auto const start = head(in, 512);
    if (encoding == Encoding::utf16_le || encoding == Encoding::utf16_be) return !is_markup(from_utf16(start.first(start.size() & ~std::size_t{1}), encoding == Encoding::utf16_le).substr(starts_with(in, "\xFF\xFE") || starts_with(in, "\xFE\xFF") ? 3 : 0));
    return !is_markup(text(starts_with(in, "\xEF\xBB\xBF") ? start.subspan(3) : start));
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("txt", "txt");
    if (gate.is_doomed()) return {};  // nothing in it says more than that it is text
    return Walk(in, out, gate).run();
}

RuleList rules() { return list_rules(kEncoding, kLineEnds, kMixedLineEnds, kBlankEnd, kFormula, marks::text_rules()); }

}  // namespace scrub::engine::text_file
