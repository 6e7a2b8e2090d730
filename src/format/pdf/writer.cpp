// Tokens, object streams and the cross-reference stream.
#include "format/pdf/writer.hpp"

#include <cmath>

#include "codec/inflate.hpp"
#include "format/pdf/lexer.hpp"

namespace scrub::engine::pdf {

// --- tokens -----------------------------------------------------------------------------

void Emit::space() {
    if (last_is_regular_) out_.u8(' ');
    last_is_regular_ = true;
}

Emit& Emit::delimiter(Literal text) {
    out_.put(text);
    last_is_regular_ = false;
    return *this;
}

Emit& Emit::name(Literal name) {
    out_.u8('/');
    out_.put(name);
    last_is_regular_ = true;
    return *this;
}

Emit& Emit::name(Literal prefix, std::uint64_t index) {
    name(prefix);
    out_.decimal(index);
    return *this;
}

Emit& Emit::name(Kept const& name) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    out_.u8('/');
    for (auto const c : name.bytes()) {
        if (c > 32 && c < 127 && is_regular(c) && c != '#') {
            out_.u8(c);
        } else {
            out_.u8('#');
            out_.u8(static_cast<std::uint8_t>(kHex[c >> 4]));
            out_.u8(static_cast<std::uint8_t>(kHex[c & 15]));
        }
    }
    last_is_regular_ = true;
    return *this;
}

Emit& Emit::integer(std::int64_t value) {
    space();
    if (value < 0) out_.u8('-');
    out_.decimal(value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value));
    return *this;
}

void Emit::digits(std::uint64_t fraction, unsigned places) {
    std::uint8_t text[8];
    for (unsigned i = places; i-- > 0; fraction /= 10) text[i] = static_cast<std::uint8_t>('0' + fraction % 10);
    while (places > 0 && text[places - 1] == '0') --places;
    for (unsigned i = 0; i < places; ++i) out_.u8(text[i]);
}

Emit& Emit::number(double value) {
    constexpr double kLargest = 1e10;  // beyond any coordinate
    if (!(value > -kLargest)) value = value < 0 ? -kLargest : 0;
    if (value > kLargest) value = kLargest;
    bool const is_small = value < 0.1 && value > -0.1;
    std::uint64_t const unit = is_small ? 100'000'000 : 100'000;
    auto const scaled = static_cast<std::uint64_t>(std::llround(std::fabs(value) * static_cast<double>(unit)));
    space();
    if (scaled == 0) {
        out_.u8('0');
        return *this;
    }
    if (value < 0) out_.u8('-');
    auto const whole = scaled / unit;
    auto const fraction = scaled % unit;
    if (whole != 0) out_.decimal(whole);
    if (fraction != 0) {
        out_.u8('.');
        digits(fraction, is_small ? 8 : 5);
    }
    return *this;
}

Emit& Emit::reference(std::uint32_t number) {
    space();
    out_.decimal(number);
    out_.put(" 0 R");
    return *this;
}

Emit& Emit::word(Literal keyword) {
    space();
    out_.put(keyword);
    return *this;
}

Emit& Emit::raw(Made const& data) {
    if (data.empty()) return *this;
    if (last_is_regular_ && is_regular(data.bytes().front())) out_.u8(' ');
    out_.put(data);
    last_is_regular_ = is_regular(data.bytes().back());
    return *this;
}

Emit& Emit::string(Kept const& bytes) {
    string_bytes(bytes.bytes());
    return *this;
}

Emit& Emit::hex(Kept const& bytes) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (auto const c : bytes.bytes()) {
        out_.u8(static_cast<std::uint8_t>(kHex[c >> 4]));
        out_.u8(static_cast<std::uint8_t>(kHex[c & 15]));
    }
    out_.u8('>');
    last_is_regular_ = true;
    return *this;
}

Emit& Emit::string(Made const& bytes) {
    string_bytes(bytes.bytes());
    return *this;
}

