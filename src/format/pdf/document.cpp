// Reading the file structure.
#include "format/pdf/document.hpp"

#include <algorithm>
#include <set>

namespace scrub::engine::pdf {
namespace {

constexpr std::uint32_t kMaxNumber = 8'388'607;     // as Acrobat has it (annex C)
constexpr std::size_t kMaxObjects = 1'000'000;
constexpr std::size_t kMaxSections = 100'000;
constexpr int kMaxHops = 32;                        // of references to references
constexpr std::size_t kNone = SIZE_MAX;

std::size_t find_text(Bytes in, std::string_view what, std::size_t from = 0) {
    auto const at = text(in).find(what, from);
    return at == std::string_view::npos ? kNone : at;
}

}  // namespace

// --- lookups --------------------------------------------------------------------------

void Document::sticky(Error const& error) {
    if (error.code == Errc::over_budget && !error_) error_ = error;
}

Result<void> Document::check() const {
    if (error_) return Failure{*error_};
    return {};
}

Value Document::resolve(Value const& value) {
    Value current = value;
    for (int hop = 0; current.is(Type::ref); ++hop) {
        if (hop == kMaxHops) return {};
        current = object(current.ref);
    }
    return current;
}

Value Document::object(Ref ref) {
    auto const found = slots_.find(ref.number);
    if (found == slots_.end()) return {};
    auto& slot = found->second;
    if (slot.is == Slot::Is::free || slot.generation != ref.generation) return {};
    if (slot.state == Slot::State::read) return slot.value;
    if (slot.state == Slot::State::reading) return {};
    slot.state = Slot::State::reading;
    auto const value = load(ref.number, slot);
    auto& after_load = slots_[ref.number];  // loading may have put the table together anew
    after_load.state = Slot::State::read;
    after_load.value = value;
    return value;
}

Value Document::lookup(Dict const* dict, std::string_view key) {
    if (dict == nullptr) return {};
    auto const* const value = dict->find(key);
    return value == nullptr ? Value{} : resolve(*value);
}

Value Document::lookup(Value const& dict, std::string_view key) { return lookup(dict.entries, key); }

Value Document::raw(Value const& dict, std::string_view key) const {
    if (dict.entries == nullptr) return {};
    auto const* const value = dict.entries->find(key);
    return value == nullptr ? Value{} : *value;
}

Result<std::vector<FilterStep>> Document::filters(Value const& dict) {
    auto filter = lookup(dict, "Filter");
    auto parameters = lookup(dict, "DecodeParms");
    if (filter.is_null()) filter = lookup(dict, "F");  // inline pictures; in streams /F is a file, and no name
    if (parameters.is_null()) parameters = lookup(dict, "DP");
    std::vector<FilterStep> steps;
    auto const add = [&](Value const& name, Value const& with) {
        FilterStep step;
        step.name = name.name();
        step.parameters = with;
        if (with.is_dict()) {
            step.predictor = lookup(with, "Predictor").whole(1);
            step.colours = lookup(with, "Colors").whole(1);
            step.bits = lookup(with, "BitsPerComponent").whole(8);
            step.columns = lookup(with, "Columns").whole(1);
            step.early_change = lookup(with, "EarlyChange").whole(1);
        }
        steps.push_back(step);
    };
    if (filter.is(Type::name)) {
        if (parameters.is(Type::array) && !parameters.items->empty()) parameters = resolve(parameters.items->front());
        add(filter, parameters);
    } else if (filter.is(Type::array)) {
        if (filter.items->size() > 32) return fail(Errc::over_budget, "stream with too many filters");
        for (std::size_t i = 0; i < filter.items->size(); ++i) {
            Value with = parameters.is_dict() && filter.items->size() == 1 ? parameters : Value{};
            if (parameters.is(Type::array) && i < parameters.items->size()) with = resolve((*parameters.items)[i]);
            add(resolve((*filter.items)[i]), with);
        }
    }
    return steps;
}

Result<Decoded> Document::decode(Value const& stream) {
    if (!stream.is(Type::stream)) return fail(Errc::malformed, "no stream where one must be");
    return pdf::decode(stream.data(), TRY(filters(stream)), budget_);
}

// --- opening --------------------------------------------------------------------------

Result<std::unique_ptr<Document>> Document::open(Bytes in, Budget& budget) {
    std::unique_ptr<Document> document(new Document(in, budget));
    TRY(document->read());
    return document;
}

Result<void> Document::read() {
    base_ = find_text(head(in_, 1024 + 5), "%PDF-");
    if (base_ == kNone) base_ = 0;
    auto const start = last_startxref();
    bool const has_chain = start && (read_chain(*start, false) || (base_ != 0 && read_chain(*start, true)));
    TRY(check());
    if (!trailer_.is_null() && trailer_.entries->find("Encrypt") != nullptr) return fail(Errc::encrypted, "the document is encrypted");
    auto const is_usable = [&] { return lookup(root(), "Pages").is_dict(); };
    if (!has_chain || !is_usable()) {
        rebuild();
        TRY(check());
        if (trailer_.entries != nullptr && trailer_.entries->find("Encrypt") != nullptr) return fail(Errc::encrypted, "the document is encrypted");
        if (!is_usable()) return fail(Errc::malformed, "a PDF without pages that can be found");
    }
    auto const early = text(head(in_, 2048));
    is_linearized_ = early.find("/Linearized") != std::string_view::npos;
    return check();
}

std::optional<std::size_t> Document::last_startxref() const {
    auto const at = text(in_).rfind("startxref");
    if (at == std::string_view::npos) return std::nullopt;
    std::size_t value = 0;
    auto digit = at + 9;
    while (digit < in_.size() && is_white(in_[digit])) ++digit;
    if (digit >= in_.size() || !is_digit(in_[digit])) return std::nullopt;
    for (; digit < in_.size() && is_digit(in_[digit]); ++digit) {
        value = value * 10 + (in_[digit] - '0');
        if (value > in_.size()) return std::nullopt;
    }
    return value;
}

void Document::set(std::uint32_t number, Slot const& slot, bool overrides) {
    if (number > kMaxNumber) return;
    if (slots_.size() >= kMaxObjects) return sticky({Errc::over_budget, "too many objects", 0});
    if (overrides) slots_[number] = slot;
    else slots_.emplace(number, slot);
}

// The sections from the newest to the oldest: what the newest says counts.
bool Document::read_chain(std::size_t start, bool start_is_shifted) {
    slots_.clear();
    extents_.clear();
    trailer_ = {};
    sections_ = 0;
    auto const shift = start_is_shifted ? base_ : 0;
    std::set<std::size_t> seen;
    std::vector<std::size_t> ahead{start + shift};
    while (!ahead.empty()) {
        auto const at = ahead.back();
        ahead.pop_back();
        if (!seen.insert(at).second) continue;
        if (seen.size() > kMaxSections) return false;
        Dict const* section = nullptr;
        if (!read_section(at, section) || section == nullptr) return false;
        if (trailer_.is_null()) {
            trailer_.type = Type::dict;
            trailer_.entries = section;
        }
        ++sections_;
        auto const push = [&](std::string_view key) {
            auto const* const offset = section->find(key);
            if (offset == nullptr || !offset->is_number()) return true;
            auto const value = offset->whole(-1);
            if (value < 0 || static_cast<std::uint64_t>(value) > in_.size()) return false;
            ahead.push_back(static_cast<std::size_t>(value) + shift);
            return true;
        };
        if (!push("Prev")) return false;
        if (section->find("XRefStm") != nullptr) {
            if (!push("XRefStm")) return false;
            --sections_;  // the second half of one and the same section
        }
    }
    return trailer_.entries != nullptr && trailer_.entries->find("Root") != nullptr;
}

bool Document::read_section(std::size_t at, Dict const*& trailer) {
    Lexer lexer(in_, arena_, at);
    auto const first = lexer.next();
    if (first.type == TokenType::keyword && first.text == "xref") return read_table(lexer, trailer);
    return read_xref_stream(at, trailer);
}

bool Document::read_table(Lexer& lexer, Dict const*& trailer) {
    auto const begin = lexer.at() - 4;
    for (;;) {
        auto const first = lexer.next();
        if (first.type == TokenType::keyword && first.text == "trailer") break;
        auto const count = lexer.next();
        if (first.type != TokenType::integer || count.type != TokenType::integer || first.integer < 0 || count.integer < 0) return false;
        for (std::int64_t i = 0; i < count.integer; ++i) {
            auto const offset = lexer.next();
            if (offset.type == TokenType::keyword && offset.text == "trailer") {  // fewer than promised
                lexer.seek(offset.begin);
                break;
            }
            auto const generation = lexer.next();
            auto const kind = lexer.next();
            if (offset.type != TokenType::integer || generation.type != TokenType::integer || kind.type != TokenType::keyword) return false;
            Slot slot;
            if (kind.text == "n" && offset.integer > 0) {
                slot.is = Slot::Is::direct;
                slot.generation = static_cast<std::uint16_t>(generation.integer);
                slot.where = static_cast<std::uint64_t>(offset.integer);
            } else if (kind.text != "f" && kind.text != "n") {
                return false;
            }
            auto const number = first.integer + i;
            if (number <= kMaxNumber) set(static_cast<std::uint32_t>(number), slot, false);
            if (error_) return false;
        }
    }
    auto const parsed = parse_object(lexer, lexer.next(), References::known);
    if (!parsed || !parsed->is(Type::dict)) return false;
    trailer = parsed->entries;
    extents_.push_back({begin, lexer.at()});
    return true;
}

bool Document::read_xref_stream(std::size_t at, Dict const*& trailer) {
    auto const parsed = parse_at(at);
    if (!parsed || !parsed->value.is(Type::stream)) return false;
    auto const& stream = parsed->value;
    if (!lookup(stream, "Type").is_name("XRef")) return false;
    auto const decoded = decode(stream);
    if (!decoded) {
        sticky(decoded.error());
        return false;
    }
    auto const widths = lookup(stream, "W");
    if (!widths.is(Type::array) || widths.items->size() < 3) return false;
    std::size_t width[3];
    for (std::size_t i = 0; i < 3; ++i) {
        auto const w = (*widths.items)[i].whole(-1);
        if (w < 0 || w > 8) return false;
        width[i] = static_cast<std::size_t>(w);
    }
    std::vector<std::int64_t> ranges;
    if (auto const index = lookup(stream, "Index"); index.is(Type::array))
        for (auto const& value : *index.items) ranges.push_back(value.whole());
    else ranges = {0, lookup(stream, "Size").whole()};
    std::size_t from = 0;
    auto const& data = decoded->data;
    auto const row = width[0] + width[1] + width[2];
    if (row == 0) return false;
    auto const field = [&](std::size_t offset, std::size_t size, std::uint64_t otherwise) {
        if (size == 0) return otherwise;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value = value << 8 | data[offset + i];
        return value;
    };
    for (std::size_t r = 0; r + 1 < ranges.size(); r += 2) {
        for (std::int64_t i = 0; i < ranges[r + 1] && row <= data.size() - from; ++i, from += row) {
            auto const kind = field(from, width[0], 1);
            auto const second = field(from + width[0], width[1], 0);
            auto const third = field(from + width[0] + width[1], width[2], 0);
            Slot slot;
            if (kind == 1) {
                slot.is = Slot::Is::direct;
                slot.where = second;
                slot.generation = static_cast<std::uint16_t>(third);
            } else if (kind == 2) {
                slot.is = Slot::Is::compressed;
                slot.where = second;
                slot.index = static_cast<std::uint32_t>(third);
            }
            auto const number = ranges[r] + i;
            if (number >= 0 && number <= kMaxNumber) set(static_cast<std::uint32_t>(number), slot, false);
            if (error_) return false;
        }
    }
    trailer = stream.entries;
    return true;
}

// --- objects ----------------------------------------------------------------------------

std::optional<Document::Parsed> Document::parse_at(std::size_t at) {
    if (at >= in_.size()) return std::nullopt;
    Lexer lexer(in_, arena_, at);
    auto const number = lexer.next();
    auto const generation = lexer.next();
    auto const keyword = lexer.next();
    bool const is_object = number.type == TokenType::integer && generation.type == TokenType::integer && keyword.type == TokenType::keyword &&
                           keyword.text.starts_with("obj") && number.integer >= 0 && number.integer <= kMaxNumber && generation.integer >= 0 && generation.integer <= 0xFFFF;
    if (!is_object) return std::nullopt;
    lexer.seek(keyword.begin + 3);
    Parsed parsed;
    parsed.ref = {static_cast<std::uint32_t>(number.integer), static_cast<std::uint16_t>(generation.integer)};
    parsed.begin = number.begin;
    auto const first = lexer.next();
    if (first.type == TokenType::keyword && first.text == "endobj") {
        parsed.end = lexer.at();
        return parsed;
    }
    auto value = parse_object(lexer, first, References::known);
    if (!value) {
        parsed.end = lexer.at();
        return parsed;
    }
    parsed.value = *value;
    parsed.end = lexer.at();
    auto keyword_after = lexer.next();
    if (keyword_after.type == TokenType::keyword && keyword_after.text == "stream" && parsed.value.is(Type::dict)) {
        if (!find_stream_data(lexer, parsed.value)) return parsed;
        parsed.end = lexer.at();
        keyword_after = lexer.next();
    }
    if (keyword_after.type == TokenType::keyword && keyword_after.text.starts_with("endobj")) parsed.end = keyword_after.begin + 6;
    return parsed;
}

// After the keyword: the data, up to "endstream", as the length says or, where it is wrong, as the keyword does.
bool Document::find_stream_data(Lexer& lexer, Value& value) {
    auto start = lexer.at();
    if (start < in_.size() && in_[start] == ' ') ++start;  // seen in the wild
    if (start < in_.size() && in_[start] == '\r') ++start;
    if (start < in_.size() && in_[start] == '\n') ++start;
    auto const ends_at = [&](std::size_t at) {
        while (at < in_.size() && is_white(in_[at])) ++at;
        return starts_with(after(in_, at), "endstream") ? at : kNone;
    };
    auto const length = lookup(value, "Length").whole(-1);
    std::size_t size = 0, end = kNone;
    if (length >= 0 && static_cast<std::uint64_t>(length) <= in_.size() - start) {
        size = static_cast<std::size_t>(length);
        end = ends_at(start + size);
    }
    if (end == kNone) {
        end = find_text(in_, "endstream", start);
        auto const other = find_text(in_.first(end == kNone ? in_.size() : end), "endobj", start);
        if (end == kNone || other < end) end = other;
        if (end == kNone) end = in_.size();
        size = end - start;
        if (size > 0 && in_[start + size - 1] == '\n') --size;
        if (size > 0 && in_[start + size - 1] == '\r') --size;
    }
    value.type = Type::stream;
    value.text = text(in_.subspan(start, size));
    lexer.seek(starts_with(after(in_, end), "endstream") ? end + 9 : end);
    return true;
}

std::optional<Document::Parsed> Document::parse_slot(std::uint32_t number, Slot const& slot) {
    auto const fits = [&](std::optional<Parsed> const& parsed) { return parsed && parsed->ref.number == number; };
    if (slot.where > in_.size()) return std::nullopt;
    auto parsed = parse_at(static_cast<std::size_t>(slot.where) + (base_ != 0 && !is_rebuilt_ ? base_ : 0));
    if (!fits(parsed) && base_ != 0) parsed = parse_at(static_cast<std::size_t>(slot.where));
    if (!fits(parsed)) return std::nullopt;
    return parsed;
}

Value Document::load(std::uint32_t number, Slot& slot) {
    if (slot.is == Slot::Is::compressed) return load_compressed(number, slot);
    auto parsed = parse_slot(number, slot);
    if (!parsed && !is_rebuilt_) {
        rebuild();
        auto const again = slots_.find(number);
        if (again == slots_.end()) return {};
        again->second.state = Slot::State::reading;
        if (again->second.is == Slot::Is::compressed) return load_compressed(number, again->second);
        parsed = parse_slot(number, again->second);
    }
    if (!parsed) return {};
    extents_.push_back({parsed->begin, parsed->end});
    return parsed->value;
}

Document::ObjectStream const* Document::object_stream(std::uint32_t number) {
    if (auto const known = object_streams_.find(number); known != object_streams_.end()) return &known->second;
    auto& made = object_streams_[number];  // stays empty when it cannot be read, and while it is being read
    auto const slot = slots_.find(number);
    if (slot == slots_.end() || slot->second.is != Slot::Is::direct) return &made;
    auto const stream = object({number, slot->second.generation});
    if (!stream.is(Type::stream)) return &object_streams_[number];
    auto decoded = decode(stream);
    if (!decoded) {
        sticky(decoded.error());
        return &object_streams_[number];
    }
    ObjectStream read;
    read.data = arena_.keep(std::move(decoded->data));
    auto const first = lookup(stream, "First").whole();
    auto const count = lookup(stream, "N").whole();
    Lexer lexer(read.data, arena_);
    for (std::int64_t i = 0; i < count && first >= 0; ++i) {
        auto const object_number = lexer.next();
        auto const offset = lexer.next();
        if (object_number.type != TokenType::integer || offset.type != TokenType::integer) break;
        auto const at = first + offset.integer;
        if (object_number.integer < 0 || object_number.integer > kMaxNumber || at < 0 || static_cast<std::uint64_t>(at) > read.data.size()) break;
        read.objects.emplace_back(static_cast<std::uint32_t>(object_number.integer), static_cast<std::size_t>(at));
    }
    return &(object_streams_[number] = std::move(read));
}

Value Document::load_compressed(std::uint32_t number, Slot const& slot) {
    auto const index = slot.index;
    auto const* const stream = object_stream(static_cast<std::uint32_t>(slot.where));
    auto const& objects = stream->objects;
    auto found = index < objects.size() && objects[index].first == number
                     ? objects.begin() + index
                     : std::find_if(objects.begin(), objects.end(), [&](auto const& o) { return o.first == number; });
    if (found == objects.end()) return {};
    Lexer lexer(stream->data, arena_, found->second);
    auto const value = parse_object(lexer, lexer.next(), References::known);
    return value ? *value : Value{};
}

// --- repair -------------------------------------------------------------------------------

namespace {

// The offset of the number in front of "obj", or kNone.
std::size_t object_start(Bytes in, std::size_t keyword) {
    auto at = keyword;
    auto const skip_back = [&](auto matches) {
        auto const from = at;
        while (at > 0 && matches(in[at - 1]) && from - at < 32) --at;
        return from - at;
    };
    skip_back(is_white);
    if (skip_back(is_digit) == 0) return kNone;
    if (skip_back(is_white) == 0) return kNone;
    if (skip_back(is_digit) == 0) return kNone;
    return at;
}

}  // namespace

void Document::rebuild() {
    is_rebuilt_ = true;
    slots_.clear();
    object_streams_.clear();
    extents_.clear();
    Value trailer = trailer_;
    bool has_root = false;
    std::vector<std::pair<std::uint32_t, Value>> streams;
    Ref catalog;
    std::size_t at = 0, object_at = 0, trailer_at = 0;
    for (bool is_first = true;; is_first = false) {
        if (is_first || (object_at != kNone && object_at < at)) object_at = find_text(in_, "obj", at);
        if (is_first || (trailer_at != kNone && trailer_at < at)) trailer_at = find_text(in_, "trailer", at);
        if (object_at == kNone && trailer_at == kNone) break;
        if (trailer_at < object_at) {
            Lexer lexer(in_, arena_, trailer_at + 7);
            auto const begin = trailer_at;
            auto const parsed = parse_object(lexer, lexer.next(), References::known);
            at = trailer_at + 7;
            if (parsed && parsed->is(Type::dict) && parsed->entries->find("Root") != nullptr) {
                trailer = *parsed;
                has_root = true;
                extents_.push_back({begin, lexer.at()});
            }
            continue;
        }
        at = object_at + 3;
        auto const start = object_start(in_, object_at);
        if (start == kNone) continue;
        auto const parsed = parse_at(start);
        if (!parsed) continue;
        at = std::max(at, parsed->end);
        Slot slot;
        slot.is = Slot::Is::direct;
        slot.generation = parsed->ref.generation;
        slot.where = parsed->begin;
        set(parsed->ref.number, slot, true);
        if (error_) return;
        auto const type = raw(parsed->value, "Type");
        if (type.is_name("ObjStm") && parsed->value.is(Type::stream)) rebuild_from_object_stream(parsed->ref.number, parsed->value);
        if (type.is_name("XRef") && parsed->value.entries->find("Root") != nullptr && !has_root) trailer = parsed->value;
        if (type.is_name("Catalog") && parsed->value.entries->find("Pages") != nullptr) catalog = parsed->ref;
    }
    trailer_ = trailer;
    if (lookup(lookup(trailer_, "Root"), "Pages").is_dict()) return;
    for (auto const& [number, slot] : slots_) {  // a catalog in an object stream
        if (catalog.number != 0) break;
        if (slot.is != Slot::Is::compressed) continue;
        auto const value = load_compressed(number, slot);
        if (raw(value, "Type").is_name("Catalog")) catalog = {number, 0};
    }
    if (catalog.number == 0) return;
    Dict made = trailer_.entries != nullptr ? *trailer_.entries : Dict{};
    made.list.push_back({"Root", Value::of_ref(catalog)});
    trailer_.type = Type::dict;
    trailer_.entries = arena_.keep(std::move(made));
}

void Document::rebuild_from_object_stream(std::uint32_t number, Value const&) {
    object_streams_.erase(number);
    slots_[number].state = Slot::State::unread;
    auto const* const stream = object_stream(number);
    for (std::size_t i = 0; i < stream->objects.size(); ++i) {
        Slot slot;
        slot.is = Slot::Is::compressed;
        slot.where = number;
        slot.index = static_cast<std::uint32_t>(i);
        auto const inner = stream->objects[i].first;
        if (inner != number) set(inner, slot, true);
    }
}

// --- what belongs to nothing ----------------------------------------------------------------

std::uint64_t Document::earlier_revisions() const noexcept {
    auto const normal = std::uint64_t{is_linearized_ ? 2U : 1U};
    return sections_ > normal ? sections_ - normal : 0;
}

void Document::mark_reachable() {
    std::vector<Value> ahead;
    auto const push = [&](Value const& value) {
        if (value.is(Type::ref)) {
            auto const slot = slots_.find(value.ref.number);
            if (slot == slots_.end() || slot->second.is_reached || slot->second.generation != value.ref.generation) return;
            slot->second.is_reached = true;
            ahead.push_back(object(value.ref));
        } else if (value.items != nullptr || value.entries != nullptr) {
            ahead.push_back(value);
        }
    };
    push(trailer_);
    while (!ahead.empty()) {
        auto const value = ahead.back();
        ahead.pop_back();
        if (value.items != nullptr)
            for (auto const& item : *value.items) push(item);
        if (value.entries != nullptr)
            for (auto const& entry : value.entries->list) push(entry.value);
        if (value.is(Type::ref)) push(value);
    }
}

void Document::scan_gap(Bytes gap, Leftovers& leftovers) {
    Lexer lexer(gap, arena_);
    auto const comments = lexer.comments(), comment_bytes = lexer.comment_bytes();
    std::uint64_t other = 0;
    bool is_structure = false;
    for (auto token = lexer.next(); token.type != TokenType::end; token = lexer.next()) {
        if (token.type == TokenType::keyword && (token.text == "xref" || token.text == "startxref" || token.text == "trailer" || token.text == "endobj")) is_structure = true;
        other += token.end - token.begin;
    }
    leftovers.comments += lexer.comments() - comments;
    leftovers.comment_bytes += lexer.comment_bytes() - comment_bytes;
    if (other == 0) return;
    auto const body = text(gap);
    std::uint64_t objects = 0;
    for (auto at = body.find("obj"); at != std::string_view::npos; at = body.find("obj", at + 3))
        if (object_start(gap, at) != kNone) ++objects;
    if (objects > 0) {
        leftovers.old_objects += objects;
        leftovers.old_bytes += gap.size();
    } else if (!is_structure) {
        leftovers.junk_bytes += other;
    }
}

Document::Leftovers Document::leftovers() {
    Leftovers leftovers;
    mark_reachable();
    std::vector<std::uint32_t> orphans;
    for (auto const& [number, slot] : slots_)
        if (!slot.is_reached && slot.is != Slot::Is::free) orphans.push_back(number);
    for (auto const number : orphans) {
        auto& slot = slots_[number];
        if (slot.is == Slot::Is::direct) {
            auto const parsed = parse_slot(number, slot);
            if (!parsed) continue;
            extents_.push_back({parsed->begin, parsed->end});
            auto const type = raw(parsed->value, "Type");
            if (type.is_name("ObjStm") || type.is_name("XRef")) continue;
            leftovers.orphan_bytes += parsed->end - parsed->begin;
            ++leftovers.orphans;
        } else if (!load_compressed(number, slot).is_null()) {
            ++leftovers.orphans;
        }
    }
    std::sort(extents_.begin(), extents_.end(), [](Extent const& a, Extent const& b) { return a.begin < b.begin; });
    std::size_t at = 0;
    auto const header = find_text(head(in_, 1024 + 5), "%PDF-");
    if (header != kNone) {
        leftovers.before = in_.first(header);
        at = header;
        while (at < in_.size() && in_[at] != '\n' && in_[at] != '\r') ++at;
        auto line = at;  // a second line of some bytes beyond ASCII
        while (line < in_.size() && is_white(in_[line])) ++line;
        if (line < in_.size() && in_[line] == '%') {
            auto const start = line;
            while (line < in_.size() && in_[line] != '\n' && in_[line] != '\r') ++line;
            if (line - start <= 6) at = line;
        }
    }
    for (auto const& extent : extents_) {
        if (extent.begin > at) scan_gap(in_.subspan(at, extent.begin - at), leftovers);
        at = std::max(at, extent.end);
    }
    auto const rest = after(in_, at);
    auto const end = text(rest).rfind("%%EOF");
    if (end == std::string_view::npos) {
        scan_gap(rest, leftovers);
    } else {
        scan_gap(rest.first(end), leftovers);
        auto behind = after(rest, end + 5);
        while (!behind.empty() && is_white(behind.front())) behind = behind.subspan(1);
        leftovers.behind = behind;
    }
    return leftovers;
}

}  // namespace scrub::engine::pdf
