// Rich Text Format (Microsoft, version 1.9.1): groups, control words and text. Never edited in place: the walk names what
// its destinations hold; then the office tier converts it, and the result goes through the gate like any other.
#include <algorithm>

#include "core/format.hpp"
#include "core/reader.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::rtf {

bool sniff(Bytes in) { return starts_with(in, "{\\rtf"); }

namespace {

struct DestinationRule {
    bool is_carried;  // the conversion carries it over, and the converted document decides what becomes of it
    Rule rule;
};

// Destinations: groups that begin with such a control word. Sorted.
constexpr DestinationRule kDestinations[] = {
    {true, {"annotation", "RT-REV", Kind::comment, "remark of a reviewer"}},
    {true, {"atnauthor", "RT-REV", Kind::author, "who annotated"}},
    {true, {"atndate", "RT-REV", Kind::timestamp, "when it was annotated"}},
    {true, {"atnid", "RT-REV", Kind::author, "initials of who annotated"}},
    {true, {"author", "RT-INFO", Kind::author, "who made it"}},
    {false, {"blipuid", "RT-PICT", Kind::identifier, "checksum of a picture"}},
    {false, {"buptim", "RT-INFO", Kind::timestamp, "when a copy was made"}},
    {true, {"category", "RT-INFO", Kind::metadata, "category of the document"}},
    {false, {"colorschememapping", "RT-DATA", Kind::software, "settings of the program"}},
    {true, {"comment", "RT-INFO", Kind::metadata, "remarks about the document"}},
    {true, {"company", "RT-INFO", Kind::organisation, "whose licence it was"}},
    {true, {"creatim", "RT-INFO", Kind::timestamp, "when it was made"}},
    {false, {"datafield", "RT-DATA", Kind::hidden_content, "data of a field"}},
    {false, {"datastore", "RT-DATA", Kind::hidden_content, "custom XML in a compound file"}},
    {true, {"doccomm", "RT-INFO", Kind::metadata, "remarks about the document"}},
    {true, {"docvar", "RT-DATA", Kind::hidden_content, "document variable"}},
    {false, {"filetbl", "RT-PATH", Kind::path, "files that the document refers to"}},
    {false, {"generator", "RT-INFO", Kind::software, "program that wrote it"}},
    {true, {"hlinkbase", "RT-INFO", Kind::path, "folder or server that links start from"}},
    {true, {"keywords", "RT-INFO", Kind::metadata, "keywords"}},
    {true, {"listname", "RT-DATA", Kind::metadata, "name of a list"}},
    {true, {"mailmerge", "RT-PATH", Kind::path, "source of the addresses"}},
    {true, {"manager", "RT-INFO", Kind::author, "a superior"}},
    {false, {"nextfile", "RT-PATH", Kind::path, "file that follows"}},
    {false, {"objdata", "RT-OBJ", Kind::embedded_file, "embedded object, perhaps with the folders that it came from"}},
    {false, {"oleclsid", "RT-OBJ", Kind::software, "program of an object"}},
    {true, {"operator", "RT-INFO", Kind::author, "who saved it last"}},
    {false, {"passwordhash", "RT-PROT", Kind::identifier, "hash of a password"}},
    {false, {"picprop", "RT-PICT", Kind::metadata, "properties of a picture: its name, its file"}},
    {true, {"printim", "RT-INFO", Kind::timestamp, "when it was printed"}},
    {false, {"private", "RT-DATA", Kind::unknown, "data of a program"}},
    {false, {"protusertbl", "RT-PROT", Kind::author, "who may edit"}},
    {true, {"revtbl", "RT-REV", Kind::author, "names of who changed the text"}},
    {true, {"revtim", "RT-INFO", Kind::timestamp, "when it was saved"}},
    {false, {"rsidtbl", "RT-RSID", Kind::identifier, "numbers of editing sessions"}},
    {true, {"subject", "RT-INFO", Kind::metadata, "subject of the document"}},
    {false, {"template", "RT-PATH", Kind::path, "template, with its folder"}},
    {false, {"themedata", "RT-DATA", Kind::software, "theme in a package"}},
    {true, {"title", "RT-INFO", Kind::metadata, "title of the document"}},
    {true, {"userprops", "RT-INFO", Kind::metadata, "custom properties"}},
    {false, {"xmlnstbl", "RT-DATA", Kind::software, "names of XML vocabularies"}},
};

// Control words that mark the text behind them. Sorted.
constexpr Rule kMarks[] = {
    {"deleted", "RT-REV", Kind::revision, "text that was deleted while changes were tracked", Form::unwrap},
    {"insrsid", "RT-RSID", Kind::identifier, "number of an editing session"},
    {"objupdate", "RT-OBJ", Kind::active_content, "object that loads itself"},
    {"revised", "RT-REV", Kind::revision, "text that was added while changes were tracked", Form::unwrap},
    {"rsidroot", "RT-RSID", Kind::identifier, "number of an editing session"},
    {"v", "RT-HID", Kind::hidden_content, "hidden text"},
};

// Fields by the first word of their instruction. Sorted; all others become their last result.
constexpr Rule kFields[] = {
    {"AUTHOR", "RT-FLD", Kind::author, "field that shows who made it"},
    {"DDE", "RT-FLD", Kind::active_content, "field that starts a program"},
    {"DDEAUTO", "RT-FLD", Kind::active_content, "field that starts a program"},
    {"FILENAME", "RT-FLD", Kind::path, "field that shows the file's name"},
    {"HYPERLINK", "RT-FLD", Kind::hyperlink, "link"},
    {"IMPORT", "RT-FLD", Kind::external_reference, "field that loads a file"},
    {"INCLUDEPICTURE", "RT-FLD", Kind::external_reference, "field that loads a picture"},
    {"INCLUDETEXT", "RT-FLD", Kind::external_reference, "field that loads a file"},
    {"LASTSAVEDBY", "RT-FLD", Kind::author, "field that shows who saved it"},
    {"LINK", "RT-FLD", Kind::external_reference, "field that loads an object"},
    {"USERNAME", "RT-FLD", Kind::author, "field that shows the user"},
};
constexpr Rule kTail{"bytes after the end", "RT-TAIL", Kind::slack, "follow the last brace"};

DestinationRule const* destination(std::string_view word) {
    auto const row = std::find_if(std::begin(kDestinations), std::end(kDestinations), [&](DestinationRule const& r) { return r.rule.name == word; });
    return row == std::end(kDestinations) ? nullptr : row;
}

// An open group.
struct Group {
    DestinationRule const* row = nullptr;  // that it began with
    bool is_field = false;                 // of an instruction
    std::size_t start = 0;
    std::string text;
};

class Walk {
public:
    Walk(Bytes in, Gate& gate) : reader_(in), gate_(gate) {}

