// A survey of styles.xml.
#include "format/ooxml/word_styles.hpp"

#include <set>

#include "codec/xml_pull.hpp"

namespace scrub::engine::ooxml {
namespace {

std::string without_spaces(std::string_view name) {
    std::string id;
    bool starts_word = true;
    for (char const c : name) {
        bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (is_letter) id += starts_word && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        starts_word = !is_letter;
    }
    return id;
}

}  // namespace

Styles Styles::read(std::string_view checked_xml) {
    Styles styles;
    codec::XmlPull pull(checked_xml);
    std::string id;
    std::string name;
    StyleLook look;
    std::size_t depth = 0;
    std::size_t style_depth = 0;
    std::vector<std::string> order;
    std::map<std::string, std::string> names;
    for (bool is_done = false; !is_done;) {
        switch (pull.next()) {
            case codec::XmlPull::Event::start: {
                ++depth;
                auto const local = codec::split_qname(pull.name()).local;
                auto const value = xml::value_of(pull.attributes(), "val");
                bool const is_on = !(value == "0" || value == "false" || value == "off");
                if (local == "style" && style_depth == 0) {
                    style_depth = depth;
                    id = xml::value_of(pull.attributes(), "styleId");
                    name.clear();
                    look = {};
                } else if (style_depth != 0) {
                    if (local == "name" && depth == style_depth + 1) name = value;
                    else if (local == "basedOn" && depth == style_depth + 1) look.based_on = value;
                    else if (local == "vanish") look.vanish = is_on ? 1 : 0;
                    else if (local == "color" && depth == style_depth + 2) look.colour = xml::value_of(pull.attributes(), "themeColor").empty() ? std::string(value) : "theme";
                    else if (local == "shd" && depth == style_depth + 2) look.fill = xml::value_of(pull.attributes(), "fill") == "auto" ? "" : xml::value_of(pull.attributes(), "fill");
                    else if (local == "sz" && depth == style_depth + 2) look.half_points = std::atoi(std::string(value).c_str());
                }
                break;
            }
            case codec::XmlPull::Event::end:
                if (depth == style_depth && style_depth != 0) {
                    style_depth = 0;
                    if (!id.empty() && styles.looks.emplace(id, look).second) {
                        order.push_back(id);
                        names[id] = name;
                    }
                }
                --depth;
                break;
            case codec::XmlPull::Event::text: break;
            case codec::XmlPull::Event::done: is_done = true; break;
        }
    }
    std::set<std::string> taken;
    for (bool const built_in : {true, false}) {
        std::uint64_t number = 0;
        for (auto const& old_id : order) {
            auto const known = built_in_style(names[old_id]);
            if (known.has_value() != built_in) continue;
            StyleName fresh;
            fresh.old_name = names[old_id];
            fresh.is_built_in = built_in;
            if (known && taken.insert(without_spaces(known->view())).second) {
                fresh.name = known->view();
                fresh.id = without_spaces(known->view());
            } else {
                do ++number;
                while (!taken.insert("Style" + std::to_string(number)).second);
                fresh.id = "Style" + std::to_string(number);
                fresh.name = "Style " + std::to_string(number);
            }
            styles.by_name.emplace(fresh.old_name, old_id);
            styles.by_id.emplace(old_id, std::move(fresh));
        }
    }
    return styles;
}

}  // namespace scrub::engine::ooxml
