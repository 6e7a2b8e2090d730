// The gate: a format shows it each thing that it finds, and gets back what may go on into the output.
// There is no other way to an output, and no dry run: inspecting is scrubbing into nothing.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/needles.hpp"
#include "core/result.hpp"
#include "core/rule.hpp"
#include "core/sink.hpp"
#include "core/tools.hpp"
#include "model/wire.hpp"

namespace scrub::engine {

struct Format;

/// What a finding says beside its rule. Views need to live for the call only.
struct Label {
    std::string_view name{};    ///< in the path; empty: the rule's name
    std::string_view value{};   ///< UTF-8; what the thing says
    std::uint64_t count = 1;
    std::string_view type{};   ///< instead of a value: what the bytes look like, in words of ours, which need no mask
};

/// What a job is to do and what it found out.
struct Context {
    Policy const& policy;
    Values values = Values::masked;
    bool may_rerender = true;  ///< a page that cannot be vetted becomes a picture, where that is possible
    std::span<Format const> formats;
    Tools tools{};                            // of this worker's tier
    std::string_view password{};          ///< of encrypted documents; empty: none was given
    Searcher const* searcher = nullptr;       ///< when verifying: removed values to look for
    std::set<Rule const*>* rules_hit = nullptr;  ///< in tests: which rows were used
};

class Gate {
public:
    Gate(Context const& context, Budget& budget) : context_(context), budget_(&budget) {}
    Gate(Gate const&) = delete;
    Gate& operator=(Gate const&) = delete;

    using Walk = std::function<Result<void>(Bytes in, Sink& out, Gate& gate)>;

    /// A leaf: bytes that have one meaning. Nothing comes back when they must not go on.
    Result<std::optional<Kept>> pass(Rule const& rule, Bytes payload, Label const& label = {});

    /// A thing of a tree or a graph. The caller applies the action at once.
    Result<Action> judge(Rule const& rule, std::uint64_t size_bytes, Label const& label = {});

    /// A block with an inside that `walk` knows (Exif in an APP1). The block itself is not judged: it stays when
    /// something in it stays. A block that cannot be read goes, as `rule` says what it was.
    Result<std::optional<Kept>> pass_block(Rule const& rule, Bytes payload, Walk const& walk, Label const& label = {});

    /// A file inside the file, treated by its content and not by its name. When the policy removes what `rule` says,
    /// it is still looked into, so that the report can tell what was in it. Unknown or broken: removed.
    Result<std::optional<Kept>> pass_file(Rule const& rule, Bytes payload, Label const& label = {});

    /// The usual extension of what the last pass_file gave: it may have become another kind of file.
    std::string_view inner_extension() const noexcept { return inner_extension_; }

    /// Content with a canonical form. Where the policy lets it be, the old bytes stay.
    Result<Kept> replace(Rule const& rule, Bytes old, Made canonical, Label const& label = {});

    /// A finding about bytes that the walk drops itself, whatever the policy says of their kind:
    /// what cannot be kept (its carrier is written anew), or what is broken.
    Result<void> drop(Rule const& rule, std::uint64_t size_bytes, Label const& label = {});

    /// Bytes that belong to nothing: gaps, junk, what lies behind the end. Names what they look like,
    /// and looks into them when they are a file.
    Result<void> slack(Rule const& rule, Bytes bytes);

    /// In an inner walk whose input goes whatever it holds.
    bool is_doomed() const noexcept { return doomed_ > 0; }
    /// Inside another file, or a block of one.
    bool is_nested() const noexcept { return nested_ > 0; }
    /// Everything that `walk` judges goes: the inside of something that is dropped whole. Running out of budget or
    /// breaking down inside costs the look only.
    void look_into(Rule const& rule, Bytes payload, Walk const& walk, Label const& label = {});

    /// Text of the output that a reader sees; searched for removed values when verifying.
    void shows(std::string_view shown_text);
    /// Text of the output that no reader sees: names, attributes, keys.
    void carries(std::string_view hidden_text);

    /// For the report.
    void identified(std::string_view format, std::string_view extension);
    void note_lost(std::string_view what, std::uint64_t count = 1);
    void note_fact(std::string_view name, std::uint64_t before, std::uint64_t after);
    void note_beyond(std::string_view sentence);
    void note_uninspected(std::string_view name, std::string_view sentence);
    void remark(std::string_view sentence);

