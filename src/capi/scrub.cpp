// scrub.h over scrub.hpp. The library throws std::bad_alloc only; it ends here.
#include <scrub/scrub.h>

#include <cstring>
#include <new>

#include <scrub/scrub.hpp>

// Functions of C share their names with the namespace's: the C++ ones are always written with `scrub::`.
struct scrub_scrubber {
    scrub::Scrubber scrubber;
};

struct scrub_options {
    scrub::Options options;
};

struct scrub_outcome {
    scrub::Outcome outcome;
    scrub::Options options;  // the report tells them
    std::string json;
    std::string text;
};

namespace {

template <class Work>
auto or_null(Work work) noexcept -> decltype(work()) {
    try {
        return work();
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}

template <class Job>
scrub_outcome* run(scrub_scrubber* scrubber, scrub_options const* options, Job job) noexcept {
    if (scrubber == nullptr) return nullptr;
    return or_null([&] {
        auto const chosen = options != nullptr ? options->options : scrub::Options{};
        return new scrub_outcome{job(scrubber->scrubber, chosen), chosen, {}, {}};
    });
}

std::span<std::uint8_t const> bytes_of(size_t size, uint8_t const* input) noexcept {
    return input != nullptr ? std::span(input, size) : std::span<std::uint8_t const>();
}

char const* path_of(char const* path) noexcept { return path != nullptr ? path : ""; }

std::optional<scrub::Disposition> disposition_from(std::string_view name) noexcept {
    for (auto const disposition : {scrub::Disposition::keep, scrub::Disposition::keep_flagged, scrub::Disposition::remove})
        if (to_string(disposition) == name) return disposition;
    return std::nullopt;
}

std::optional<scrub::Values> values_from(std::string_view name) noexcept {
    if (name == "none") return scrub::Values::none;
    if (name == "masked") return scrub::Values::masked;
    if (name == "full") return scrub::Values::full;
    return std::nullopt;
}

int set_flag(scrub_options* options, bool scrub::Options::*flag, int on) noexcept {
    if (options == nullptr) return 0;
    options->options.*flag = on != 0;
    return 1;
}

// Names of enumerations are literals, so that they end with a zero.
char const* literal(std::string_view name) noexcept { return name.data(); }

}  // namespace

extern "C" {

char const* scrub_version(void) { return literal(scrub::version()); }

scrub_scrubber* scrub_new(char const* worker) {
    return or_null([&] {
        scrub::Config config;
        if (worker != nullptr) config.worker = worker;
        return new scrub_scrubber{scrub::Scrubber(std::move(config))};
    });
}

void scrub_free(scrub_scrubber* scrubber) { delete scrubber; }

scrub_options* scrub_options_new(void) {
    return or_null([] { return new scrub_options; });
}

void scrub_options_free(scrub_options* options) { delete options; }

int scrub_options_set_policy(scrub_options* options, char const* name) {
    auto const policy = name != nullptr ? scrub::Policy::from(name) : std::nullopt;
    if (options == nullptr || !policy) return 0;
    options->options.policy = *policy;
    return 1;
}

int scrub_options_set_kind(scrub_options* options, char const* kind, char const* disposition) {
    if (options == nullptr || kind == nullptr || disposition == nullptr) return 0;
    auto const known_kind = scrub::kind_from(kind);
    auto const known_disposition = disposition_from(disposition);
    return known_kind && known_disposition && options->options.policy.set(*known_kind, *known_disposition) ? 1 : 0;
}

int scrub_options_set_values(scrub_options* options, char const* name) {
    auto const values = name != nullptr ? values_from(name) : std::nullopt;
    if (options == nullptr || !values) return 0;
    options->options.values = *values;
    return 1;
}

int scrub_options_set_limit(scrub_options* options, char const* name, uint64_t value) {
    if (options == nullptr || name == nullptr) return 0;
    for (auto const& row : scrub::limit_rows()) {
        if (row.name != name) continue;
        options->options.limits.*row.value = value;
        return 1;
    }
    return 0;
}

int scrub_options_set_require_isolation(scrub_options* options, int on) { return set_flag(options, &scrub::Options::require_isolation, on); }
int scrub_options_set_no_rerender(scrub_options* options, int on) { return set_flag(options, &scrub::Options::no_rerender, on); }
int scrub_options_set_hashes(scrub_options* options, int on) { return set_flag(options, &scrub::Options::with_hashes, on); }
int scrub_options_set_overwrite(scrub_options* options, int on) { return set_flag(options, &scrub::Options::overwrite, on); }

scrub_outcome* scrub_bytes(scrub_scrubber* scrubber, scrub_options const* options, size_t size, uint8_t const* input) {
    return run(scrubber, options, [&](scrub::Scrubber& s, scrub::Options const& o) { return s.scrub(bytes_of(size, input), o); });
}

scrub_outcome* scrub_inspect_bytes(scrub_scrubber* scrubber, scrub_options const* options, size_t size, uint8_t const* input) {
    return run(scrubber, options, [&](scrub::Scrubber& s, scrub::Options const& o) { return s.inspect(bytes_of(size, input), o); });
}

scrub_outcome* scrub_file(scrub_scrubber* scrubber, scrub_options const* options, char const* input, char const* output) {
    return run(scrubber, options, [&](scrub::Scrubber& s, scrub::Options const& o) {
        return s.scrub_file(path_of(input), std::filesystem::path(path_of(output)), o);
    });
}

scrub_outcome* scrub_inspect_file(scrub_scrubber* scrubber, scrub_options const* options, char const* input) {
    return run(scrubber, options, [&](scrub::Scrubber& s, scrub::Options const& o) { return s.inspect_file(path_of(input), o); });
}

void scrub_outcome_free(scrub_outcome* outcome) { delete outcome; }

scrub_status scrub_outcome_status(scrub_outcome const* outcome) {
    if (outcome == nullptr) return SCRUB_FAILED;
    switch (outcome->outcome.status) {
        case scrub::Status::scrubbed: return SCRUB_SCRUBBED;
        case scrub::Status::already_clean: return SCRUB_ALREADY_CLEAN;
        case scrub::Status::refused: return SCRUB_REFUSED;
        case scrub::Status::failed: return SCRUB_FAILED;
    }
    return SCRUB_FAILED;
}

int scrub_outcome_has_output(scrub_outcome const* outcome) { return outcome != nullptr && outcome->outcome.has_output() ? 1 : 0; }

char const* scrub_outcome_reason(scrub_outcome const* outcome) {
    return outcome != nullptr ? literal(to_string(outcome->outcome.reason)) : "";
}
char const* scrub_outcome_message(scrub_outcome const* outcome) { return outcome != nullptr ? outcome->outcome.message.c_str() : ""; }
char const* scrub_outcome_format(scrub_outcome const* outcome) { return outcome != nullptr ? outcome->outcome.report.format.c_str() : ""; }
char const* scrub_outcome_extension(scrub_outcome const* outcome) {
    return outcome != nullptr ? outcome->outcome.report.extension.c_str() : "";
}

size_t scrub_outcome_size(scrub_outcome const* outcome) { return outcome != nullptr ? outcome->outcome.output.size() : 0; }
uint8_t const* scrub_outcome_bytes(scrub_outcome const* outcome) {
    return outcome != nullptr ? outcome->outcome.output.bytes().data() : nullptr;
}

char const* scrub_outcome_input_sha256(scrub_outcome const* outcome) { return outcome != nullptr ? outcome->outcome.input_sha256.c_str() : ""; }
char const* scrub_outcome_output_sha256(scrub_outcome const* outcome) { return outcome != nullptr ? outcome->outcome.output_sha256.c_str() : ""; }

size_t scrub_outcome_findings(scrub_outcome const* outcome) { return outcome != nullptr ? outcome->outcome.report.findings.size() : 0; }

int scrub_outcome_finding(scrub_outcome const* outcome, size_t index, scrub_finding* finding) {
    if (finding == nullptr || index >= scrub_outcome_findings(outcome)) return 0;
    auto const& known = outcome->outcome.report.findings[index];
    scrub_finding const whole{sizeof whole,
                              known.code.c_str(),
                              literal(to_string(known.kind)),
                              literal(to_string(known.action)),
                              known.path.c_str(),
                              known.why.c_str(),
                              known.value.c_str(),
                              known.count,
                              known.bytes,
                              known.flagged ? 1 : 0,
                              known.verified ? 1 : 0};
    // A caller of an older header has a shorter structure.
    auto const size = finding->size;
    if (size < sizeof size) return 0;
    std::memcpy(finding, &whole, size < sizeof whole ? size : sizeof whole);
    finding->size = size;
    return 1;
}

char const* scrub_outcome_json(scrub_outcome* outcome) {
    if (outcome == nullptr) return "";
    return or_null([&] {
        outcome->json = to_json(outcome->outcome, outcome->options);
        return outcome->json.c_str();
    });
}

char const* scrub_outcome_text(scrub_outcome* outcome, char const* language) {
    if (outcome == nullptr) return "";
    return or_null([&] {
        outcome->text = to_text(outcome->outcome, outcome->options, language != nullptr ? language : "en");
        return outcome->text.c_str();
    });
}

}  // extern "C"