    Result<void> run() {
        while (!reader_.is_empty()) {
            auto const byte = TRY(reader_.u8());
            switch (byte) {
                case '{': TRY(open()); break;
                case '}': TRY(close()); break;
                case '\\': TRY(control()); break;
                case '\r':
                case '\n': break;
                default: add(byte); break;
            }
            if (was_open_ && groups_.empty()) return tail();
        }
        return {};  // readers take a document whose last braces are missing
    }

private:
    static constexpr std::size_t kMaxText = 4096;

    Result<void> open() {
        if (groups_.size() >= kMaxDepth) return fail(Errc::over_budget, "groups nested too deep", reader_.at());
        TRY(gate_.budget().part());
        groups_.push_back({nullptr, false, reader_.at(), {}});
        was_open_ = true;
        is_at_start_ = true;
        return {};
    }

    Result<void> close() {
        if (groups_.empty()) return fail(Errc::malformed, "brace that closes nothing", reader_.at());
        auto const group = std::move(groups_.back());
        groups_.pop_back();
        is_at_start_ = false;
        auto const size = reader_.at() - group.start;
        if (group.row != nullptr) return group.row->is_carried ? judge(group.row->rule, size, group.text) : gate_.drop(group.row->rule, size, {{}, group.text});
        if (group.is_field) return field(group.text, size);
        if (!groups_.empty()) groups_.back().text += group.text.substr(0, kMaxText - std::min(kMaxText, groups_.back().text.size()));
        return {};
    }

