// Destinations, actions, bookmarks, and what the catalogue and the trailer hold beside the pages.
#include <algorithm>

#include "format/pdf/builder.hpp"
#include "marks/url.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr std::size_t kMaxTreeNodes = 100'000;
constexpr std::size_t kMaxBookmarks = 100'000;
constexpr unsigned kMaxChain = 64;  // of actions

}  // namespace

// --- destinations (12.3.2) ---------------------------------------------------------------------------------

// Flattens a name tree (7.9.6) without recursion.
std::vector<std::pair<std::string_view, Value>> Builder::name_tree(Value const& root) {
    std::vector<std::pair<std::string_view, Value>> entries;
    std::vector<Value> ahead{root};
    std::set<void const*> seen;
    while (!ahead.empty() && seen.size() < kMaxTreeNodes) {
        auto const node = document_.resolve(ahead.back());
        ahead.pop_back();
        if (!node.is_dict() || !seen.insert(node.entries).second) continue;
        if (auto const names = document_.lookup(node, "Names"); names.is(Type::array))
            for (std::size_t i = 0; i + 1 < names.items->size(); i += 2) entries.emplace_back(document_.resolve((*names.items)[i]).text, (*names.items)[i + 1]);
        if (auto const kids = document_.lookup(node, "Kids"); kids.is(Type::array))
            for (auto kid = kids.items->rbegin(); kid != kids.items->rend(); ++kid) ahead.push_back(*kid);
    }
    return entries;
}

Value Builder::named_destination(std::string_view name) {
    if (!has_destinations_) {
        has_destinations_ = true;
        for (auto const& [key, value] : name_tree(document_.lookup(document_.lookup(catalog_, "Names"), "Dests"))) destinations_.emplace(key, value);
        if (auto const old = document_.lookup(catalog_, "Dests"); old.is_dict())
            for (auto const& entry : old.entries->list) destinations_.emplace(entry.key, entry.value);
    }
    auto const found = destinations_.find(name);
    return found == destinations_.end() ? Value{} : found->second;
}

Result<bool> Builder::put_destination(Emit& out, Value const& raw) {
    auto value = document_.resolve(raw);
    if (value.is(Type::name) || value.is(Type::string)) value = document_.resolve(named_destination(value.text));
    if (value.is_dict()) value = document_.lookup(value, "D");
    if (!value.is(Type::array) || value.items->empty()) return false;
    auto const& items = *value.items;
    std::uint32_t page = 0;
    if (items[0].is(Type::ref)) {
        auto const found = page_numbers_.find(items[0].ref.number);
        if (found != page_numbers_.end()) page = found->second;
    } else if (auto const index = items[0]; index.is(Type::integer) && index.integer >= 0 && static_cast<std::size_t>(index.integer) < pages_.size()) {
        page = pages_[static_cast<std::size_t>(index.integer)].number;
    }
    if (page == 0) return false;
    struct FitRow {
        Literal name;
        std::size_t count;
    };
    constexpr FitRow kFits[] = {{"XYZ", 3}, {"Fit", 0}, {"FitH", 1}, {"FitV", 1}, {"FitR", 4}, {"FitB", 0}, {"FitBH", 1}, {"FitBV", 1}};
    out.open_array().reference(page);
    auto const fit = items.size() > 1 ? document_.resolve(items[1]) : Value{};
    for (auto const& [name, count] : kFits) {
        if (!fit.is_name(name.view())) continue;
        out.name(name);
        for (std::size_t i = 0; i < count; ++i) {
            auto const value_at = i + 2 < items.size() ? document_.resolve(items[i + 2]) : Value{};
            if (value_at.is_number()) out.number(value_at.number());
            else out.word("null");
        }
        out.close_array();
        return true;
    }
    out.name("Fit").close_array();
    return true;
}

// --- actions (12.6) -----------------------------------------------------------------------------------------

