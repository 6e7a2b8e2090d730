// Resources, forms, patterns, shadings, colour spaces, functions and graphics states.
#include <algorithm>
#include <cmath>

#include "codec/colour.hpp"
#include "codec/inflate.hpp"
#include "format/pdf/builder.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr unsigned kMaxDepth = 8;  // of colour spaces and functions inside others
constexpr std::size_t kMaxColours = 32;

constexpr Literal kCategoryNames[kCategories] = {"ColorSpace", "ExtGState", "Font", "Pattern", "Shading", "XObject"};
constexpr Literal kPrefixes[kCategories] = {"C", "G", "F", "P", "S", "X"};

}  // namespace

// --- common ---------------------------------------------------------------------------------

Builder::Key Builder::key_of(Role role, Value const& raw, Value const& resources) {
    // An object is the same wherever it is referred to; a direct one is the same as long as it stays in place.
    auto const direct = raw.entries != nullptr ? static_cast<void const*>(raw.entries) : static_cast<void const*>(raw.items);
    auto const id = raw.is(Type::ref) ? std::uint64_t{raw.ref.number} << 1 | 1 : reinterpret_cast<std::uintptr_t>(direct);
    return {role, id, resources.entries};
}

Result<std::uint32_t> Builder::later(Role role, Value const& raw, Value const& resources) {
    auto const key = key_of(role, raw, resources);
    if (auto const known = numbers_.find(key); known != numbers_.end()) return known->second;
    TRY(budget_.part());
    auto const number = writer_.allocate();
    numbers_[key] = number;
    tasks_.push_back({role, raw, resources, number, {}});
    return number;
}

Result<void> Builder::drain() {
    while (!tasks_.empty()) {
        auto const task = tasks_.front();
        tasks_.pop_front();
        if (task.role == Role::tiling) TRY(write_tiling(task));
        else TRY(write_form(task));
        TRY(document_.check());
    }
    return {};
}

Result<void> Builder::report_key(std::string_view key, Value const& raw) {
    auto const& rule = rule_of_key(key);
    auto const value = document_.resolve(raw);
    if (value.is_null()) return {};
    if (key == "Info") return report_info(value);
    if (key == "Names" && value.is_dict()) return report_names(value);
    if (key == "AcroForm") return report_form(value);
    if (key == "AA" || key == "OpenAction" || (key == "A" && value.is_dict())) return report_actions(raw, 1);
    if (key == "FS" && value.is_dict()) return report_file(value);
    if (key == "AF" && value.is(Type::array)) {
        for (auto const& file : *value.items) TRY(report_file(file));
        return {};
    }
    if (key == "Metadata" && value.is(Type::stream)) {
        auto const packet = TRY(decoded(value));
        TRY(gate_.drop(rule::xmp, value.text.size()));
        if (packet) gate_.look_into(rule::xmp, packet->data, &xmp::walk);
        return {};
    }
    auto const text = value.is(Type::string) ? utf8_of(value.text) : std::string(value.name());
    return gate_.drop(rule, value.is_dict() || value.is(Type::string) ? value.text.size() : 0, {key, text});
}

Result<void> Builder::sift(Value const& dict, Keys keys) {
    if (dict.entries == nullptr) return {};
    for (auto const& entry : dict.entries->list)
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) TRY(report_key(entry.key, entry.value));
    return {};
}

Result<void> Builder::drop_stream_waste(Decoded const& decoded) {
    if (decoded.is_damaged) ++damaged_streams_;
    if (decoded.tail_bytes > 0) TRY(gate_.drop(rule::stream_tail, decoded.tail_bytes));
    return {};
}

Result<std::optional<Decoded>> Builder::decoded(Value const& stream) {
    auto result = document_.decode(stream);
    if (result) {
        TRY(drop_stream_waste(*result));
        if (result->coding == PictureCoding::none) return std::optional<Decoded>(std::move(result).take());
    } else if (result.error().code == Errc::over_budget) {
        return Failure{result.error()};
    }
    TRY(gate_.drop(rule::broken_stream, stream.text.size()));
    return std::optional<Decoded>{};
}

std::vector<double> Builder::list_of(Value const& raw, std::size_t at_most) {
    auto const array = document_.resolve(raw);
    std::vector<double> list;
    if (!array.is(Type::array) || array.items->size() > at_most) return list;
    for (auto const& item : *array.items) {
        auto const value = document_.resolve(item);
        if (!value.is_number()) return {};
        list.push_back(value.number());
    }
    return list;
}