void Emit::string_bytes(Bytes bytes) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::size_t odd = 0;
    for (auto const c : bytes) odd += c < 32 || c > 126 ? 1U : 0U;
    last_is_regular_ = false;
    if (odd * 4 > bytes.size()) {
        out_.u8('<');
        for (auto const c : bytes) {
            out_.u8(static_cast<std::uint8_t>(kHex[c >> 4]));
            out_.u8(static_cast<std::uint8_t>(kHex[c & 15]));
        }
        out_.u8('>');
        return;
    }
    out_.u8('(');
    for (auto const c : bytes) {
        if (c == '\r') {
            out_.put("\\r");
            continue;
        }
        if (c == '(' || c == ')' || c == '\\') out_.u8('\\');
        out_.u8(c);
    }
    out_.u8(')');
}

// --- the file ---------------------------------------------------------------------------

namespace {

constexpr std::size_t kObjectsPerStream = 200;

}  // namespace

Writer::Writer(Sink& out, Budget& budget) : out_(out), budget_(budget), pack_(budget) {
    out_.put("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
}

std::uint32_t Writer::allocate() {
    ++allocated_;
    places_.emplace_back();
    return static_cast<std::uint32_t>(places_.size() - 1);
}

void Writer::object(std::uint32_t number, Made const& body) {
    packed_.push_back(number);
    offsets_.push_back(pack_.size());
    pack_.put(body);
    pack_.u8('\n');
    if (packed_.size() == kObjectsPerStream) flush_objects();
}

void Writer::flush_objects() {
    if (packed_.empty()) return;
    auto const container = allocate();
    --allocated_;
    Sink head(budget_);
    for (std::size_t i = 0; i < packed_.size(); ++i) {
        places_[packed_[i]] = {container, static_cast<std::uint32_t>(i), true};
        head.decimal(packed_[i]);
        head.u8(' ');
        head.decimal(offsets_[i]);
        head.u8(i + 1 == packed_.size() ? '\n' : ' ');
    }
    Emit entries(budget_);
    entries.name("Type").name("ObjStm").name("N").integer(static_cast<std::int64_t>(packed_.size()));
    entries.name("First").integer(static_cast<std::int64_t>(head.size())).name("Filter").name("FlateDecode");
    Sink whole(budget_);
    whole.put(head.take());
    whole.put(pack_.take());
    packed_.clear();
    offsets_.clear();
    stream(container, entries.take(), codec::deflate(whole.collected(), codec::Wrapper::zlib));
}

template <class Data>
void Writer::stream_of(std::uint32_t number, Made const& entries, Data const& data) {
    places_[number] = {out_.size(), 0, false};
    out_.decimal(number);
    out_.put(" 0 obj\n<<");
    out_.put(entries);
    out_.put("/Length ");
    out_.decimal(data.size());
    out_.put(">>\nstream\n");
    out_.put(data);
    out_.put("\nendstream\nendobj\n");
}

template void Writer::stream_of(std::uint32_t, Made const&, Made const&);
template void Writer::stream_of(std::uint32_t, Made const&, Kept const&);

void Writer::finish(std::uint32_t root, std::optional<std::uint32_t> info) {
    flush_objects();
    auto const number = allocate();
    auto const start = out_.size();
    places_[number] = {start, 0, false};
    Sink table(budget_);
    for (std::size_t i = 0; i < places_.size(); ++i) {
        auto const& place = places_[i];
        table.u8(i == 0 ? 0 : place.is_compressed ? 2 : 1);
        table.be32(static_cast<std::uint32_t>(place.where));
        table.be16(i == 0 ? 0xFFFF : static_cast<std::uint16_t>(place.index));
    }
    Emit entries(budget_);
    entries.name("Type").name("XRef").name("Size").integer(static_cast<std::int64_t>(places_.size()));
    entries.name("W").open_array().integer(1).integer(4).integer(2).close_array();
    entries.name("Root").reference(root);
    if (info) entries.name("Info").reference(*info);
    entries.name("Filter").name("FlateDecode");
    stream(number, entries.take(), codec::deflate(table.collected(), codec::Wrapper::zlib));
    out_.put("startxref\n");
    out_.decimal(start);
    out_.put("\n%%EOF\n");
}

}  // namespace scrub::engine::pdf