    Result<void> judge(Rule const& rule, std::uint64_t size, std::string_view value) {
        TRY(gate_.judge(rule, size, {{}, value}));
        return {};
    }

    Result<void> field(std::string_view instruction, std::uint64_t size) {
        auto const from = instruction.find_first_not_of(' ');
        if (from == std::string_view::npos) return {};
        instruction.remove_prefix(from);
        auto const* const row = find(kFields, instruction.substr(0, instruction.find(' ')));
        return row == nullptr ? Result<void>{} : judge(*row, size, instruction);
    }

    void add(std::uint8_t byte) {
        if (!groups_.empty() && groups_.back().text.size() < kMaxText) utf8::append(groups_.back().text, byte);
        is_at_start_ = false;
    }

    Result<void> control() {
        auto const first = TRY(reader_.u8());
        if (first == '*') return {};  // the word that follows says what the group is
        if (first == '\'') {
            auto const digits = TRY(reader_.take(2));
            add(static_cast<std::uint8_t>(digit(digits[0]) << 4 | digit(digits[1])));
            return {};
        }
        if (!is_letter(first)) {
            if (first == '\\' || first == '{' || first == '}') add(first);
            return {};
        }
        std::string word(1, static_cast<char>(first));
        while (reader_.peek() && is_letter(*reader_.peek()) && word.size() < 32) word += static_cast<char>(TRY(reader_.u8()));
        auto const number = TRY(parameter());
        if (reader_.peek() == ' ') TRY(reader_.skip(1));
        return take(word, number);
    }

    Result<std::optional<std::int64_t>> parameter() {
        bool const is_negative = reader_.peek() == '-';
        if (is_negative) TRY(reader_.skip(1));
        std::optional<std::int64_t> value;
        for (int digits = 0; reader_.peek() && *reader_.peek() >= '0' && *reader_.peek() <= '9' && digits < 10; ++digits)
            value = value.value_or(0) * 10 + (TRY(reader_.u8()) - '0');
        if (value && is_negative) value = -*value;
        return value;
    }

    Result<void> take(std::string_view word, std::optional<std::int64_t> number) {
        if (word == "bin" && number && *number > 0) {
            is_at_start_ = false;
            return reader_.skip(std::min<std::uint64_t>(static_cast<std::uint64_t>(*number), reader_.left()));
        }
        if (word == "u" && number) {
            auto const unit = static_cast<char32_t>(*number & 0xFFFF);
            if (!groups_.empty() && groups_.back().text.size() < kMaxText) utf8::append(groups_.back().text, unit >= 0xD800 && unit < 0xE000 ? U'\uFFFD' : unit);
            return {};
        }
        if (is_at_start_ && !groups_.empty()) {
            groups_.back().row = destination(word);
            groups_.back().is_field = word == "fldinst";
        }
        is_at_start_ = false;
        if (number == 0) return {};  // the mark is switched off
        if (auto const* const mark = find(kMarks, word)) TRY(gate_.judge(*mark, 0));
        return {};
    }

    Result<void> tail() {
        auto const rest = reader_.rest();
        bool const is_blank = std::all_of(rest.begin(), rest.end(), [](std::uint8_t b) { return b == 0 || b == '\r' || b == '\n' || b == ' '; });
        return is_blank ? Result<void>{} : gate_.slack(kTail, rest);
    }

    static bool is_letter(std::uint8_t b) { return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z'); }
    static unsigned digit(std::uint8_t b) { return b <= '9' ? b - unsigned{'0'} : ((b | 0x20U) - 'a' + 10) & 15; }

    static constexpr std::size_t kMaxDepth = 1000;

    Reader reader_;
    Gate& gate_;
    std::vector<Group> groups_;
    bool was_open_ = false;
    bool is_at_start_ = false;
};

}  // namespace

Result<void> walk(Bytes in, Sink&, Gate& gate) {
    gate.identified("rtf", "docx");
    TRY(Walk(in, gate).run());
    return gate.convert("rtf");
}

RuleList rules() { return list_rules(kDestinations, kMarks, kFields, kTail); }

}  // namespace scrub::engine::rtf