bool Builder::numbers(Emit& out, Value const& array, std::size_t least, std::size_t most) {
    auto const list = list_of(array, most);
    if (list.empty() || list.size() < least) return false;
    out.open_array();
    for (auto const number : list) out.number(number);
    out.close_array();
    return true;
}

std::optional<Box> Builder::box_of(Value const& raw) {
    auto const list = list_of(raw, 16);
    if (list.size() < 4) return std::nullopt;
    Box box;
    box.add(list[0], list[1]);
    box.add(list[2], list[3]);
    return box;
}

void Builder::put_box(Emit& out, Box const& box) {
    out.open_array().number(box.x0).number(box.y0).number(box.x1).number(box.y1).close_array();
}

void Builder::put_matrix(Emit& out, Value const& raw) {
    auto const list = list_of(raw, 6);
    if (list.size() != 6 || list == std::vector<double>{1, 0, 0, 1, 0, 0}) return;
    out.name("Matrix").open_array();
    for (auto const number : list) out.number(number);
    out.close_array();
}

void Builder::put_stream(std::uint32_t number, Emit& entries, Bytes data) {
    entries.name("Filter").name("FlateDecode");
    writer_.stream(number, entries.take(), codec::deflate(data, codec::Wrapper::zlib));
}

// --- resources -------------------------------------------------------------------------------

Result<std::uint32_t> Builder::resource(Category category, Value const& raw, Value const& resources) {
    auto const value = document_.resolve(raw);
    switch (category) {
        case Category::font: {
            auto* const info = TRY(font(raw));
            if (info == nullptr) return std::uint32_t{0};
            auto& entry = fonts_[font_index_[key_of(Role::font, raw, {})]];
            if (entry.number == 0) {
                entry.number = writer_.allocate();
                entry.name_index = named_fonts_++;
            }
            return entry.number;
        }
        case Category::xobject: {
            if (!value.is(Type::stream)) return std::uint32_t{0};
            auto const subtype = document_.lookup(value, "Subtype").name();
            if (subtype == "Image") return picture(raw, resources, false);
            if (subtype != "Form") return std::uint32_t{0};
            bool const has_own = document_.lookup(value, "Resources").is_dict();
            return later(Role::form, raw, has_own ? Value{} : resources);
        }
        case Category::pattern: {
            if (!value.is_dict()) return std::uint32_t{0};
            if (document_.lookup(value, "PatternType").whole() == 2) return shading_pattern(raw, resources);
            if (!value.is(Type::stream)) return std::uint32_t{0};
            bool const has_own = document_.lookup(value, "Resources").is_dict();
            return later(Role::tiling, raw, has_own ? Value{} : resources);
        }
        case Category::shading: return shading(raw, resources);
        case Category::ext_state: return ext_state(raw, resources);
        case Category::colour_space:
            for (std::uint32_t i = 0; i < std::size(kDeviceSpaces); ++i)
                if (value.is_name(kDeviceSpaces[i].view())) return kNamedSpace + i;
            if (!value.is(Type::array)) {
                auto const other = document_.raw(document_.lookup(resources, "ColorSpace"), value.name());
                if (!document_.resolve(other).is(Type::array)) return std::uint32_t{0};
                return resource(category, other, resources);
            }
            return once(Role::colour_space, raw, [&]() -> Result<std::uint32_t> {
                Emit out(budget_);
                if (!TRY(put_colour_space(out, raw, resources))) return std::uint32_t{0};
                auto const space = out.take();
                for (std::uint32_t i = 0; i < std::size(kDeviceSpaces); ++i)
                    if (text(space.bytes()).substr(1) == kDeviceSpaces[i].view()) return kNamedSpace + i;
                auto const number = writer_.allocate();
                writer_.object(number, space);
                return number;
            });
    }
    return std::uint32_t{0};
}

