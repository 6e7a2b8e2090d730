// Optional content (ISO 32000-1, 8.11): which layers a reader sees when the document is opened.
#pragma once

#include <map>

#include "format/pdf/document.hpp"

namespace scrub::engine::pdf {

class Layers {
public:
    Layers() = default;
    Layers(Document& document, Value const& catalog);

    /// Whether content with this group or membership dictionary shows. `raw` may be a reference.
    bool is_visible(Document& document, Value const& raw) const;
    /// Names of all layers, for the report.
    std::vector<std::string> const& names() const noexcept { return names_; }

private:
    bool is_on(Value const& raw) const;
    bool expression(Document& document, Value const& raw, unsigned depth) const;

    std::map<std::uint32_t, bool> states_;  // by object number
    std::vector<std::string> names_;
    bool base_is_on_ = true;
};

}  // namespace scrub::engine::pdf
