// A reading of contents for their text and looks, and the scores.
#include "format/pdf/stamps.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "format/pdf/rules.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr unsigned kMaxDepth = 6;
constexpr std::uint64_t kMaxInstructions = 30'000'000;
constexpr std::size_t kMaxLines = 500'000;
constexpr std::size_t kMaxText = 400;
constexpr int kIsStamp = 70, kIsDoubtful = 50, kMostOfPlainLines = 65;
constexpr double kShareOfPages = 0.6;

// --- what a text says -----------------------------------------------------------------------------------

// Said of one copy.
constexpr std::string_view kOfOneCopy[] = {
    "accessed by", "authorised licensed use", "authorized licensed use", "content downloaded", "copia de uso exclusivo", "copia para", "copy no", "copy number", "copy #", "delivered to",
    "descargado por", "downloaded at", "downloaded by", "downloaded from", "downloaded on", "downloaded to", "emitido a", "for the exclusive use", "for the sole use", "generated for",
    "impreso por", "issued to", "licenciado a", "licensed exclusively to", "licensed to", "personal copy", "prepared exclusively for", "printed by", "printed for", "registered to",
    "requested by", "retrieved by", "sent to", "this copy belongs", "user id", "viewed by", "watermarked for", "your copy",
};
// Said of documents as well.
constexpr std::string_view kOfDocuments[] = {
    "borrador", "confidencial", "confidential", "copia controlada", "demo version", "do not copy", "do not distribute", "do not forward", "draft", "evaluation copy", "evaluation only",
    "internal use only", "muestra", "not for distribution", "prepared for", "property of", "propiedad de", "provided to", "redistribution subject", "sample", "trial version", "uncontrolled", "watermark",
};

template <std::size_t N>
bool says_one_of(std::string_view text, std::string_view const (&phrases)[N]) {
    return std::any_of(std::begin(phrases), std::end(phrases), [&](std::string_view phrase) { return text.find(phrase) != std::string_view::npos; });
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit_char(char c) { return c >= '0' && c <= '9'; }

// Mailboxes of an office, as footers name them.
constexpr std::string_view kOfOffices[] = {
    "admin", "ayuda", "contact", "contacto", "editor", "editorial", "enquiries", "feedback", "hello", "help", "hola", "info", "inquiries", "kontakt", "legal", "mail", "marketing", "media",
    "office", "permissions", "post", "prensa", "press", "presse", "redaccion", "sales", "service", "soporte", "support", "ventas", "webmaster",
};

/// The address of a person.
bool has_email(std::string_view text) {
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        auto end = at + 1;
        while (end < text.size() && (is_word(text[end]) || text[end] == '-' || text[end] == '.')) ++end;
        auto const host = text.substr(at + 1, end - at - 1);
        auto begin = at;
        while (begin > 0 && (is_word(text[begin - 1]) || std::string_view("._+-").find(text[begin - 1]) != std::string_view::npos)) --begin;
        auto const mailbox = text.substr(begin, at - begin);
        if (std::find(std::begin(kOfOffices), std::end(kOfOffices), mailbox) != std::end(kOfOffices)) continue;
        if (at > 0 && is_word(text[at - 1]) && host.find('.') != std::string_view::npos && host.find('.') > 0) return true;
    }
    return false;
}

/// Numbers with marks between them: "10.1.2.3", "2024-03-01", "12:30".
bool has_numbers(std::string_view text, std::string_view marks, std::size_t count, std::size_t most_digits) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit_char(text[at]) || (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '.'))) continue;
        auto here = at;
        std::size_t parts = 0;
        for (;;) {
            auto const start = here;
            while (here < text.size() && is_digit_char(text[here])) ++here;
            if (here == start || here - start > most_digits) break;
            ++parts;
            if (here >= text.size() || marks.find(text[here]) == std::string_view::npos) break;
            if (parts == count) break;
            ++here;
        }
        if (parts == count && (here >= text.size() || !is_word(text[here]))) return true;
    }
    return false;
}

bool has_address(std::string_view text) { return has_numbers(text, ".", 4, 3); }
bool has_time(std::string_view text) { return has_numbers(text, "/-.", 3, 4) || has_numbers(text, ":", 2, 2) || has_numbers(text, ":", 3, 2); }