Result<void> Builder::put_resources(Emit& out, UsedResources const& used, Value const& source) {
    if (auto const objects = document_.lookup(source, "XObject"); objects.is_dict())
        for (auto const& entry : objects.entries->list)
            if (entry.value.is(Type::ref)) listed_objects_.insert(entry.value.ref.number);
    out.name("Resources").open_dict();
    constexpr Literal kDefaults[] = {"DefaultCMYK", "DefaultGray", "DefaultRGB"};
    auto const spaces = document_.lookup(source, "ColorSpace");
    for (std::size_t c = 0; c < kCategories; ++c) {
        auto const category = static_cast<Category>(c);
        auto const& list = used.of(category);
        Emit entries(budget_);
        for (std::size_t i = 0; i < list.size(); ++i) entries.name(kPrefixes[c], i).reference(list[i]);
        if (category == Category::colour_space) {
            for (auto const name : kDefaults) {
                auto const raw = document_.raw(spaces, name.view());
                auto const space = document_.resolve(raw);
                if (!space.is(Type::array)) continue;
                auto const number = TRY(resource(category, raw, source));
                if (number != 0 && number < kNamedSpace) entries.name(name).reference(number);
            }
        }
        if (!entries.empty()) out.name(kCategoryNames[c]).open_dict().raw(entries.take()).close_dict();
    }
    out.close_dict();
    return {};
}

Result<Rewritten> Builder::rewritten(Value const& stream, Value const& resources, ContentId const* id) {
    auto const content = TRY(decoded(stream));
    ContentJob job;
    if (content) job.content = content->data;
    job.resources = resources;
    if (auto const box = box_of(document_.lookup(stream, "BBox"))) job.visible = *box;
    if (id != nullptr) consult_survey(job, *id);
    auto result = TRY(rewrite(job, document_, layers_, *this, gate_));
    note_text(result);
    return result;
}

Result<void> Builder::put_group(Emit& out, Value const& raw) {
    auto const group = document_.resolve(raw);
    if (!group.is_dict() || !document_.lookup(group, "S").is_name("Transparency")) return {};
    TRY(sift(group, kGroupKeys));
    out.name("Group").open_dict().name("S").name("Transparency");
    Emit space(budget_);
    if (TRY(put_colour_space(space, document_.raw(group, "CS"), {}))) out.name("CS").raw(space.take());
    if (document_.lookup(group, "I").is_true()) out.name("I").boolean(true);
    if (document_.lookup(group, "K").is_true()) out.name("K").boolean(true);
    out.close_dict();
    return {};
}

Result<void> Builder::write_form(Task const& task) {
    auto const form = document_.resolve(task.raw);
    Gate::Scope const scope(gate_, "drawing");
    TRY(sift(form, kFormKeys));
    auto const own = document_.lookup(form, "Resources");
    auto const resources = own.is_dict() ? own : task.resources;
    auto const id = id_of_form(task.raw, task.resources);
    if (survey_ != nullptr) survey_->note_form(task.number, id);
    auto result = TRY(rewritten(form, resources, &id));
    Emit entries(budget_);
    entries.name("Type").name("XObject").name("Subtype").name("Form").name("BBox");
    put_box(entries, box_of(document_.lookup(form, "BBox")).value_or(Box{0, 0, 0, 0}));
    put_matrix(entries, document_.lookup(form, "Matrix"));
    TRY(put_group(entries, document_.raw(form, "Group")));
    TRY(put_resources(entries, result.resources, resources));
    put_stream(task.number, entries, result.content.bytes());
    return {};
}

Result<void> Builder::write_tiling(Task const& task) {
    auto const tiling = document_.resolve(task.raw);
    Gate::Scope const scope(gate_, "pattern");
    TRY(sift(tiling, kTilingKeys));
    auto const own = document_.lookup(tiling, "Resources");
    auto const resources = own.is_dict() ? own : task.resources;
    auto result = TRY(rewritten(tiling, resources));
    Emit entries(budget_);
    auto const box = box_of(document_.lookup(tiling, "BBox")).value_or(Box{0, 0, 1, 1});
    entries.name("Type").name("Pattern").name("PatternType").integer(1);
    entries.name("PaintType").integer(document_.lookup(tiling, "PaintType").whole() == 2 ? 2 : 1);
    auto const kind = document_.lookup(tiling, "TilingType").whole();
    entries.name("TilingType").integer(kind >= 1 && kind <= 3 ? kind : 1).name("BBox");
    put_box(entries, box);
    auto const step = [&](std::string_view key, double otherwise) {
        auto const value = document_.lookup(tiling, key).number();
        return value != 0 ? value : otherwise;
    };
    entries.name("XStep").number(step("XStep", box.x1 - box.x0)).name("YStep").number(step("YStep", box.y1 - box.y0));
    put_matrix(entries, document_.lookup(tiling, "Matrix"));
    TRY(put_resources(entries, result.resources, resources));
    put_stream(task.number, entries, result.content.bytes());
    return {};
}