Result<void> Builder::report_actions(Value const& raw, unsigned depth) {
    auto const action = document_.resolve(raw);
    if (depth > kMaxChain) return {};
    if (action.is(Type::array)) {
        for (auto const& item : *action.items)
            if (document_.resolve(item).is_dict()) TRY(report_actions(item, depth + 8));
        return {};
    }
    if (!action.is_dict()) return {};
    auto const type = document_.lookup(action, "S").name();
    if (type.empty()) {  // a dictionary of actions by event
        for (auto const& entry : action.entries->list) TRY(report_actions(entry.value, depth + 8));
        return {};
    }
    if (type == "GoTo") {
        if (depth > 0) TRY(gate_.drop(rule_of_key("OpenAction"), 0));
    } else {
        auto const script = document_.lookup(action, "JS");
        auto target = document_.lookup(action, "URI");
        if (target.is_null()) target = document_.lookup(action, "F");
        if (target.is_dict()) target = document_.lookup(target, "F");
        auto const value = script.is(Type::string) ? utf8_of(script.text) : target.is(Type::string) ? utf8_of(target.text) : std::string{};
        TRY(gate_.drop(rule_of_action(type), script.text.size(), {type, value}));
    }
    return report_actions(document_.raw(action, "Next"), depth + 1);
}

Result<bool> Builder::put_action(Emit& out, Value const& raw) {
    auto const action = document_.resolve(raw);
    if (!action.is_dict()) return false;
    auto const type = document_.lookup(action, "S").name();
    if (type == "GoTo") {
        TRY(sift(action, kGoToKeys));
        Emit destination(budget_);
        if (!TRY(put_destination(destination, document_.raw(action, "D")))) return false;
        out.name("Dest").raw(destination.take());
        return true;
    }
    auto const uri = document_.lookup(action, "URI");
    if (type != "URI" || !uri.is(Type::string)) {
        TRY(report_actions(raw));
        return false;
    }
    TRY(sift(action, kUriKeys));
    auto const kept = TRY(pass_link(uri.text));
    if (!kept) return false;
    out.name("A").open_dict().name("S").name("URI").name("URI").string(*kept).close_dict();
    return true;
}

Result<std::optional<Kept>> Builder::pass_link(std::string_view url) {
    constexpr std::string_view kSchemes[] = {"http://", "https://", "mailto:"};
    bool const is_web = std::any_of(std::begin(kSchemes), std::end(kSchemes), [&](std::string_view scheme) { return url.starts_with(scheme); });
    if (!is_web) {
        TRY(gate_.drop(rule_of_action("URI"), url.size(), {{}, url}));
        return std::optional<Kept>{};
    }
    return marks::pass_url(url, gate_);
}

// --- bookmarks (12.3.3) -------------------------------------------------------------------------------------

