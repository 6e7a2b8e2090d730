// Addresses that a reader clicks (GEN-15): tracking parameters, wrappers of mail gateways, names and passwords.
// An address names the recipient of a copy more often than its text does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/gate.hpp"

namespace scrub::engine::marks {

/// What became of an address.
struct CleanUrl {
    std::string url;             ///< what may stay; equals the input when nothing was wrong
    bool is_opaque = false;      ///< a redirecting service with a number per reader: no address can be had from it
};

/// The address without what names its reader: wrappers undone, known tracking parameters cut, user names and passwords
/// removed. Cleaning twice gives the same. For http, https, mailto and tel; other addresses come back as they are.
CleanUrl cleaned_url(std::string_view url);

/// The target of a link, judged: the address to write, or nothing when the link goes (its text stays). Only http, https,
/// mailto and tel lead anywhere outside; a target that starts with '#' stays as it is. Paths, servers of a local network
/// and scripts go. `url` has to outlive what comes back.
Result<std::optional<Kept>> pass_url(std::string_view url, Gate& gate);

/// Every row that `pass_url` uses.
RuleList url_rules();

}  // namespace scrub::engine::marks