// --- colour spaces (8.6) ----------------------------------------------------------------------

std::size_t Builder::colours_of(Value const& raw, unsigned depth) {
    auto const space = document_.resolve(raw);
    if (depth > kMaxDepth) return 0;
    auto const name = space.is(Type::array) && !space.items->empty() ? document_.resolve(space.items->front()).name() : space.name();
    auto const& items = space.is(Type::array) ? *space.items : Array{};
    if (name == "DeviceGray" || name == "G" || name == "CalGray" || name == "Indexed" || name == "I" || name == "Separation") return 1;
    if (name == "DeviceRGB" || name == "RGB" || name == "CalRGB" || name == "Lab") return 3;
    if (name == "DeviceCMYK" || name == "CMYK") return 4;
    if (name == "ICCBased" && items.size() > 1) {
        auto const count = document_.lookup(document_.resolve(items[1]), "N").whole();
        return count == 1 || count == 3 || count == 4 ? static_cast<std::size_t>(count) : 0;
    }
    if (name == "DeviceN" && items.size() > 1) {
        auto const names = document_.resolve(items[1]);
        return names.is(Type::array) && names.items->size() <= kMaxColours ? names.items->size() : 0;
    }
    return 0;
}

Result<bool> Builder::put_colour_space(Emit& out, Value const& raw, Value const& resources, unsigned depth) {
    if (depth > kMaxDepth) return false;
    auto const space = document_.resolve(raw);
    if (space.is(Type::name)) {
        constexpr std::pair<std::string_view, std::string_view> kShort[] = {{"CMYK", "DeviceCMYK"}, {"G", "DeviceGray"}, {"RGB", "DeviceRGB"}};
        auto name = space.text;
        for (auto const& [brief, full] : kShort)
            if (name == brief) name = full;
        for (auto const device : kDeviceSpaces) {
            if (device == name) {
                out.name(device);
                return true;
            }
        }
        auto const named = document_.raw(document_.lookup(resources, "ColorSpace"), name);
        if (named.is_null()) return false;
        return put_colour_space(out, named, resources, depth + 1);
    }
    if (!space.is(Type::array) || space.items->empty()) return false;
    auto const before = writer_.allocated();
    bool const is_put = TRY(put_special_space(out, *space.items, resources, depth));
    if (!is_put) TRY(nothing_since(before));
    return is_put;
}

Result<bool> Builder::put_special_space(Emit& out, Array const& items, Value const& resources, unsigned depth) {
    auto const name = document_.resolve(items[0]).name();
    if (items.size() == 1) return put_colour_space(out, Value::of_name(name), resources, depth + 1);
    auto const second = document_.resolve(items[1]);
    if (name == "ICCBased") return put_icc(out, items[1]);
    if (name == "CalGray" || name == "CalRGB" || name == "Lab") {
        if (!second.is_dict()) return false;
        TRY(sift(second, kCalKeys));
        out.open_array().name(name == "CalGray" ? Literal("CalGray") : name == "CalRGB" ? Literal("CalRGB") : Literal("Lab")).open_dict();
        auto const put = [&](Literal key, std::size_t least) {
            Emit list(budget_);
            if (numbers(list, document_.lookup(second, key.view()), least, 9)) out.name(key).raw(list.take());
        };
        put("WhitePoint", 3);
        put("BlackPoint", 3);
        if (name == "CalGray") {
            if (auto const gamma = document_.lookup(second, "Gamma"); gamma.is_number()) out.name("Gamma").number(gamma.number());
        } else if (name == "CalRGB") {
            put("Gamma", 3);
            put("Matrix", 9);
        } else {
            put("Range", 4);
        }
        out.close_dict().close_array();
        return true;
    }
    if (name == "Pattern") {
        Emit base(budget_);
        if (!TRY(put_colour_space(base, items[1], resources, depth + 1))) return false;
        out.open_array().name("Pattern").raw(base.take()).close_array();
        return true;
    }
    if (items.size() < 4) return false;
    if (name == "Indexed" || name == "I") {
        Emit base(budget_);
        if (!TRY(put_colour_space(base, items[1], resources, depth + 1))) return false;
        auto const colours = colours_of(items[1]);
        auto const high = std::clamp<std::int64_t>(document_.resolve(items[2]).whole(), 0, 255);
        auto const table = document_.resolve(items[3]);
        Blob bytes;
        if (table.is(Type::string)) {
            bytes.assign(table.data().begin(), table.data().end());
        } else if (table.is(Type::stream)) {
            if (auto const stream = TRY(decoded(table))) bytes = stream->data;
            TRY(sift(table, kStreamKeys));
        }
        auto const size = static_cast<std::size_t>(high + 1) * colours;
        if (bytes.size() > size) TRY(gate_.drop(rule::extra_rows, bytes.size() - size, {"palette", {}}));
        bytes.resize(size);
        auto const kept = TRY(gate_.pass(rule::picture_data, bytes));
        if (!kept || colours == 0) return false;
        out.open_array().name("Indexed").raw(base.take()).integer(high).string(*kept).close_array();
        return true;
    }
    if (name == "Separation" || name == "DeviceN") {
        Emit base(budget_), function(budget_);
        if (!TRY(put_function(function, items[3])) || !TRY(put_colour_space(base, items[2], resources, depth + 1))) return false;
        constexpr Literal kInks[] = {"All", "Black", "Cyan", "Magenta", "None", "Yellow"};
        std::uint64_t index = 0;
        auto const put_ink = [&](Value const& ink) -> Result<void> {
            for (auto const known : kInks) {
                if (ink.is_name(known.view())) {
                    out.name(known);
                    return {};
                }
            }
            auto const neutral = "Ink" + std::to_string(index);
            if (!ink.is_name(neutral)) TRY(gate_.drop(rule::ink, 0, {{}, ink.name()}));
            out.name("Ink", index++);
            return {};
        };
        out.open_array().name(name == "DeviceN" ? Literal("DeviceN") : Literal("Separation"));
        if (name == "Separation") {
            TRY(put_ink(second));
        } else {
            if (!second.is(Type::array) || second.items->empty() || second.items->size() > kMaxColours) return false;
            out.open_array();
            for (auto const& ink : *second.items) TRY(put_ink(document_.resolve(ink)));
            out.close_array();
        }
        out.raw(base.take()).raw(function.take()).close_array();
        return true;
    }
    return false;
}

