// The default configuration, as a reader on a screen applies it.
#include "format/pdf/layers.hpp"

#include "format/pdf/font.hpp"

namespace scrub::engine::pdf {

Layers::Layers(Document& document, Value const& catalog) {
    auto const properties = document.lookup(catalog, "OCProperties");
    if (!properties.is_dict()) return;
    auto const configuration = document.lookup(properties, "D");
    base_is_on_ = !document.lookup(configuration, "BaseState").is_name("OFF");
    auto const each = [&](Value const& list, auto apply) {
        if (!list.is(Type::array)) return;
        for (auto const& group : *list.items)
            if (group.is(Type::ref)) apply(group.ref.number);
    };
    each(document.lookup(properties, "OCGs"), [&](std::uint32_t number) {
        states_[number] = base_is_on_;
        auto const name = document.lookup(document.object({number, 0}), "Name");
        if (name.is(Type::string)) names_.push_back(utf8_of(name.text));
    });
    each(document.lookup(configuration, "ON"), [&](std::uint32_t number) { states_[number] = true; });
    each(document.lookup(configuration, "OFF"), [&](std::uint32_t number) { states_[number] = false; });
    auto const usages = document.lookup(configuration, "AS");  // 8.11.4.4: switched by how the document is used
    if (!usages.is(Type::array)) return;
    for (auto const& raw : *usages.items) {
        auto const usage = document.resolve(raw);
        if (!document.lookup(usage, "Event").is_name("View")) continue;
        each(document.lookup(usage, "OCGs"), [&](std::uint32_t number) {
            auto const view = document.lookup(document.lookup(document.lookup(document.object({number, 0}), "Usage"), "View"), "ViewState");
            if (view.is(Type::name)) states_[number] = !view.is_name("OFF");
        });
    }
}

bool Layers::is_on(Value const& raw) const {
    if (!raw.is(Type::ref)) return true;
    auto const state = states_.find(raw.ref.number);
    return state == states_.end() || state->second;
}

bool Layers::expression(Document& document, Value const& raw, unsigned depth) const {
    constexpr unsigned kMaxDepth = 32;
    auto const value = document.resolve(raw);
    if (!value.is(Type::array) || value.items->empty() || depth > kMaxDepth) return is_on(raw);
    auto const& items = *value.items;
    auto const what = document.resolve(items[0]).name();
    if (what == "Not") return items.size() < 2 || !expression(document, items[1], depth + 1);
    bool const is_and = what == "And";
    for (std::size_t i = 1; i < items.size(); ++i)
        if (expression(document, items[i], depth + 1) != is_and) return !is_and;
    return is_and;
}

bool Layers::is_visible(Document& document, Value const& raw) const {
    auto const value = document.resolve(raw);
    if (!value.is_dict()) return true;
    if (!document.lookup(value, "Type").is_name("OCMD")) return is_on(raw);
    if (auto const wanted = document.raw(value, "VE"); !wanted.is_null()) return expression(document, wanted, 0);
    auto const groups = document.raw(value, "OCGs");
    auto const list = document.resolve(groups);
    if (list.is_dict()) return is_on(groups);
    if (!list.is(Type::array)) return true;
    auto const policy = document.lookup(value, "P").name();
    std::size_t on = 0, all = 0;
    for (auto const& group : *list.items) {
        if (document.resolve(group).is_null()) continue;
        ++all;
        on += is_on(group) ? 1U : 0U;
    }
    if (all == 0) return true;
    if (policy == "AllOn") return on == all;
    if (policy == "AnyOff") return on < all;
    if (policy == "AllOff") return on == 0;
    return on > 0;
}

}  // namespace scrub::engine::pdf
