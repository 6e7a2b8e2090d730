// Events of an XML text that checked_xml has passed, one after the other, without a tree: for large parts.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrub::engine::codec {

struct XmlAttribute {
    std::string_view name;   ///< as it stands, with its prefix
    std::string_view value;  ///< without references, with white space as XML 1.0 (3.3.3) has it
};

/// Reads a text that is well formed. Views stay valid until the next call.
class XmlPull {
public:
    enum class Event : std::uint8_t { start, end, text, done };

    explicit XmlPull(std::string_view checked_text) : in_(checked_text) {}

    /// An empty element gives a start and an end. Comments, processing instructions and the declaration are passed over.
    Event next();
    /// Of a start.
    std::string_view name() const noexcept { return name_; }
    std::span<XmlAttribute const> attributes() const noexcept { return attributes_; }
    /// Of a text; one run of characters or one CDATA section.
    std::string_view text() const noexcept { return text_; }
    /// Where the next event begins.
    std::size_t at() const noexcept { return at_; }

private:
    void read_start();
    std::string_view resolved(std::string_view raw, bool is_attribute);

    std::string_view in_;
    std::size_t at_ = 0;
    std::string_view name_, text_;
    std::vector<XmlAttribute> attributes_;
    std::deque<std::string> resolved_;  // a deque: its strings stay where they are
    bool is_empty_element_ = false;
    std::size_t depth_ = 0;
};

}  // namespace scrub::engine::codec