// The profile with the same colours that all our outputs share; where it cannot be read, readers fall back to the
// device space, and so do we.
Result<bool> Builder::put_icc(Emit& out, Value const& raw) {
    auto const stream = document_.resolve(raw);
    auto const count = document_.lookup(stream, "N").whole();
    if (count != 1 && count != 3 && count != 4) return false;
    auto const number = TRY(once(Role::icc, raw, [&]() -> Result<std::uint32_t> {
        auto const model = count == 1 ? codec::ColourModel::grey : count == 3 ? codec::ColourModel::rgb : codec::ColourModel::cmyk;
        TRY(sift(stream, kIccKeys));
        auto const profile = TRY(decoded(stream));
        if (!profile) return std::uint32_t{0};
        auto canonical = codec::canonical_profile(profile->data, model);
        if (!canonical) {
            TRY(gate_.drop(rule::icc, profile->data.size(), {"unreadable ICC profile", {}}));
            return std::uint32_t{0};
        }
        auto const kept = TRY(gate_.replace(rule::icc, profile->data, std::move(canonical->profile), {{}, canonical->description}));
        Blob const bytes(kept.bytes().begin(), kept.bytes().end());
        auto& known = profiles_[bytes];
        if (known != 0) return known;
        known = writer_.allocate();
        Emit entries(budget_);
        entries.name("N").integer(count);
        put_stream(known, entries, bytes);
        return known;
    }));
    if (number == 0) {
        out.name(count == 1 ? Literal("DeviceGray") : count == 3 ? Literal("DeviceRGB") : Literal("DeviceCMYK"));
        return true;
    }
    out.open_array().name("ICCBased").reference(number).close_array();
    return true;
}

// --- functions (7.10) ---------------------------------------------------------------------------

namespace {

// Operators of type 4 functions (table 42).
constexpr Literal kCalculator[] = {"abs", "add", "and", "atan", "bitshift", "ceiling", "copy", "cos", "cvi", "cvr", "div", "dup", "eq", "exch", "exp", "false", "floor", "ge", "gt", "idiv", "if", "ifelse", "index", "le", "ln", "log", "lt", "mod", "mul", "ne", "neg", "not", "or", "pop", "roll", "round", "sin", "sqrt", "sub", "true", "truncate", "xor"};

}  // namespace

