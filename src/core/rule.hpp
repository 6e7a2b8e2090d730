// The rows of the formats' tables: what a thing is, and why we say so.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include <scrub/policy.hpp>
#include <scrub/report.hpp>

#include "core/bytes.hpp"

namespace scrub::engine {

/// What removing a thing means. The policy says whether; the rule says how.
enum class Form : std::uint8_t {
    remove,   ///< it goes with all that is in it
    unwrap,   ///< its mark goes, what it encloses stays
    replace,  ///< something canonical takes its place
    flatten,  ///< it becomes what a reader sees of it
};

/// One row. Tables of rules are allow-lists: what has no row is `unknown` and goes.
struct Rule {
    Literal name;  ///< the standard's own term: "tEXt", "w:rsidR", "/PieceInfo"
    Literal code;  ///< the finding's stable code
    Kind kind;
    Literal why;   ///< one clause, lower case, no full stop
    Form form = Form::remove;
};

/// Rows, collected for tests and documentation.
using RuleList = std::vector<Rule const*>;

/// Adds the rows of tables (arrays of Rule, or of rows with a member `rule`) and single rules to a list.
template <class... Tables>
RuleList list_rules(Tables const&... tables) {
    RuleList list;
    auto const add = [&](auto const& table) {
        using Table = std::remove_cvref_t<decltype(table)>;
        if constexpr (std::is_same_v<Table, Rule>) {
            list.push_back(&table);
        } else if constexpr (std::is_same_v<Table, RuleList>) {
            list.insert(list.end(), table.begin(), table.end());
        } else {
            for (auto const& row : table) {
                if constexpr (std::is_same_v<std::remove_cvref_t<decltype(row)>, Rule>) list.push_back(&row);
                else list.push_back(&row.rule);
            }
        }
    };
    (add(tables), ...);
    return list;
}

/// The row of a name, or null. For small tables.
constexpr Rule const* find(std::span<Rule const> rules, std::string_view name) noexcept {
    auto const row = std::find_if(rules.begin(), rules.end(), [&](Rule const& r) { return r.name == name; });
    return row == rules.end() ? nullptr : &*row;
}

}  // namespace scrub::engine