Result<std::uint32_t> Builder::outlines(Value const& root) {
    if (!root.is_dict()) return std::uint32_t{0};
    struct Item {
        Value dict;
        std::size_t parent;          // index, or kRoot
        Made target{};
        bool has_target = false, is_kept = false, is_open = false;
        std::vector<std::size_t> kids{};
        std::uint32_t number = 0;
        std::int64_t visible = 0;
    };
    constexpr std::size_t kRoot = SIZE_MAX;
    Gate::Scope const scope(gate_, "bookmarks");
    TRY(sift(root, kOutlineKeys));
    std::vector<Item> items;
    std::set<void const*> seen;
    std::vector<std::pair<Value, std::size_t>> ahead{{document_.raw(root, "First"), kRoot}};
    while (!ahead.empty()) {
        auto const [raw, parent] = ahead.back();
        ahead.pop_back();
        auto const dict = document_.resolve(raw);
        if (!dict.is_dict() || !seen.insert(dict.entries).second) continue;
        if (items.size() >= kMaxBookmarks) return fail(Errc::over_budget, "too many bookmarks");
        TRY(sift(dict, kOutlineItemKeys));
        Item item;
        item.dict = dict;
        item.parent = parent;
        item.is_open = document_.lookup(dict, "Count").whole() > 0;
        Emit target(budget_);
        if (auto const destination = document_.raw(dict, "Dest"); !document_.resolve(destination).is_null()) {
            target.name("Dest");
            item.has_target = TRY(put_destination(target, destination));
        } else {
            item.has_target = TRY(put_action(target, document_.raw(dict, "A")));
        }
        if (item.has_target) item.target = target.take();
        items.push_back(std::move(item));
        ahead.emplace_back(document_.raw(dict, "Next"), parent);
        ahead.emplace_back(document_.raw(dict, "First"), items.size() - 1);  // is taken next
    }
    // A bookmark stays when it, or one below it, leads to a page that stays.
    for (auto i = items.size(); i-- > 0;) {
        items[i].is_kept = items[i].is_kept || items[i].has_target;
        if (items[i].is_kept && items[i].parent != kRoot) items[items[i].parent].is_kept = true;
    }
    std::vector<std::size_t> top;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const title = document_.lookup(items[i].dict, "Title");
        if (!items[i].is_kept) {
            TRY(gate_.drop(rule::dead_bookmark, title.text.size(), {{}, utf8_of(title.text)}));
            continue;
        }
        (items[i].parent == kRoot ? top : items[items[i].parent].kids).push_back(i);
    }
    if (top.empty()) return std::uint32_t{0};
    for (auto i = items.size(); i-- > 0;)
        for (auto const kid : items[i].kids) items[i].visible += 1 + (items[kid].is_open ? items[kid].visible : 0);
    auto const number = writer_.allocate();
    std::int64_t visible = 0;
    for (auto& item : items)
        if (item.is_kept) item.number = writer_.allocate();
    for (auto const i : top) visible += 1 + (items[i].is_open ? items[i].visible : 0);
    Emit out(budget_);
    out.open_dict().name("Type").name("Outlines").name("First").reference(items[top.front()].number).name("Last").reference(items[top.back()].number).name("Count").integer(visible).close_dict();
    writer_.object(number, out.take());
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const& item = items[i];
        if (!item.is_kept) continue;
        auto const& siblings = item.parent == kRoot ? top : items[item.parent].kids;
        auto const place = static_cast<std::size_t>(std::find(siblings.begin(), siblings.end(), i) - siblings.begin());
        auto const title = document_.lookup(item.dict, "Title");
        auto const kept = TRY(gate_.pass(rule::outline_title, title.is(Type::string) ? title.data() : Bytes{}));
        gate_.shows(utf8_of(title.text));
        out.open_dict().name("Title");
        if (kept) out.string(*kept);
        else out.literal("");
        out.name("Parent").reference(item.parent == kRoot ? number : items[item.parent].number);
        if (place > 0) out.name("Prev").reference(items[siblings[place - 1]].number);
        if (place + 1 < siblings.size()) out.name("Next").reference(items[siblings[place + 1]].number);
        if (!item.kids.empty()) {
            out.name("First").reference(items[item.kids.front()].number).name("Last").reference(items[item.kids.back()].number);
            out.name("Count").integer(item.is_open ? item.visible : -item.visible);
        }
        Emit colour(budget_);
        if (numbers(colour, document_.lookup(item.dict, "C"), 3, 3)) out.name("C").raw(colour.take());
        if (auto const flags = document_.lookup(item.dict, "F").whole() & 3; flags != 0) out.name("F").integer(flags);
        if (item.has_target) out.raw(item.target);
        out.close_dict();
        writer_.object(item.number, out.take());
    }
    return number;
}

// --- what else there is ---------------------------------------------------------------------------------------

Result<void> Builder::report_info(Value const& info) {
    if (!info.is_dict()) return {};
    Gate::Scope const scope(gate_, "Info");
    for (auto const& entry : info.entries->list) {
        auto const value = document_.resolve(entry.value);
        if (value.is_null()) continue;
        auto const shown = value.is(Type::string) ? utf8_of(value.text) : std::string(value.name());
        TRY(gate_.drop(rule_of_info(entry.key), value.text.size(), {entry.key, shown}));
    }
    return {};
}