Result<bool> Builder::put_calculator(Emit& entries, Value const& stream, std::uint32_t& number) {
    auto const program = TRY(decoded(stream));
    if (!program) return false;
    Arena arena;
    Lexer lexer(program->data, arena);
    Emit code(budget_);
    unsigned depth = 0;
    constexpr unsigned kMaxBraces = 24;
    for (auto token = lexer.next(); token.type != TokenType::end; token = lexer.next()) {
        if (token.type == TokenType::integer || token.type == TokenType::real) {
            if (depth == 0) return false;
            if (token.type == TokenType::integer) code.integer(token.integer);
            else code.number(token.real);
            continue;
        }
        if (token.type != TokenType::keyword) return false;
        if (token.text == "{") {
            if (++depth > kMaxBraces) return false;
            code.word("{");
        } else if (token.text == "}") {
            if (depth == 0) return false;
            code.word("}");
            if (--depth == 0) break;
        } else {
            auto const* const known = std::find_if(std::begin(kCalculator), std::end(kCalculator), [&](Literal l) { return l == token.text; });
            if (known == std::end(kCalculator) || depth == 0) return false;
            code.word(*known);
        }
    }
    if (depth != 0 || code.empty()) return false;
    number = writer_.allocate();
    auto const made = code.take();
    put_stream(number, entries, made.bytes());
    return true;
}

Result<bool> Builder::put_function(Emit& out, Value const& raw, unsigned depth) {
    auto const function = document_.resolve(raw);
    if (function.is_name("Identity")) {
        out.name("Identity");
        return true;
    }
    if (!function.is_dict() || depth > kMaxDepth) return false;
    auto const kind = document_.lookup(function, "FunctionType").whole(-1);
    Emit entries(budget_);
    auto const put = [&](Literal key, std::size_t least) {
        Emit list(budget_);
        if (!numbers(list, document_.lookup(function, key.view()), least, 4096)) return false;
        entries.name(key).raw(list.take());
        return true;
    };
    entries.name("FunctionType").integer(kind);
    if (!put("Domain", 2)) return false;
    bool const has_range = put("Range", 2);
    if (kind == 2) {
        TRY(sift(function, kFunctionKeys));
        put("C0", 1);
        put("C1", 1);
        entries.name("N").number(document_.lookup(function, "N").number(1));
        out.open_dict().raw(entries.take()).close_dict();
        return true;
    }
    if (kind == 3) {
        TRY(sift(function, kFunctionKeys));
        auto const parts = document_.lookup(function, "Functions");
        if (!parts.is(Type::array) || parts.items->empty() || parts.items->size() > 1024) return false;
        TRY(budget_.part(parts.items->size()));
        entries.name("Functions").open_array();
        for (auto const& part : *parts.items)
            if (!TRY(put_function(entries, part, depth + 1))) return false;
        entries.close_array();
        entries.name("Bounds").open_array();
        for (auto const bound : list_of(document_.lookup(function, "Bounds"))) entries.number(bound);
        entries.close_array();
        if (!put("Encode", 2)) return false;
        out.open_dict().raw(entries.take()).close_dict();
        return true;
    }
    if ((kind != 0 && kind != 4) || !has_range || !function.is(Type::stream)) return false;
    auto const number = TRY(once(Role::function, raw, [&]() -> Result<std::uint32_t> {
        TRY(sift(function, kFunctionKeys));
        std::uint32_t made = 0;
        if (kind == 4) {
            if (!TRY(put_calculator(entries, function, made))) return std::uint32_t{0};
            return made;
        }
        auto const sizes = list_of(document_.lookup(function, "Size"), 8);
        auto const bits = document_.lookup(function, "BitsPerSample").whole();
        auto const outputs = list_of(document_.lookup(function, "Range")).size() / 2;
        if (sizes.empty() || !put("Size", 1) || bits < 1 || bits > 32 || outputs == 0 || outputs > kMaxColours) return std::uint32_t{0};
        double total = static_cast<double>(outputs) * static_cast<double>(bits);
        for (auto const size : sizes) total *= size >= 1 ? size : 1;
        if (total > 1e9) return fail(Errc::over_budget, "function too large");
        auto const bytes = static_cast<std::size_t>((static_cast<std::uint64_t>(total) + 7) / 8);
        entries.name("BitsPerSample").integer(bits);
        put("Encode", 2);
        put("Decode", 2);
        auto samples = TRY(decoded(function));
        if (!samples) return std::uint32_t{0};
        if (samples->data.size() > bytes) TRY(gate_.drop(rule::extra_rows, samples->data.size() - bytes, {"samples of a function", {}}));
        samples->data.resize(bytes);
        made = writer_.allocate();
        put_stream(made, entries, samples->data);
        return made;
    }));
    if (number == 0) return false;
    out.reference(number);
    return true;
}

