// Encoding and decoding of requests and answers.
#include "model/wire.hpp"

#include <algorithm>
#include <type_traits>

namespace scrub::wire {
namespace {

// One description of each structure serves both directions: `io` is a Writer or a Reader.

class Writer {
public:
    static constexpr bool kReads = false;

    template <class T>
    void number(T const& value) {
        auto left = static_cast<std::uint64_t>(value);
        for (std::size_t i = 0; i < sizeof(T); ++i, left >>= 8) bytes_.push_back(static_cast<std::uint8_t>(left & 0xFF));
    }
    void text(std::string const& value) {
        std::size_t const size = std::min(value.size(), kMaxStringBytes);
        number(static_cast<std::uint32_t>(size));
        bytes_.insert(bytes_.end(), value.begin(), value.begin() + static_cast<std::ptrdiff_t>(size));
    }
    void password(std::string const& value) { text(value.substr(0, kMaxPasswordBytes)); }
    template <class T, class Each>
    void list(std::vector<T> const& values, std::size_t at_most, Each each) {
        std::size_t const size = std::min(values.size(), at_most);
        number(static_cast<std::uint32_t>(size));
        for (std::size_t i = 0; i < size; ++i) each(values[i]);
    }
    std::vector<std::uint8_t> take() { return std::move(bytes_); }

private:
    std::vector<std::uint8_t> bytes_;
};

class Reader {
public:
    static constexpr bool kReads = true;
    explicit Reader(std::span<std::uint8_t const> bytes) : left_(bytes) {}