/// Small letters, single spaces.
std::string plain(std::string_view text) {
    std::string out;
    for (auto const c : text) {
        bool const is_space = c == ' ' || c == '\n' || c == '\t';
        if (is_space && (out.empty() || out.back() == ' ')) continue;
        out += is_space ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

/// What stays the same when pages are numbered and times pass.
std::string pattern_of(std::string_view text) {
    std::string out;
    for (auto const c : text) {
        if (!is_digit_char(c)) out += c;
        else if (out.empty() || out.back() != '#') out += '#';
    }
    return out;
}

bool names_a_stamp(std::string_view name) {
    auto const text = plain(name);
    return text.find("watermark") != std::string::npos || text.find("water mark") != std::string::npos || text.find("stamp") != std::string::npos || text.find("wasserzeichen") != std::string::npos ||
           text.find("filigrane") != std::string::npos || text.find("marca de agua") != std::string::npos;
}

}  // namespace

ContentId id_of_form(Value const& raw, Value const& inherited_resources) {
    auto const direct = raw.entries != nullptr ? static_cast<void const*>(raw.entries) : static_cast<void const*>(raw.items);
    auto const id = raw.is(Type::ref) ? std::uint64_t{raw.ref.number} << 1 | 1 : reinterpret_cast<std::uintptr_t>(direct);
    return {ContentId::Is::form, id, inherited_resources.entries};
}

FontInfo const* Stamps::font(Value const& raw) {
    auto const value = document_.resolve(raw);
    if (!value.is_dict()) return nullptr;
    std::pair<std::uint64_t, void const*> const key{raw.is(Type::ref) ? raw.ref.number : 0, raw.entries};
    auto& known = fonts_[key];
    if (known == nullptr) {
        auto info = FontInfo::read(document_, value);
        if (!info) return nullptr;
        known = std::make_unique<FontInfo>(std::move(info).take());
    }
    return known.get();
}

void Stamps::condemn(ContentId const& content, std::uint64_t index, std::string_view text) {
    edits_[content].by_index[index] = {&rule::stamp, {}, std::string(text)};
}

// --- reading ----------------------------------------------------------------------------------------------

class Stamps::Reader {
public:
    Reader(Stamps& stamps, std::size_t page, Box const& shown) : stamps_(stamps), document_(stamps.document_), page_(page), shown_(shown) {}

    struct Look {
        Matrix ctm;
        double alpha = 1, grey = 0;
        bool has_grey = true;
        Value font{};
        FontInfo const* info = nullptr;
        double size = 0, char_space = 0, word_space = 0, scale = 1, leading = 0, rise = 0;
    };

    Result<void> read(Bytes content, Value const& resources, ContentId const& id, Look look, bool is_marked, unsigned depth) {
        Arena arena;
        ContentParser parser(content, arena, document_.budget());
        std::vector<Look> stack;
        std::vector<bool> marks;
        std::size_t stamps_open = 0;
        Matrix text, line;
        Instruction in;
        while (TRY(parser.next(in))) {
            if (++stamps_.instructions_ > kMaxInstructions) {
                stamps_.is_cut_short_ = true;
                return {};
            }
            auto const n = in.operands;
            bool const is_stamp = is_marked || stamps_open > 0;
            auto const next_line = [&](double x, double y) { text = line = Matrix{1, 0, 0, 1, x, y}.times(line); };
            switch (in.op) {
                case Op::save:
                    if (stack.size() < 2000) stack.push_back(look);
                    break;
                case Op::restore:
                    if (stack.empty()) break;
                    look = stack.back();
                    stack.pop_back();
                    break;
                case Op::concat: look.ctm = Matrix::of(n).times(look.ctm); break;
                case Op::ext_state: {
                    auto const state = document_.lookup(document_.lookup(resources, "ExtGState"), n[0].text);
                    if (auto const alpha = document_.lookup(state, "ca"); alpha.is_number()) look.alpha = alpha.number();
                    break;
                }
                case Op::fill_grey:
                    look.has_grey = true;
                    look.grey = n[0].number();
                    break;
                case Op::fill_rgb:
                    look.has_grey = std::max({n[0].number(), n[1].number(), n[2].number()}) - std::min({n[0].number(), n[1].number(), n[2].number()}) < 0.05;
                    look.grey = n[0].number();
                    break;
                case Op::fill_cmyk:
                    look.has_grey = n[0].number() + n[1].number() + n[2].number() < 0.05;
                    look.grey = 1 - n[3].number();
                    break;
                case Op::fill_colour:
                case Op::fill_colour_n:
                    look.has_grey = n.size() == 1 && n[0].is_number();
                    if (look.has_grey) look.grey = n[0].number();
                    break;
                case Op::begin_text: text = line = {}; break;
                case Op::char_space: look.char_space = n[0].number(); break;
                case Op::word_space: look.word_space = n[0].number(); break;
                case Op::scale: look.scale = n[0].number() / 100; break;
                case Op::leading: look.leading = n[0].number(); break;
                case Op::rise: look.rise = n[0].number(); break;
                case Op::font:
                    look.info = stamps_.font(document_.raw(document_.lookup(resources, "Font"), n[0].text));
                    look.size = n[1].number();
                    break;
                case Op::next_line_leading: look.leading = -n[1].number(); [[fallthrough]];
                case Op::next_line: next_line(n[0].number(), n[1].number()); break;
                case Op::text_matrix: text = line = Matrix::of(n); break;
                case Op::next: next_line(0, -look.leading); break;
                case Op::show: show(n.first(1), in.index, id, look, text, is_stamp); break;
                case Op::show_array: show(*n[0].items, in.index, id, look, text, is_stamp); break;
                case Op::show_line_spaced:
                    look.word_space = n[0].number();
                    look.char_space = n[1].number();
                    [[fallthrough]];
                case Op::show_line:
                    next_line(0, -look.leading);
                    show(n.last(1), in.index, id, look, text, is_stamp);
                    break;
                case Op::begin_mark_list:
                case Op::begin_mark: {
                    bool const starts = in.op == Op::begin_mark_list && is_mark_of_stamp(n[0].name(), n[1], resources);
                    marks.push_back(starts);
                    stamps_open += starts ? 1U : 0U;
                    break;
                }
                case Op::end_mark:
                    if (marks.empty()) break;
                    stamps_open -= marks.back() ? 1U : 0U;
                    marks.pop_back();
                    break;
                case Op::object: {
                    auto const raw = document_.raw(document_.lookup(resources, "XObject"), n[0].text);
                    TRY(object(raw, in.index, resources, id, look, is_stamp, depth));
                    break;
                }
                case Op::stroke:
                case Op::close_stroke:
                case Op::fill:
                case Op::fill_even_odd:
                case Op::fill_stroke:
                case Op::fill_stroke_even_odd:
                case Op::close_fill_stroke:
                case Op::close_fill_stroke_even_odd:
                case Op::shading:
                case Op::inline_image:
                    if (is_stamp) stamps_.condemn(id, in.index, {});
                    break;
                default: break;
            }
        }
        return {};
    }

private:
    bool is_layer_of_stamp(Value const& raw) {
        auto const layer = document_.resolve(raw);
        if (!layer.is_dict()) return false;
        auto const is_named = [&](Value const& group) { return names_a_stamp(utf8_of(document_.lookup(group, "Name").text)); };
        if (is_named(layer)) return true;
        auto const groups = document_.lookup(layer, "OCGs");
        if (groups.is_dict()) return is_named(groups);
        if (!groups.is(Type::array) || groups.items->empty()) return false;
        return std::all_of(groups.items->begin(), groups.items->end(), [&](Value const& group) { return is_named(document_.resolve(group)); });
    }
    bool is_mark_of_stamp(std::string_view tag, Value const& properties, Value const& resources) {
        auto const raw = properties.is(Type::name) ? document_.raw(document_.lookup(resources, "Properties"), properties.text) : properties;
        if (tag == "OC") return is_layer_of_stamp(raw);
        return tag == "Artifact" && document_.lookup(document_.resolve(raw), "Subtype").is_name("Watermark");
    }

    Result<void> object(Value const& raw, std::uint64_t index, Value const& resources, ContentId const& id, Look const& look, bool is_stamp, unsigned depth) {
        auto const stream = document_.resolve(raw);
        if (!stream.is(Type::stream)) return {};
        auto const made_by = document_.lookup(document_.lookup(document_.lookup(stream, "PieceInfo"), "ADBE_CompoundType"), "Private");
        if (is_stamp || made_by.is_name("Watermark") || is_layer_of_stamp(document_.raw(stream, "OC"))) {
            stamps_.condemn(id, index, {});
            return {};
        }
        if (!document_.lookup(stream, "Subtype").is_name("Form") || depth >= kMaxDepth || !stamps_.layers_.is_visible(document_, document_.raw(stream, "OC"))) return {};
        auto const content = document_.decode(stream);
        if (!content || content->coding != PictureCoding::none) return {};
        auto inside = look;
        if (auto const matrix = document_.lookup(stream, "Matrix"); matrix.is(Type::array) && matrix.items->size() == 6) {
            Array numbers;
            for (auto const& item : *matrix.items) numbers.push_back(document_.resolve(item));
            inside.ctm = Matrix::of(numbers).times(look.ctm);
        }
        auto const own = document_.lookup(stream, "Resources");
        return read(content->data, own.is_dict() ? own : resources, id_of_form(raw, own.is_dict() ? Value{} : resources), inside, false, depth + 1);
    }

    void show(std::span<Value const> pieces, std::uint64_t index, ContentId const& id, Look const& look, Matrix& text, bool is_stamp) {
        if (look.info == nullptr) return;
        auto const start = Matrix{look.scale, 0, 0, 1, 0, look.rise}.times(text).times(look.ctm);
        std::string words;
        auto const move = [&](double by) {
            bool const is_vertical = look.info->is_vertical();
            text = Matrix{1, 0, 0, 1, is_vertical ? 0 : by * look.scale, is_vertical ? -by : 0}.times(text);
        };
        for (auto const& piece : pieces) {
            if (piece.is_number()) {
                if (piece.number() < -200) words += ' ';
                move(-piece.number() / 1000 * look.size);
            } else if (piece.is(Type::string)) {
                for (auto rest = bytes_of(piece.text); !rest.empty();) {
                    auto const glyph = look.info->next(rest);
                    rest = rest.subspan(std::min<std::size_t>(std::max(1U, glyph.bytes), rest.size()));
                    if (words.size() < kMaxText) words += look.info->unicode(glyph.code);
                    move(glyph.width / 1000 * look.size + look.char_space + (glyph.bytes == 1 && glyph.code == 32 ? look.word_space : 0));
                }
            }
        }
        if (is_stamp) return stamps_.condemn(id, index, words);
        auto const end = Matrix{look.scale, 0, 0, 1, 0, look.rise}.times(text).times(look.ctm);
        add(words, index, id, look, start, end);
    }

    /// To the line that it continues, or as a new one.
    void add(std::string_view words, std::uint64_t index, ContentId const& id, Look const& look, Matrix const& start, Matrix const& end) {
        auto const angle = std::atan2(start.b, start.a) * 180 / std::acos(-1.0);
        auto const size = std::fabs(look.size) * std::hypot(start.c, start.d);
        auto& lines = stamps_.lines_;
        if (!lines.empty() && lines.back().page == page_ && lines.back().content == id && std::fabs(lines.back().angle - angle) < 0.5) {
            auto& last = lines.back();
            auto const dx = start.e - last.end.e, dy = start.f - last.end.f;
            auto const along = dx * std::cos(angle * std::acos(-1.0) / 180) + dy * std::sin(angle * std::acos(-1.0) / 180);
            auto const across = std::fabs(dy * std::cos(angle * std::acos(-1.0) / 180) - dx * std::sin(angle * std::acos(-1.0) / 180));
            if (across < 0.2 * size && along > -0.5 * size && along < 2 * size && last.text.size() < kMaxText) {
                if (along > 0.15 * size) last.text += ' ';
                last.text += words;
                last.shows.push_back(index);
                last.end = end;
                return;
            }
        }
        if (lines.size() >= kMaxLines) {
            stamps_.is_cut_short_ = true;
            return;
        }
        Line line;
        line.page = page_;
        line.content = id;
        line.shows.push_back(index);
        line.text = words;
        line.angle = angle;
        line.size = size;
        line.alpha = look.alpha;
        line.is_grey = look.has_grey && look.grey >= 0.4 && look.grey < 1;
        auto const height = std::max(1.0, shown_.y1 - shown_.y0), width = std::max(1.0, shown_.x1 - shown_.x0);
        auto const x = (start.e - shown_.x0) / width, y = (start.f - shown_.y0) / height;
        bool const is_upright = std::fabs(std::remainder(angle, 180)) > 80;
        line.is_at_edge = is_upright ? x < 0.05 || x > 0.95 : y < 0.04 || y > 0.96;
        line.font = look.info;
        line.end = end;
        ++stamps_.uses_[{page_, look.info}];
        lines.push_back(std::move(line));
    }

    Stamps& stamps_;
    Document& document_;
    std::size_t page_;
    Box shown_;
};

Result<void> Stamps::look_at(std::size_t page, Page const& source) {
    ++page_count_;
    if (is_cut_short_) return {};
    return Reader(*this, page, source.shown).read(source.content, source.resources, {ContentId::Is::page, page, nullptr}, {}, false, 0);
}

// --- judging ----------------------------------------------------------------------------------------------

int Stamps::score(std::vector<Line const*> const& same, std::size_t page_count) const {
    auto const& line = *same.front();
    auto const any = [&](auto says) { return std::any_of(same.begin(), same.end(), [&](Line const* l) { return says(plain(l->text)); }); };
    std::set<std::size_t> pages;
    for (auto const* const each : same) pages.insert(each->page);
    bool const repeats = pages.size() >= 2 && static_cast<double>(pages.size()) >= kShareOfPages * static_cast<double>(page_count);
    bool const is_of_one_copy = any([](std::string_view t) { return says_one_of(t, kOfOneCopy); });
    bool const is_of_documents = any([](std::string_view t) { return says_one_of(t, kOfDocuments); });
    bool const has_ip = any([](std::string_view t) { return has_address(t); }), has_mail = any([](std::string_view t) { return has_email(t); }), has_clock = any([](std::string_view t) { return has_time(t); });
    bool const is_diagonal = std::fabs(std::remainder(line.angle, 90)) > 5;
    bool const is_clear = line.alpha < 0.7, is_large = line.size > 28;
    bool const speaks = is_of_one_copy || is_of_documents || has_ip;
    int points = 0;
    points += repeats ? 30 : 0;
    points += is_of_one_copy ? 25 : is_of_documents ? 15 : 0;
    points += has_ip ? 25 : 0;
    points += has_mail ? (speaks || has_clock || is_diagonal || is_clear ? 25 : 5) : 0;
    points += has_clock ? 15 : 0;
    points += is_diagonal ? 30 : 0;
    points += is_clear ? 25 : 0;
    points += is_large && (repeats || is_diagonal) ? 15 : 0;
    points += line.is_grey ? 10 : 0;
    points += line.is_at_edge ? 10 : 0;
    bool const is_rare = std::all_of(same.begin(), same.end(), [&](Line const* l) { return uses_.at({l->page, l->font}) <= 3; });
    points += page_count > 1 && is_rare ? 10 : 0;
    // Headers say "draft" and footers name an address: what lies level and opaque must speak of one copy.
    bool const is_plain = !is_of_one_copy && !has_ip && !is_diagonal && !(is_clear && is_large) && !(is_of_documents && (has_mail || is_large));
    return is_plain ? std::min(points, speaks || is_clear ? kMostOfPlainLines : kIsDoubtful - 1) : points;
}

void Stamps::decide() {
    std::map<std::string, std::vector<Line const*>> gangs;
    for (auto const& line : lines_) {
        auto const text = plain(line.text);
        if (text.size() < 3) continue;
        gangs[pattern_of(text)].push_back(&line);
    }
    std::set<std::size_t> doubtful;
    for (auto const& [pattern, same] : gangs) {
        auto const points = score(same, page_count_);
        if (points >= kIsStamp) {
            for (auto const* const line : same)
                for (auto const index : line->shows) condemn(line->content, index, line->text);
        } else if (points >= kIsDoubtful) {
            doubtful.insert(same.front()->page);
        }
    }
    doubtful_.assign(doubtful.begin(), doubtful.end());
    lines_.clear();
}

}  // namespace scrub::engine::pdf