Result<bool> Builder::put_functions(Emit& out, Value const& raw) {
    auto const value = document_.resolve(raw);
    if (!value.is(Type::array)) return put_function(out, raw);
    if (value.items->empty() || value.items->size() > kMaxColours) return false;
    out.open_array();
    for (auto const& function : *value.items)
        if (!TRY(put_function(out, function))) return false;
    out.close_array();
    return true;
}

// --- shadings (8.7.4.5) --------------------------------------------------------------------------

Result<std::uint32_t> Builder::shading(Value const& raw, Value const& resources) {
    return once(Role::shading, raw, [&]() -> Result<std::uint32_t> {
        auto const dict = document_.resolve(raw);
        auto const kind = document_.lookup(dict, "ShadingType").whole();
        if (!dict.is_dict() || kind < 1 || kind > 7 || (kind >= 4 && !dict.is(Type::stream))) return std::uint32_t{0};
        TRY(sift(dict, kShadingKeys));
        Emit entries(budget_);
        entries.name("ShadingType").integer(kind).name("ColorSpace");
        if (!TRY(put_colour_space(entries, document_.raw(dict, "ColorSpace"), resources))) return std::uint32_t{0};
        auto const put = [&](Literal key, std::size_t least) {
            Emit list(budget_);
            if (!numbers(list, document_.lookup(dict, key.view()), least, 128)) return false;
            entries.name(key).raw(list.take());
            return true;
        };
        put("Background", 1);
        put("BBox", 4);
        if (document_.lookup(dict, "AntiAlias").is_true()) entries.name("AntiAlias").boolean(true);
        if (kind == 1) put_matrix(entries, document_.lookup(dict, "Matrix"));
        if (kind <= 3) put("Domain", 2);
        if (kind == 2 && !put("Coords", 4)) return std::uint32_t{0};
        if (kind == 3 && !put("Coords", 6)) return std::uint32_t{0};
        if (auto const extend = document_.lookup(dict, "Extend"); (kind == 2 || kind == 3) && extend.is(Type::array) && extend.items->size() == 2) {
            entries.name("Extend").open_array();
            for (auto const& end : *extend.items) entries.boolean(document_.resolve(end).is_true());
            entries.close_array();
        }
        if (auto const function = document_.raw(dict, "Function"); !function.is_null()) {
            entries.name("Function");
            if (!TRY(put_functions(entries, function))) return std::uint32_t{0};
        } else if (kind <= 3) {
            return std::uint32_t{0};
        }
        if (kind < 4) {
            auto const number = writer_.allocate();
            Emit object(budget_);
            object.open_dict().raw(entries.take()).close_dict();
            writer_.object(number, object.take());
            return number;
        }
        for (auto const key : {Literal("BitsPerCoordinate"), Literal("BitsPerComponent"), Literal("BitsPerFlag"), Literal("VerticesPerRow")}) {
            auto const value = document_.lookup(dict, key.view());
            if (value.is_number()) entries.name(key).integer(std::clamp<std::int64_t>(value.whole(), 0, 1 << 20));
        }
        if (!put("Decode", 4)) return std::uint32_t{0};
        auto const mesh = TRY(decoded(dict));
        if (!mesh) return std::uint32_t{0};
        auto const number = writer_.allocate();
        put_stream(number, entries, mesh->data);
        return number;
    });
}

Result<std::uint32_t> Builder::shading_pattern(Value const& raw, Value const& resources) {
    return once(Role::shading_pattern, raw, [&]() -> Result<std::uint32_t> {
        auto const pattern = document_.resolve(raw);
        TRY(sift(pattern, kShadingPatternKeys));
        auto const inside = TRY(shading(document_.raw(pattern, "Shading"), resources));
        if (inside == 0) return std::uint32_t{0};
        Emit out(budget_);
        out.open_dict().name("Type").name("Pattern").name("PatternType").integer(2).name("Shading").reference(inside);
        put_matrix(out, document_.lookup(pattern, "Matrix"));
        if (auto const state = document_.raw(pattern, "ExtGState"); !state.is_null()) {
            auto const number = TRY(ext_state(state, resources));
            if (number != 0) out.name("ExtGState").reference(number);
        }
        out.close_dict();
        auto const number = writer_.allocate();
        writer_.object(number, out.take());
        return number;
    });
}