    template <class T>
    void number(T& value) {
        std::uint64_t raw = 0;
        if (left_.size() < sizeof(T)) return fail();
        for (std::size_t i = 0; i < sizeof(T); ++i) raw |= std::uint64_t{left_[i]} << 8 * i;
        left_ = left_.subspan(sizeof(T));
        if constexpr (std::is_same_v<T, bool>) {
            if (raw > 1) return fail();
        }
        value = static_cast<T>(raw);
    }
    void text(std::string& value) {
        std::uint32_t size = 0;
        number(size);
        if (size > kMaxStringBytes || size > left_.size()) return fail();
        value = escaped({reinterpret_cast<char const*>(left_.data()), size});
        left_ = left_.subspan(size);
    }
    // Not for people: every byte counts, so nothing is escaped.
    void password(std::string& value) {
        std::uint32_t size = 0;
        number(size);
        if (size > kMaxPasswordBytes || size > left_.size()) return fail();
        value.assign(reinterpret_cast<char const*>(left_.data()), size);
        left_ = left_.subspan(size);
    }
    template <class T, class Each>
    void list(std::vector<T>& values, std::size_t at_most, Each each) {
        std::uint32_t size = 0;
        number(size);
        if (size > at_most || size > left_.size()) return fail();
        for (std::uint32_t i = 0; i < size && is_good_; ++i) each(values.emplace_back());
    }
    void fail() {
        is_good_ = false;
        left_ = {};
    }
    bool is_done() const { return is_good_ && left_.empty(); }

private:
    std::span<std::uint8_t const> left_;
    bool is_good_ = true;
};

template <class Io, class E>
void enumeration(Io& io, E& value, std::remove_const_t<E> last) {
    io.number(value);
    if constexpr (Io::kReads) {
        if (value > last) io.fail();
    }
}

template <class Io, class R>
void describe_limits(Io& io, R& limits) {
    for (auto const& row : limit_rows()) io.number(limits.*row.value);
}

template <class Io, class P>
void describe_policy(Io& io, P& policy) {
    auto name = std::string(policy.name());
    io.text(name);
    if constexpr (Io::kReads) {
        auto const known = Policy::from(name);
        if (!known) return io.fail();
        policy = *known;
    }
    for (auto const& row : kinds()) {
        auto disposition = policy(row.kind);
        enumeration(io, disposition, Disposition::remove);
        if constexpr (Io::kReads) {
            if (disposition != policy(row.kind) && !policy.set(row.kind, disposition)) io.fail();
        }
    }
}

template <class Io, class R>
void describe(Io& io, R& request) {
    enumeration(io, request.mode, Mode::probe);
    describe_policy(io, request.options.policy);
    enumeration(io, request.options.values, Values::full);
    describe_limits(io, request.options.limits);
    io.number(request.options.require_isolation);
    io.number(request.options.no_rerender);
    io.password(request.options.password);
}

template <class Io, class R>
void describe_report(Io& io, R& report) {
    auto const note = [&](auto& n) {
        io.text(n.path);
        io.text(n.text);
    };
    io.text(report.format);
    io.text(report.extension);
    io.list(report.findings, kMaxFindings, [&](auto& f) {
        io.text(f.code);
        enumeration(io, f.kind, Kind::unknown);
        enumeration(io, f.action, Action::rerendered);
        io.text(f.path);
        io.text(f.why);
        io.text(f.value);
        io.number(f.count);
        io.number(f.bytes);
        io.number(f.flagged);
    });
    io.list(report.not_inspected, kMaxFindings, note);
    io.list(report.beyond, kMaxFindings, note);
    io.list(report.remarks, kMaxFindings, note);
    io.list(report.residue, kMaxFindings, [&](auto& r) {
        io.text(r.path);
        enumeration(io, r.kind, Kind::unknown);
        io.text(r.value);
        io.number(r.count);
    });
    io.list(report.lost, kMaxFindings, [&](auto& l) {
        io.text(l.what);
        io.number(l.count);
    });
    io.list(report.facts, kMaxFindings, [&](auto& f) {
        io.text(f.name);
        io.number(f.before);
        io.number(f.after);
    });
    io.number(report.findings_omitted);
}

template <class Io, class A>
void describe_answer(Io& io, A& answer) {
    auto magic = kMagic;
    io.number(magic);
    if constexpr (Io::kReads) {
        if (magic != kMagic) io.fail();
    }
    enumeration(io, answer.reason, Reason::internal_error);
    io.text(answer.message);
    io.number(answer.is_unchanged);
    io.number(answer.output_size);
    enumeration(io, answer.needed, Tier::office);
    io.text(answer.convert_from);
    io.number(answer.isolation.seccomp);
    io.number(answer.isolation.no_new_privileges);
    io.number(answer.isolation.landlock_abi);
    io.number(answer.isolation.resource_limits);
    describe_report(io, answer.report);
}

}  // namespace

bool operator==(Request const& a, Request const& b) {
    return a.mode == b.mode && a.options.policy == b.options.policy && a.options.values == b.options.values &&
           a.options.limits == b.options.limits && a.options.require_isolation == b.options.require_isolation && a.options.no_rerender == b.options.no_rerender &&
           a.options.password == b.options.password;
}

Hello Hello::of_this_build() noexcept {
    Hello hello;
    scrub::version().copy(hello.version, sizeof hello.version - 1);
    return hello;
}

std::vector<std::uint8_t> encode(Request const& request) {
    Writer writer;
    describe(writer, request);
    return writer.take();
}

std::optional<Request> decode_request(std::span<std::uint8_t const> bytes) {
    Reader reader(bytes);
    Request request;
    describe(reader, request);
    if (!reader.is_done()) return std::nullopt;
    return request;
}

std::vector<std::uint8_t> encode(Answer const& answer) {
    Writer writer;
    describe_answer(writer, answer);
    return writer.take();
}

std::optional<Answer> decode_answer(std::span<std::uint8_t const> untrusted_bytes) {
    if (untrusted_bytes.size() > kMaxAnswerBytes) return std::nullopt;
    Reader reader(untrusted_bytes);
    Answer answer;
    describe_answer(reader, answer);
    if (!reader.is_done()) return std::nullopt;
    return answer;
}

}  // namespace scrub::wire