    /// The kind's disposition, for a survey that has to know before the walk.
    /// The policy wants every page and picture drawn anew.
    bool renders_anew() const noexcept { return context_.policy.renders_anew(); }
    /// What cannot be vetted may be drawn anew.
    bool may_rerender() const noexcept { return context_.may_rerender; }
    Disposition policy(Kind kind) const { return doomed_ > 0 ? Disposition::remove : context_.policy(kind); }

    Budget& budget() noexcept { return *budget_; }
    /// For documents that do not open without one. Must not get into a report or an output.
    std::string_view password() const noexcept { return context_.password; }

    /// The tools of heavier tiers. A failure means that the job goes to another worker, or that this build has no such
    /// tool: pass it on.
    Result<PageRenderer*> renderer() { return tool(context_.tools.renderer, wire::Tier::render, "pages cannot be drawn here"); }
    Result<PictureDecoder*> decoder() { return tool(context_.tools.decoder, wire::Tier::raster, "this picture cannot be decoded here"); }
    /// This file cannot be carried over: another program converts it first, and what comes out is walked in its place.
    /// `from` is the usual extension of what it is. Inside another file that is not to be had.
    Failure convert(Literal from);
    /// The tier that a walk asked for and did not find.
    wire::Tier needed_tier() const noexcept { return needed_tier_; }
    std::string_view convert_from() const noexcept { return convert_from_; }

    /// The same, where the tier has it; null else.
    PageRenderer* renderer_here() const noexcept { return context_.tools.renderer; }

    /// What is found while one of these lives, and what it costs, is forgotten with it unless it is kept: for a walk that
    /// has to see what it would write before it knows what to write.
    class Trial {
    public:
        explicit Trial(Gate& gate);
        ~Trial();
        Trial(Trial const&) = delete;
        Trial& operator=(Trial const&) = delete;
        void keep() noexcept { is_kept_ = true; }

    private:
        Gate& gate_;
        struct State;
        std::unique_ptr<State> before_;
        bool is_kept_ = false;
    };

    /// A component of the paths in the report, for the length of a block.
    class Scope {
    public:
        Scope(Gate& gate, std::string_view name) : gate_(gate) { gate_.open_scope(name); }
        ~Scope() { gate_.close_scope(); }
        Scope(Scope const&) = delete;
        Scope& operator=(Scope const&) = delete;

    private:
        Gate& gate_;
    };

    /// What the job found. Leaves the gate empty.
    Report take_report();
    Needles const& needles() const noexcept { return needles_; }
    bool has_hidden_residue() const noexcept { return has_hidden_residue_; }

    /// The rows of the gate itself, which belong to no format.
    static RuleList rules();

private:
    class Doom;
    struct Key {
        std::string const* place;
        Rule const* rule;
        Action action;
        std::string name;
        friend bool operator==(Key const&, Key const&) = default;
    };
    struct KeyHash {
        std::size_t operator()(Key const& key) const noexcept;
    };

    template <class Tool>
    Result<Tool*> tool(Tool* present, wire::Tier tier, std::string_view what) {
        if (present != nullptr) return present;
        if (doomed_ == 0) needed_tier_ = tier;  // what goes anyway is not worth another worker
        return fail(Errc::unsupported, what);
    }

    Action action_of(Rule const& rule) const;
    Result<void> record(Rule const& rule, Action action, std::uint64_t size_bytes, Label const& label);
    Result<Blob> walk_inside(Bytes payload, Walk const& walk, std::string_view name);
    std::string const& place();
    std::string shown_value(std::string_view value) const;
    std::string shown_value(Label const& label) const;
    void note_limits_of_tools(std::string_view format);
    void open_scope(std::string_view name);
    void close_scope();

    Context context_;
    Budget* budget_;
    Report report_;
    Needles needles_;
    std::vector<std::string> scopes_;
    std::set<std::string> places_;        // joined scopes
    std::string const* place_ = nullptr;  // of the scopes as they are; null when they have changed
    std::unordered_map<Key, std::size_t, KeyHash> index_;  // into report_.findings
    std::vector<std::string> extensions_;  // of the walks that are under way inside
    std::string inner_extension_;
    unsigned doomed_ = 0;
    unsigned nested_ = 0;
    bool has_hidden_residue_ = false;
    wire::Tier needed_tier_ = wire::Tier::structural;
    std::string_view convert_from_;
};

}  // namespace scrub::engine