// --- graphics states (8.4.5) -----------------------------------------------------------------------

Result<bool> Builder::put_soft_mask(Emit& out, Value const& raw, Value const& resources) {
    auto const mask = document_.resolve(raw);
    if (mask.is_name("None")) {
        out.name("SMask").name("None");
        return true;
    }
    auto const group = document_.resolve(document_.raw(mask, "G"));
    if (!mask.is_dict() || !group.is(Type::stream)) return false;
    TRY(sift(mask, kSoftMaskKeys));
    bool const has_own = document_.lookup(group, "Resources").is_dict();
    auto const form = TRY(later(Role::form, document_.raw(mask, "G"), has_own ? Value{} : resources));
    out.name("SMask").open_dict().name("S").name(document_.lookup(mask, "S").is_name("Luminosity") ? Literal("Luminosity") : Literal("Alpha")).name("G").reference(form);
    Emit backdrop(budget_);
    if (numbers(backdrop, document_.lookup(mask, "BC"), 1, kMaxColours)) out.name("BC").raw(backdrop.take());
    if (auto const transfer = document_.raw(mask, "TR"); !transfer.is_null()) {
        Emit function(budget_);
        if (TRY(put_function(function, transfer))) out.name("TR").raw(function.take());
    }
    out.close_dict();
    return true;
}

Result<std::uint32_t> Builder::ext_state(Value const& raw, Value const& resources) {
    return once(Role::ext_state, raw, [&]() -> Result<std::uint32_t> {
        auto const state = document_.resolve(raw);
        if (!state.is_dict()) return std::uint32_t{0};
        TRY(sift(state, kExtStateKeys));
        Emit out(budget_);
        out.open_dict().name("Type").name("ExtGState");
        for (auto const key : {Literal("LW"), Literal("ML"), Literal("FL"), Literal("SM"), Literal("CA"), Literal("ca")})
            if (auto const value = document_.lookup(state, key.view()); value.is_number()) out.name(key).number(value.number());
        for (auto const key : {Literal("LC"), Literal("LJ"), Literal("OPM")})
            if (auto const value = document_.lookup(state, key.view()); value.is_number()) out.name(key).integer(std::clamp<std::int64_t>(value.whole(), 0, 2));
        for (auto const key : {Literal("OP"), Literal("op"), Literal("SA"), Literal("AIS"), Literal("TK")})
            if (auto const value = document_.lookup(state, key.view()); value.is(Type::boolean)) out.name(key).boolean(value.is_true());
        if (auto const dash = document_.lookup(state, "D"); dash.is(Type::array) && dash.items->size() == 2) {
            out.name("D").open_array().open_array();
            for (auto const length : list_of(dash.items->front(), 64)) out.number(length);
            out.close_array().number(document_.resolve((*dash.items)[1]).number()).close_array();
        }
        constexpr Literal kIntents[] = {"AbsoluteColorimetric", "Perceptual", "RelativeColorimetric", "Saturation"};
        put_name_of(out, "RI", document_.lookup(state, "RI"), kIntents);
        auto blend = document_.lookup(state, "BM");
        if (blend.is(Type::array)) {  // the first that a reader knows
            for (auto const& candidate : *blend.items)
                if (put_name_of(out, "BM", document_.resolve(candidate), kBlendModes)) break;
        } else {
            put_name_of(out, "BM", blend, kBlendModes);
        }
        if (auto const font = document_.lookup(state, "Font"); font.is(Type::array) && font.items->size() == 2) {
            auto const number = TRY(resource(Category::font, font.items->front(), resources));
            if (number != 0) out.name("Font").open_array().reference(number).number(document_.resolve((*font.items)[1]).number()).close_array();
        }
        if (auto const mask = document_.raw(state, "SMask"); !mask.is_null()) TRY(put_soft_mask(out, mask, resources));
        for (auto const key : {Literal("TR"), Literal("TR2")}) {
            auto const transfer = document_.resolve(document_.raw(state, key.view()));
            if (transfer.is_null() || transfer.is_name("Default") || transfer.is_name("Identity")) continue;
            Emit function(budget_);
            if (TRY(put_functions(function, document_.raw(state, key.view())))) out.name(key).raw(function.take());
        }
        out.close_dict();
        auto const number = writer_.allocate();
        writer_.object(number, out.take());
        return number;
    });
}

}  // namespace scrub::engine::pdf
