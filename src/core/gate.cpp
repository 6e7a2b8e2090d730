// The gate's decisions and its records.
#include "core/gate.hpp"

#include <algorithm>

#include "core/format.hpp"
#include "core/limits_of_tools.hpp"
#include "model/utf8.hpp"
#include "model/wire.hpp"

namespace scrub::engine {
namespace {

constexpr std::size_t kMaxValueBytes = 4096;

constexpr Rule kUnknownFile{"file of unknown type", "GEN-06", Kind::unknown, "no rule knows what is in it"};
constexpr Rule kBroken{"unreadable part", "GEN-06", Kind::unknown, "what cannot be read cannot be vetted"};

bool is_silent(Kind kind) { return kind == Kind::content || kind == Kind::structure || kind == Kind::presentation; }

// "Jane Doe, 1984" -> "J*** D**, ####": enough to recognise a value that one knows, too little to learn it.
std::string masked(std::string_view value) {
    std::string out;
    bool in_word = false;
    for (std::size_t at = 0; at < value.size();) {
        auto const [c, length] = utf8::decode(value.substr(at));
        auto const piece = value.substr(at, length);
        at += length;
        bool const is_digit = c >= '0' && c <= '9';
        bool const is_letter = c != utf8::kInvalid && (c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
        if (is_digit) {
            out += '#';
        } else if (!is_letter) {
            out += piece;
        } else {
            if (in_word) out += '*';
            else out += piece;
        }
        in_word = is_letter || is_digit;
    }
    return out;
}

}  // namespace

// Everything judged while one of these lives goes.
class Gate::Doom {
public:
    explicit Doom(Gate& gate) : gate_(gate) { ++gate_.doomed_; }
    ~Doom() { --gate_.doomed_; }
    Doom(Doom const&) = delete;
    Doom& operator=(Doom const&) = delete;

private:
    Gate& gate_;
};

struct Gate::Trial::State {
    Budget budget;
    Report report;
    Needles needles;
    std::unordered_map<Key, std::size_t, KeyHash> index;
    bool has_hidden_residue;
};

Gate::Trial::Trial(Gate& gate)
    : gate_(gate), before_(new State{*gate.budget_, gate.report_, gate.needles_, gate.index_, gate.has_hidden_residue_}) {}

Gate::Trial::~Trial() {
    if (is_kept_) return;
    *gate_.budget_ = before_->budget;
    gate_.report_ = std::move(before_->report);
    gate_.needles_ = std::move(before_->needles);
    gate_.index_ = std::move(before_->index);
    gate_.has_hidden_residue_ = before_->has_hidden_residue;
}

std::size_t Gate::KeyHash::operator()(Key const& key) const noexcept {
    auto const mix = [](std::size_t seed, std::size_t value) { return (seed ^ value) * 0x9E3779B97F4A7C15ULL; };
    std::size_t hash = mix(0, std::hash<void const*>{}(key.place));
    hash = mix(hash, std::hash<void const*>{}(key.rule));
    hash = mix(hash, static_cast<std::size_t>(key.action));
    return mix(hash, std::hash<std::string>{}(key.name));
}

Action Gate::action_of(Rule const& rule) const {
    if (policy(rule.kind) != Disposition::remove) return Action::kept;
    switch (rule.form) {
        case Form::remove: return Action::removed;
        case Form::unwrap: return doomed_ > 0 ? Action::removed : Action::unwrapped;
        case Form::replace: return doomed_ > 0 ? Action::removed : Action::replaced;
        case Form::flatten: return doomed_ > 0 ? Action::removed : Action::flattened;
    }
    return Action::removed;
}

Result<void> Gate::record(Rule const& rule, Action action, std::uint64_t size_bytes, Label const& label) {
    if (context_.rules_hit != nullptr) context_.rules_hit->insert(&rule);
    if (action == Action::kept && is_silent(rule.kind)) return {};
    TRY(budget_->part());
    // Where a kind may stay, a value that went in one place stands in others with good reason.
    if (action != Action::kept && context_.policy(rule.kind) == Disposition::remove) needles_.offer(rule.kind, label.value);

    auto& findings = report_.findings;
    Key key{&place(), &rule, action, std::string(label.name)};
    if (auto const known = index_.find(key); known != index_.end()) {
        Finding& finding = findings[known->second];
        finding.count += label.count;
        finding.bytes += size_bytes;
        if (finding.value.empty()) finding.value = shown_value(label);
        return {};
    }
    if (findings.size() >= wire::kMaxFindings) {
        report_.findings_omitted += label.count;
        return {};
    }
    Finding finding;
    finding.code = rule.code.view();
    finding.kind = rule.kind;
    finding.action = action;
    finding.path = place();
    if (!finding.path.empty()) finding.path += " > ";
    finding.path += label.name.empty() ? rule.name.view() : label.name;
    finding.why = rule.why.view();
    finding.value = shown_value(label);
    finding.count = label.count;
    finding.bytes = size_bytes;
    finding.flagged = action == Action::kept && policy(rule.kind) == Disposition::keep_flagged;
    index_.emplace(std::move(key), findings.size());
    findings.push_back(std::move(finding));
    return {};
}

Result<std::optional<Kept>> Gate::pass(Rule const& rule, Bytes payload, Label const& label) {
    auto const action = policy(rule.kind) == Disposition::remove ? Action::removed : Action::kept;
    TRY(record(rule, action, payload.size(), label));
    if (action != Action::kept) return std::optional<Kept>{};
    if (rule.kind != Kind::content) carries(text(payload));
    return std::optional<Kept>(Kept(payload));
}

Result<Action> Gate::judge(Rule const& rule, std::uint64_t size_bytes, Label const& label) {
    auto const action = action_of(rule);
    TRY(record(rule, action, size_bytes, label));
    return action;
}

Result<void> Gate::drop(Rule const& rule, std::uint64_t size_bytes, Label const& label) {
    return record(rule, Action::removed, size_bytes, label);
}

Result<Blob> Gate::walk_inside(Bytes payload, Walk const& walk, std::string_view name) {
    TRY(budget_->may_enter());
    Budget::Level const level(*budget_);
    Scope const scope(*this, name);
    Sink sink(*budget_);
    ++nested_;
    extensions_.emplace_back();
    auto const walked = walk(payload, sink, *this);
    inner_extension_ = std::move(extensions_.back());
    extensions_.pop_back();
    --nested_;
    TRY(walked);
    TRY(budget_->check_output());
    return sink.take().take();
}

Result<std::optional<Kept>> Gate::pass_block(Rule const& rule, Bytes payload, Walk const& walk, Label const& label) {
    auto inside = walk_inside(payload, walk, label.name.empty() ? rule.name.view() : label.name);
    if (!inside) {
        if (inside.error().code == Errc::over_budget) return Failure{inside.error()};
        TRY(record(rule, Action::removed, payload.size(), {label.name, {}, 1, inside.error().what}));
        return std::optional<Kept>{};
    }
    if (inside->empty()) return std::optional<Kept>{};
    return std::optional<Kept>(Kept(std::move(inside).take()));
}

Result<std::optional<Kept>> Gate::pass_file(Rule const& rule, Bytes payload, Label const& label) {
    auto const* const format = identify(context_.formats, payload);
    if (policy(rule.kind) == Disposition::remove) {
        TRY(record(rule, Action::removed, payload.size(), label));
        if (format != nullptr) look_into(rule, payload, format->walk, label);
        return std::optional<Kept>{};
    }
    auto const name = label.name.empty() ? rule.name.view() : label.name;
    if (format == nullptr) {
        TRY(record(kUnknownFile, Action::removed, payload.size(), {name, {}, 1, likely_type(payload)}));
        return std::optional<Kept>{};
    }
    auto inside = walk_inside(payload, format->walk, name);
    if (!inside) {
        if (inside.error().code == Errc::over_budget) return Failure{inside.error()};
        TRY(record(kBroken, Action::removed, payload.size(), {name, {}, 1, inside.error().what}));
        return std::optional<Kept>{};
    }
    if (!is_silent(rule.kind)) TRY(record(rule, Action::kept, payload.size(), label));
    return std::optional<Kept>(Kept(std::move(inside).take()));
}

Result<Kept> Gate::replace(Rule const& rule, Bytes old, Made canonical, Label const& label) {
    if (std::equal(old.begin(), old.end(), canonical.bytes().begin(), canonical.bytes().end())) return Kept(old);
    auto const action = action_of(rule);
    TRY(record(rule, action, old.size(), label));
    if (action == Action::kept) return Kept(old);
    return Kept(std::move(canonical).take());
}

void Gate::look_into(Rule const& rule, Bytes payload, Walk const& walk, Label const& label) {
    Doom const doom(*this);
    Budget look = budget_->for_a_look();
    Budget* const outer = std::exchange(budget_, &look);
    auto const name = label.name.empty() ? rule.name.view() : label.name;
    auto const inside = walk_inside(payload, walk, name);
    budget_ = outer;
    budget_->absorb(look);
    if (!inside && inside.error().code == Errc::over_budget) note_uninspected(name, inside.error().what);
}

Result<void> Gate::slack(Rule const& rule, Bytes bytes) {
    if (bytes.empty()) return {};
    auto const* const format = identify(context_.formats, bytes);
    TRY(record(rule, Action::removed, bytes.size(), {{}, {}, 1, likely_type(bytes)}));
    if (format != nullptr) look_into(rule, bytes, format->walk);
    return {};
}

Failure Gate::convert(Literal from) {
    if (nested_ == 0 && doomed_ == 0) {
        needed_tier_ = wire::Tier::office;
        convert_from_ = from.view();
    }
    return fail(Errc::unsupported, "a format that has to be converted first");
}

void Gate::shows(std::string_view shown_text) {
    if (context_.searcher == nullptr || doomed_ > 0) return;
    // A document has thousands of texts and of values, and nearly every text holds none: one look at it tells.
    bool may_hold_one = false;
    context_.searcher->each(bytes_of(shown_text), [&](Needle const&) { may_hold_one = true; });
    if (!may_hold_one) return;
    context_.searcher->each_visible(shown_text, [&](Needle const& needle) {
        auto const value = shown_value(needle.value);
        for (auto& known : report_.residue) {
            if (known.value == value && known.kind == needle.kind && known.path == place()) {
                ++known.count;
                return;
            }
        }
        if (report_.residue.size() < wire::kMaxFindings) report_.residue.push_back({place(), needle.kind, value, 1});
    });
}

void Gate::carries(std::string_view hidden_text) {
    if (context_.searcher == nullptr || doomed_ > 0) return;
    context_.searcher->each(bytes_of(hidden_text), [&](Needle const& needle) {
        has_hidden_residue_ = true;
        if (report_.residue.size() < wire::kMaxFindings)
            report_.residue.push_back({place() + " (not visible)", needle.kind, shown_value(needle.value), 1});
    });
}

void Gate::identified(std::string_view format, std::string_view extension) {
    note_limits_of_tools(format);
    if (!extensions_.empty()) extensions_.back() = extension;
    if (nested_ > 0 || doomed_ > 0) return;
    report_.format = format;
    report_.extension = extension;
}

namespace {

struct Limitation {
    std::string_view media;  // how the media type begins
    std::string_view text;
};

// What stays in content of a kind and what no program can tell from the content itself.
constexpr Limitation kLimitations[] = {
    {"image/", "what a picture shows: faces, places, reflections, readable text, the position of the sun"},
    {"image/", "the noise of a camera's sensor in a picture, which tells that camera from others"},
    {"image/", "robust watermarks in the pixels of a picture"},
    {"audio/", "voices, background noise, and watermarks in the sound"},
    {"video/", "faces, voices, places, and watermarks in picture and sound"},
    {"application/", "what the text tells, and details that only few people can know"},
    {"application/", "wording, spelling, spacing and layout that differ from copy to copy"},
    {"application/", "the style of writing, which can tell who wrote it"},
};

// Texts are documents; archives and single sheets of bytes are what is in them.
std::string_view family_of(std::string_view media_type) {
    if (media_type == "application/zip" || media_type == "application/x-tar" || media_type == "application/gzip") return {};
    if (media_type.substr(0, 5) == "text/" || media_type.substr(0, 8) == "message/") return "application/";
    return media_type.substr(0, media_type.find('/') + 1);
}

}  // namespace

std::vector<std::string_view> limits_of_tools(std::string_view format) {
    std::vector<std::string_view> texts;
    for (auto const& info : formats()) {
        if (info.name != format) continue;
        for (auto const& limitation : kLimitations)
            if (limitation.media == family_of(info.media_type)) texts.push_back(limitation.text);
    }
    return texts;
}

void Gate::note_limits_of_tools(std::string_view format) {
    for (auto const text : limits_of_tools(format)) note_beyond(text);
}

void Gate::note_lost(std::string_view what, std::uint64_t count) {
    if (doomed_ > 0 || count == 0) return;
    for (auto& known : report_.lost) {
        if (known.what == what) {
            known.count += count;
            return;
        }
    }
    report_.lost.push_back({std::string(what), count});
}

void Gate::note_fact(std::string_view name, std::uint64_t before, std::uint64_t after) {
    if (nested_ == 0 && doomed_ == 0) report_.facts.push_back({std::string(name), before, after});
}

namespace {

void add_note(std::vector<Note>& notes, std::string_view path, std::string_view sentence) {
    bool const is_known = std::any_of(notes.begin(), notes.end(), [&](Note const& n) { return n.path == path && n.text == sentence; });
    if (!is_known && notes.size() < wire::kMaxFindings) notes.push_back({std::string(path), std::string(sentence)});
}

}  // namespace

void Gate::note_beyond(std::string_view sentence) {
    if (doomed_ == 0) add_note(report_.beyond, {}, sentence);
}

void Gate::note_uninspected(std::string_view name, std::string_view sentence) {
    add_note(report_.not_inspected, place().empty() ? std::string(name) : place() + " > " + std::string(name), sentence);
}

void Gate::remark(std::string_view sentence) {
    if (doomed_ == 0) add_note(report_.remarks, place(), sentence);
}

std::string const& Gate::place() {
    if (place_ == nullptr) {
        std::string joined;
        for (auto const& scope : scopes_) {
            if (!joined.empty()) joined += " > ";
            joined += scope;
        }
        place_ = &*places_.insert(std::move(joined)).first;
    }
    return *place_;
}

std::string Gate::shown_value(std::string_view value) const {
    value = value.substr(0, kMaxValueBytes);
    switch (context_.values) {
        case Values::none: return {};
        case Values::masked: return masked(value);
        case Values::full: return std::string(value);
    }
    return {};
}

std::string Gate::shown_value(Label const& label) const {
    return label.type.empty() || context_.values == Values::none ? shown_value(label.value) : std::string(label.type);
}

void Gate::open_scope(std::string_view name) {
    scopes_.emplace_back(name);
    place_ = nullptr;
}

void Gate::close_scope() {
    scopes_.pop_back();
    place_ = nullptr;
}

Report Gate::take_report() { return std::exchange(report_, {}); }

RuleList Gate::rules() { return list_rules(kUnknownFile, kBroken); }

}  // namespace scrub::engine
