// The report as text for people: what went, what stayed, what a person must look at, what nobody can judge.
// It promises nothing beyond what was done.
#include <algorithm>
#include <map>
#include <vector>

#include <scrub/scrub.hpp>

#include "model/utf8.hpp"
#include "report/words.hpp"

namespace scrub {
namespace {

using words::label;
using words::Language;
using words::Phrase;
using words::phrase;
using words::translated;

constexpr std::size_t kColumns = 96;
constexpr std::size_t kMaxExamples = 8;     // of one kind
constexpr std::size_t kMaxNotes = 20;       // of one list
constexpr std::size_t kMaxValueLetters = 48;

std::string filled(std::string_view pattern, std::uint64_t number) {
    auto const at = pattern.find("{}");
    return std::string(pattern.substr(0, at)) + std::to_string(number) + std::string(pattern.substr(at + 2));
}

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string shortened(std::string_view text, std::size_t at_most) {
    if (letters(text) <= at_most) return std::string(text);
    std::size_t end = 0;
    for (std::size_t n = 0; n + 1 < at_most; ++n) end += utf8::decode(text.substr(end)).length;
    return std::string(text.substr(0, end)) + "…";
}

std::string size_of(std::uint64_t bytes) {
    constexpr std::string_view kUnits[] = {"kB", "MB", "GB", "TB"};
    if (bytes < 1000) return std::to_string(bytes) + " B";
    std::uint64_t tenths = bytes / 100;
    std::size_t unit = 0;
    for (; tenths >= 10'000 && unit + 1 < std::size(kUnits); ++unit) tenths /= 1000;
    auto const whole = std::to_string(tenths / 10);
    return (tenths < 100 ? whole + "." + std::to_string(tenths % 10) : whole) + " " + std::string(kUnits[unit]);
}

std::string_view format_description(std::string_view name) {
    auto const all = formats();
    auto const format = std::find_if(all.begin(), all.end(), [&](FormatInfo const& f) { return f.name == name; });
    return format == all.end() ? name : format->description;
}

class Text {
public:
    Text(Outcome const& outcome, Options const& options, Language language) : outcome_(outcome), report_(outcome.report), options_(options), language_(language) {}

    std::string write() && {
        headline();
        if (!outcome_.has_output()) return std::move(out_);
        findings();
        residue();
        lost();
        notes(Phrase::not_inspected, report_.not_inspected);
        facts();
        notes(Phrase::remarks, report_.remarks);
        notes(Phrase::no_tool_can_judge, report_.beyond);
        conclusion();
        return std::move(out_);
    }

private:
    std::string_view say(Phrase which) const { return phrase(which, language_); }

    void headline() {
        if (!outcome_.has_output()) {
            out_ += why_not() + "\n";
            return;
        }
        bool const is_same = outcome_.status == Status::already_clean;
        out_ += say(outcome_.is_inspection ? (is_same ? Phrase::nothing_found : Phrase::inspected) : is_same ? Phrase::already_clean : Phrase::scrubbed);
        out_ += ": " + translated(format_description(report_.format), language_) + ", " + size_of(outcome_.input_size);
        if (!outcome_.is_inspection && !is_same) out_ += " -> " + size_of(outcome_.output_size);
        out_ += '\n';
    }

    // "Refused: the file ends early (PNG without pixels). Nothing was written."
    std::string why_not() const {
        std::string text(say(outcome_.status == Status::failed ? Phrase::failed : Phrase::refused));
        std::string const detail = translated(escaped(outcome_.message), language_);
        bool const says_all = outcome_.reason == Reason::io_error || outcome_.reason == Reason::exists || outcome_.reason == Reason::none;
        std::string const clause(says_all && !detail.empty() ? std::string_view() : words::clause(outcome_.reason, language_));
        if (!clause.empty()) text += ": " + clause;
        if (!detail.empty() && detail != clause) text += clause.empty() ? ": " + detail : " (" + detail + ")";
        return text + ". " + std::string(say(Phrase::nothing_written));
    }

    void heading(Phrase which) { out_ += "\n" + std::string(say(which)) + ":\n"; }

    // Items in lines of kColumns at most, each line indented.
    void wrapped(std::string_view first_indent, std::string_view indent, std::vector<std::string> const& items, std::string_view separator) {
        std::size_t column = letters(first_indent);
        out_ += first_indent;
        for (std::size_t i = 0; i < items.size(); ++i) {
            auto const piece = items[i] + std::string(i + 1 < items.size() ? separator : "");
            if (i > 0 && column + letters(piece) > kColumns) {
                while (!out_.empty() && out_.back() == ' ') out_.pop_back();
                out_ += "\n" + std::string(indent);
                column = letters(indent);
            }
            out_ += piece;
            column += letters(piece);
        }
        while (!out_.empty() && out_.back() == ' ') out_.pop_back();
        out_ += '\n';
    }

    void sentence(std::string_view bullet, std::string_view indent, std::string_view text) {
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < text.size();) {
            auto const end = std::min(text.find(' ', at), text.size());
            pieces.emplace_back(text.substr(at, end - at));
            at = end + 1;
        }
        wrapped(bullet, indent, pieces, " ");
    }

    std::string quoted(std::string_view value) const {
        return value.empty() ? std::string() : " \"" + shortened(escaped(value), kMaxValueLetters) + "\"";
    }

    void findings() {
        std::map<Kind, std::vector<Finding const*>> removed, kept, flagged;
        for (auto const& finding : report_.findings)
            (finding.flagged ? flagged : finding.action == Action::kept ? kept : removed)[finding.kind].push_back(&finding);
        if (!removed.empty()) {
            heading(outcome_.is_inspection ? Phrase::would_be_removed : Phrase::removed);
            for (auto const& [kind, list] : removed) group(kind, list);
        }
        if (report_.findings_omitted > 0) out_ += "  " + filled(say(Phrase::omitted), report_.findings_omitted) + "\n";
        if (!flagged.empty()) {
            heading(Phrase::look_at);
            for (auto const& [kind, list] : flagged) places(kind, list);
        }
        if (!kept.empty()) {
            heading(Phrase::kept);
            for (auto const& [kind, list] : kept) group(kind, list);
        }
    }

    static std::string_view last_name(std::string_view path) {
        auto const at = path.rfind(" > ");
        return at == std::string_view::npos ? path : path.substr(at + 3);
    }

    struct Example {
        std::string name;
        std::string value;
        std::uint64_t count = 0;
        std::uint64_t bytes = 0;
    };

    // Of things that are known by their size rather than by what they say.
    static bool tells_size(Kind kind) {
        return kind == Kind::slack || kind == Kind::thumbnail || kind == Kind::embedded_file || kind == Kind::unknown || kind == Kind::hidden_content;
    }

    // A kind, its count, and the names of what it was; the same name at several places is one example.
    void group(Kind kind, std::vector<Finding const*> const& list) {
        std::uint64_t total = 0;
        std::vector<Example> examples;
        for (auto const* finding : list) {
            total += finding->count;
            auto const name = last_name(finding->path);
            auto known = std::find_if(examples.begin(), examples.end(), [&](Example const& e) { return e.name == name; });
            if (known == examples.end()) known = examples.insert(known, {std::string(name), {}, 0, 0});
            known->count += finding->count;
            known->bytes += finding->bytes;
            if (known->value.empty()) known->value = finding->value;
        }
        out_ += "  " + std::string(label(kind, language_)) + ": " + std::to_string(total) + "\n";
        std::vector<std::string> items;
        for (auto const& example : examples) {
            if (items.size() == kMaxExamples) break;
            auto item = shortened(escaped(example.name), kMaxValueLetters) + quoted(example.value);
            if (example.count > 1) item += " (" + std::to_string(example.count) + ")";
            if (tells_size(kind) && example.bytes > 0) item += ", " + size_of(example.bytes);
            items.push_back(std::move(item));
        }
        if (examples.size() > items.size()) items.push_back(filled(say(Phrase::and_more), examples.size() - items.size()));
        wrapped("      ", "      ", items, tells_size(kind) ? "; " : ", ");
    }

    // A kind that a person must look at, with each place and reason.
    void places(Kind kind, std::vector<Finding const*> const& list) {
        std::uint64_t total = 0;
        for (auto const* finding : list) total += finding->count;
        out_ += "  " + std::string(label(kind, language_)) + ": " + std::to_string(total) + "\n";
        for (std::size_t i = 0; i < list.size() && i < kMaxNotes; ++i) {
            auto const& f = *list[i];
            auto text = escaped(f.path) + quoted(f.value) + (f.count > 1 ? " (" + std::to_string(f.count) + ")" : "");
            if (!f.why.empty()) text += ": " + translated(f.why, language_);
            sentence("    - ", "      ", text);
        }
        more_than(list.size());
    }

    void more_than(std::size_t count) {
        if (count > kMaxNotes) out_ += "    - " + filled(say(Phrase::and_more), count - kMaxNotes) + "\n";
    }

    void residue() {
        if (report_.residue.empty()) return;
        heading(Phrase::residue);
        for (std::size_t i = 0; i < report_.residue.size() && i < kMaxNotes; ++i) {
            auto const& r = report_.residue[i];
            auto text = std::string(label(r.kind, language_)) + quoted(r.value);
            if (!r.path.empty()) text += ": " + escaped(r.path);
            if (r.count > 1) text += " (" + std::to_string(r.count) + ")";
            sentence("    - ", "      ", text);
        }
        more_than(report_.residue.size());
        out_ += "  " + std::string(say(Phrase::residue_more)) + "\n";
    }

    void lost() {
        if (report_.lost.empty()) return;
        heading(Phrase::lost);
        for (auto const& loss : report_.lost) sentence("    - ", "      ", std::to_string(loss.count) + " " + escaped(translated(loss.what, language_)));
    }

    void notes(Phrase title, std::vector<Note> const& list) {
        if (list.empty()) return;
        heading(title);
        for (std::size_t i = 0; i < list.size() && i < kMaxNotes; ++i) {
            auto const text = escaped(translated(list[i].text, language_));
            sentence("    - ", "      ", list[i].path.empty() ? text : escaped(list[i].path) + ": " + text);
        }
        more_than(list.size());
    }

    void facts() {
        if (report_.facts.empty() || outcome_.is_inspection) return;
        heading(Phrase::before_after);
        for (auto const& fact : report_.facts) {
            auto const after = fact.before == fact.after ? std::string(say(Phrase::unchanged)) : std::to_string(fact.after);
            out_ += "    - " + escaped(translated(fact.name, language_)) + ": " + std::to_string(fact.before) + " -> " + after + "\n";
        }
    }

    void conclusion() {
        out_ += '\n';
        if (!outcome_.is_inspection) {
            bool const is_verified = std::all_of(report_.findings.begin(), report_.findings.end(), [](Finding const& f) { return f.action == Action::kept || f.verified; });
            out_ += std::string(say(is_verified ? Phrase::verified : Phrase::not_verified)) + "\n";
            out_ += std::string(say(promise())) + "\n";
        }
        if (!outcome_.input_sha256.empty()) out_ += std::string(say(Phrase::hashes)) + ": " + outcome_.input_sha256 + " -> " + (outcome_.output_sha256.empty() ? "-" : outcome_.output_sha256) + "\n";
        out_ += std::string(say(Phrase::policy)) + ": " + policy() + "\n";
        auto const layers = outcome_.isolation.describe();
        out_ += std::string(say(Phrase::isolation)) + ": " + (layers == "none" ? std::string(say(Phrase::no_isolation)) : translated(layers, language_)) + "\n";
    }

    // A policy that keeps what publish removes makes no promise.
    Phrase promise() const {
        for (auto const& row : kinds())
            if (row.publish == Disposition::remove && options_.policy(row.kind) != Disposition::remove) return Phrase::promise_intake;
        bool const has_doubt = report_.has_flags() || !report_.beyond.empty();
        return has_doubt ? Phrase::promise_but : Phrase::promise_publish;
    }

    // "publish, hyperlink: remove"
    std::string policy() const {
        auto const& mine = options_.policy;
        std::string text(mine.name());
        auto const plain = Policy::from(mine.name());
        for (auto const& row : kinds())
            if (plain && mine(row.kind) != (*plain)(row.kind)) text += ", " + std::string(row.name) + ": " + std::string(to_string(mine(row.kind)));
        return text;
    }

    Outcome const& outcome_;
    Report const& report_;
    Options const& options_;
    Language language_;
    std::string out_;
};

}  // namespace

std::string to_text(Outcome const& outcome, Options const& options, std::string_view language) {
    return Text(outcome, options, words::language_from(language)).write();
}

}  // namespace scrub