Result<void> Builder::report_file(Value const& specification) {
    auto const dict = document_.resolve(specification);
    if (dict.is(Type::string)) return gate_.drop(rule_of_key("F"), dict.text.size(), {{}, utf8_of(dict.text)});
    if (!dict.is_dict()) return {};
    Gate::Scope const scope(gate_, "embedded file");
    std::string name;
    for (auto const key : {"F", "UF", "DOS", "Mac", "Unix"})
        if (auto const value = document_.lookup(dict, key); value.is(Type::string) && name.empty()) name = utf8_of(value.text);
    TRY(gate_.drop(rule::file_name, name.size(), {{}, name}));
    if (auto const description = document_.lookup(dict, "Desc"); description.is(Type::string)) TRY(gate_.drop(rule::file_name, description.text.size(), {"description", utf8_of(description.text)}));
    std::set<void const*> seen;
    auto const files = document_.lookup(dict, "EF");
    if (!files.is_dict()) return {};
    for (auto const& entry : files.entries->list) {
        auto const stream = document_.resolve(entry.value);
        if (!stream.is(Type::stream) || !seen.insert(stream.entries).second) continue;
        auto const data = TRY(decoded(stream));
        if (data) TRY(gate_.slack(rule::embedded_file, data->data));
    }
    gate_.note_lost("attached files");
    return {};
}

Result<void> Builder::report_names(Value const& names) {
    if (!names.is_dict()) return {};
    for (auto const& entry : names.entries->list) {
        auto const tree = name_tree(entry.value);
        if (entry.key == "Dests") {
            if (!tree.empty()) TRY(gate_.drop(rule_of_key("Dests"), 0, {{}, {}, tree.size()}));
        } else if (entry.key == "EmbeddedFiles") {
            for (auto const& [name, value] : tree) TRY(report_file(value));
        } else if (entry.key == "JavaScript") {
            for (auto const& [name, value] : tree) TRY(report_actions(value, 1));
        } else if (entry.key == "Pages" || entry.key == "Templates") {
            TRY(gate_.drop(rule::page_template, 0, {{}, {}, std::max<std::size_t>(tree.size(), 1)}));
        } else {
            TRY(gate_.drop(rule_of_key(entry.key), 0, {entry.key, {}, std::max<std::size_t>(tree.size(), 1)}));
        }
    }
    return {};
}

Result<void> Builder::report_form(Value const& form) {
    if (!form.is_dict()) return {};
    bool const has_xfa = !document_.lookup(form, "XFA").is_null();
    if (has_xfa && document_.lookup(catalog_, "NeedsRendering").is_true()) return fail(Errc::unsupported, "a form that is XML only (XFA), which no page shows");
    Gate::Scope const scope(gate_, "form");
    if (has_xfa) TRY(gate_.drop(rule::xfa, 0));
    // Fields without a place on a page are shown nowhere.
    std::vector<Value> ahead;
    std::set<void const*> seen;
    auto const push = [&](Value const& list) {
        if (list.is(Type::array)) for (auto const& item : *list.items) ahead.push_back(item);
    };
    push(document_.lookup(form, "Fields"));
    std::uint64_t fields = 0;
    while (!ahead.empty() && seen.size() < kMaxTreeNodes) {
        auto const field = document_.resolve(ahead.back());
        ahead.pop_back();
        if (!field.is_dict() || !seen.insert(field.entries).second) continue;
        push(document_.lookup(field, "Kids"));
        ++fields;
        if (document_.lookup(field, "FT").is_name("Sig") && document_.lookup(field, "V").is_dict()) {
            auto const signature = document_.lookup(field, "V");
            for (auto const key : {"Name", "Location", "Reason", "ContactInfo", "M"})
                if (auto const value = document_.lookup(signature, key); value.is(Type::string)) TRY(gate_.drop(rule::signature, value.text.size(), {key, utf8_of(value.text)}));
            gate_.remark("the document was signed; the signature is gone and would be void");
        } else if (auto const value = document_.lookup(field, "V"); value.is(Type::string)) {
            TRY(gate_.drop(rule::form_value, value.text.size(), {{}, utf8_of(value.text)}));
        }
        TRY(report_actions(document_.raw(field, "AA"), 1));
    }
    if (fields > 0) TRY(gate_.drop(rule::form, 0, {{}, {}, fields}));
    return {};
}

Result<void> Builder::report_catalog(Value const& catalog) {
    TRY(sift(catalog, kCatalogKeys));
    for (auto const& name : layers_.names()) TRY(gate_.drop(rule::layers, name.size(), {{}, name}));
    return {};
}

}  // namespace scrub::engine::pdf
