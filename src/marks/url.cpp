// What cleans an address, and how links are judged.
#include "marks/url.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace scrub::engine::marks {
namespace {

using namespace std::string_view_literals;

constexpr Rule kLink{"link", "GEN-15", Kind::hyperlink, "a click tells the server who reads, and when"};
constexpr Rule kInside{"link inside the document", "GEN-15", Kind::structure, "leads to another place of the document"};
constexpr Rule kTracker{"tracking in a link", "GEN-15", Kind::tracking_mark, "parameters, wrappers and names in an address tell for whom a copy was made", Form::replace};
constexpr Rule kOpaque{"redirecting link", "GEN-15", Kind::tracking_mark, "the address is a number that a mailing or mail gateway gave to one reader"};
constexpr Rule kLocal{"link to a path", "GEN-15", Kind::path, "a path or a server of somebody's network"};
constexpr Rule kScript{"link that runs", "GEN-15", Kind::active_content, "a click would run a program or a script"};

// Parameters that say who clicked and where, by lower-case name; a star stands for any ending. Sources: the vendors'
// documentation, and the lists of ClearURLs and of browsers that cut them.
constexpr std::string_view kParameters[] = {
    "__hsfp", "__hssc", "__hstc", "__s", "__twitter_impression", "_branch_match_id", "_hsenc", "_hsmi", "_ke", "_kx",
    "_openstat", "access_token", "action_object_map", "action_ref_map", "action_type_map", "aff_id", "aff_sub*", "auth",
    "auth_token", "authkey", "awsaccesskeyid", "bsft_clkid", "bsft_uid", "ck_subscriber_id", "click_id", "clickid",
    "cm_mmc*", "dclid", "dm_i", "ef_id", "elqtrack*", "email", "email_address", "emailaddress", "epik", "et_rid",
    "fb_action_ids", "fb_action_types", "fb_ref", "fb_source", "fbclid", "gbraid", "gclid", "gclsrc", "gs_l",
    "guestaccess", "guestaccesstoken", "hmb_campaign", "hsctatracking", "icid", "igsh", "igshid", "irclickid", "irgwc",
    "jsessionid", "li_fat_id", "mc_cid", "mc_eid", "mibextid", "mkevt", "mkt_tok", "ml_subscriber", "ml_subscriber_hash",
    "msclkid", "mtm_*", "nr_email_referer", "ns_mchannel", "oft_id", "oly_anon_id", "oly_enc_id", "otc", "password",
    "phpsessid", "piwik_*", "pk_*", "rb_clickid", "rcpt", "rcpt_to", "rdid", "recipient", "recipient_id", "ref_src",
    "ref_url", "s_cid", "s_kwcid", "scid", "session_id", "sessionid", "sfmc_id", "sfnsn", "share_id", "sharer_id", "sid",
    "sig", "signature", "sms_source", "spm", "srsltid", "sscid", "subscriber", "subscriber_id", "tblci", "token", "trk",
    "trkcampaign", "trkemail", "ttclid", "twclid", "uid", "unsubscribe", "unsubscribe_token", "user", "user_email", "user_id",
    "userid", "username", "utm_*", "vero_conv", "vero_id", "wbraid", "wickedid", "wt_mc", "wt_zmc", "x-amz-*", "xtor",
    "yclid", "ymclid", "ysclid",
};

// Parameters that mean something only at some hosts.
struct HostParameters {
    std::string_view host;  ///< the domain, with everything under it
    std::string_view parameters[12];
};
constexpr HostParameters kAtHosts[] = {
    {"sharepoint.com", {"e", "at", "ct", "or", "cid", "share", "login_hint", "wdorigin", "xsdata", "sdata", "clickparams", "rtime"}},
    {"1drv.ms", {"e", "at"}},
    {"live.com", {"e", "authkey", "cid", "resid"}},
    {"teams.microsoft.com", {"tenantid", "context", "groupid", "messageid", "deeplinkid"}},
    {"youtube.com", {"si", "feature", "pp"}},
    {"youtu.be", {"si", "feature"}},
    {"spotify.com", {"si", "context"}},
    {"twitter.com", {"s", "t", "cn", "refsrc"}},
    {"x.com", {"s", "t", "cn", "refsrc"}},
    {"instagram.com", {"img_index", "hl"}},
    {"facebook.com", {"eid", "__tn__", "__xts__[0]", "hc_ref", "fref", "ref", "notif_id", "rc"}},
    {"tiktok.com", {"_d", "_t", "_r", "share_app_id", "share_link_id", "u_code", "tt_from", "sec_user_id", "checksum"}},
    {"linkedin.com", {"midtoken", "midsig", "lipi", "licu", "trackingid", "refid", "eid", "rcm", "otptoken"}},
    {"amazon.com", {"ref", "ref_", "tag", "linkid", "psc", "qid", "sr", "pf_rd_r", "pd_rd_r", "pd_rd_w", "pd_rd_wg", "linkcode"}},
    {"google.com", {"ved", "ei", "sca_esv", "sxsrf", "usg", "resourcekey", "usp", "gs_lcrp", "gs_lp", "authuser", "ouid", "rtpof"}},
    {"dropbox.com", {"rlkey", "st"}},
    {"zoom.us", {"pwd", "tk", "uname"}},
    {"blob.core.windows.net", {"sv", "se", "sr", "sp", "st", "spr", "skoid", "sktid", "ske", "sks", "skt", "skv"}},
};

// Services that carry the true address in a parameter.
struct Wrapper {
    std::string_view host;
    std::string_view path;  ///< the path begins so
    std::string_view parameter;
};
constexpr Wrapper kWrappers[] = {
    {"safelinks.protection.outlook.com", "/", "url"},
    {"statics.teams.cdn.office.net", "/", "url"},
    {"google.com", "/url", "q"},
    {"google.com", "/url", "url"},
    {"facebook.com", "/l.php", "u"},
    {"instagram.com", "/", "u"},
    {"youtube.com", "/redirect", "q"},
    {"linkprotect.cudasvc.com", "/url", "a"},
    {"slack-redir.net", "/link", "url"},
    {"out.reddit.com", "/", "url"},
    {"steamcommunity.com", "/linkfilter", "url"},
    {"vk.com", "/away.php", "to"},
    {"t.umblr.com", "/redirect", "z"},
    {"l.messenger.com", "/l.php", "u"},
    {"linkedin.com", "/redir", "url"},
    {"linkedin.com", "/safety/go", "url"},
    {"disq.us", "/url", "url"},
    {"duckduckgo.com", "/l/", "uddg"},
    {"urlsand.esvalabs.com", "/", "u"},
    {"clicktime.symantec.com", "/", "u"},
    {"secure-web.cisco.com", "/", "u"},
    {"avanan.click", "/", "url"},
};

// Services whose addresses are numbers given to one mail.
struct OpaqueHost {
    std::string_view host;
    std::string_view path;
};
constexpr OpaqueHost kOpaqueHosts[] = {
    {"protect-eu.mimecast.com", "/s/"}, {"protect-us.mimecast.com", "/s/"}, {"protect-au.mimecast.com", "/s/"},
    {"protect-de.mimecast.com", "/s/"}, {"protect-za.mimecast.com", "/s/"}, {"url.us.m.mimecastprotect.com", "/s/"},
    {"mimecastprotect.com", "/s/"}, {"list-manage.com", "/track/"}, {"list-manage1.com", "/track/"},
    {"list-manage2.com", "/track/"}, {"sendgrid.net", "/"}, {"mandrillapp.com", "/track/"}, {"hubspotlinks.com", "/"},
    {"hs-sales-engage.com", "/"}, {"mailgun.org", "/c/"}, {"cmail19.com", "/"}, {"cmail20.com", "/"}, {"createsend1.com", "/"},
    {"rs6.net", "/"}, {"exacttarget.com", "/"}, {"sparkpostmail.com", "/"}, {"awstrack.me", "/"}, {"klclick.com", "/"},
    {"klclick1.com", "/"}, {"mjt.lu", "/"}, {"sendibt2.com", "/"}, {"sendibm1.com", "/"}, {"canarytokens.com", "/"},
    {"canarytokens.org", "/"}, {"canarytokens.net", "/"}, {"fireeye.com", "/v1/url"}, {"protection.sophos.com", "/"},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), lower);
    return low;
}

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const is_coded = text[i] == '%' && text.size() - i > 2 && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        if (!is_coded) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        i += 2;
    }
    return out;
}

// The pieces of an address (RFC 3986, 3), all views into it.
struct Parts {
    std::string_view scheme;    // without the colon
    std::string_view user;      // with the '@'
    std::string_view host;
    std::string_view port;      // with the colon
    std::string_view path;
    std::string_view query;     // without the '?'
    std::string_view fragment;  // without the '#'
    bool has_fragment = false;
};

std::string_view scheme_of(std::string_view url) {
    auto const colon = url.find_first_of(":/?#");
    if (colon == std::string_view::npos || url[colon] != ':' || colon == 0) return {};
    auto const scheme = url.substr(0, colon);
    bool const is_scheme = std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
    return is_scheme ? scheme : std::string_view{};
}

Parts split(std::string_view url) {
    Parts parts;
    parts.scheme = scheme_of(url);
    auto rest = url.substr(parts.scheme.size() + 1);
    if (auto const hash = rest.find('#'); hash != std::string_view::npos) {
        parts.has_fragment = true;
        parts.fragment = rest.substr(hash + 1);
        rest = rest.substr(0, hash);
    }
    if (auto const mark = rest.find('?'); mark != std::string_view::npos) {
        parts.query = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
    }
    rest = rest.substr(std::min(rest.find_first_not_of("/\\"), rest.size()));  // browsers read "https:/\host" alike
    auto const slash = std::min(rest.find_first_of("/\\"), rest.size());
    auto authority = rest.substr(0, slash);
    parts.path = rest.substr(slash);
    if (auto const at = authority.rfind('@'); at != std::string_view::npos) {
        parts.user = authority.substr(0, at + 1);
        authority = authority.substr(at + 1);
    }
    auto const colon = authority.rfind(':');
    bool const has_port = colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
    parts.host = has_port ? authority.substr(0, colon) : authority;
    if (has_port) parts.port = authority.substr(colon);
    return parts;
}

bool is_under(std::string_view host, std::string_view domain) {
    if (!host.ends_with(domain)) return false;
    return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

bool is_listed(std::string_view name, std::string_view host) {
    for (auto const row : kParameters) {
        bool const is_prefix = row.ends_with('*');
        if (is_prefix ? name.starts_with(row.substr(0, row.size() - 1)) : name == row) return true;
    }
    for (auto const& row : kAtHosts) {
        if (!is_under(host, row.host)) continue;
        for (auto const parameter : row.parameters)
            if (!parameter.empty() && parameter == name) return true;
    }
    return false;
}

// The pairs of a query that may stay, separated as they were.
std::string kept_pairs(std::string_view query, std::string_view host) {
    std::string out;
    while (!query.empty()) {
        auto const end = std::min(query.find_first_of("&;"), query.size());
        auto const pair = query.substr(0, end);
        query = query.substr(std::min(end + 1, query.size()));
        auto const name = lowered(percent_decoded(pair.substr(0, pair.find('='))));
        bool const names_somebody = percent_decoded(pair).find('@') != std::string::npos;
        if (pair.empty() || names_somebody || is_listed(name, host)) continue;
        if (!out.empty()) out += '&';
        out += pair;
    }
    return out;
}

std::string_view parameter(std::string_view query, std::string_view wanted) {
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const pair = query.substr(0, end);
        query = query.substr(std::min(end + 1, query.size()));
        auto const equals = pair.find('=');
        if (equals != std::string_view::npos && lowered(pair.substr(0, equals)) == wanted) return pair.substr(equals + 1);
    }
    return {};
}

bool is_web(std::string_view url) {
    auto const scheme = lowered(scheme_of(url));
    return scheme == "http" || scheme == "https";
}

// Proofpoint's second form: the address in `u` with '-' for '%' and '_' for '/'.
std::string urldefense_v2(std::string_view query) {
    std::string coded(parameter(query, "u"));
    for (auto& c : coded) c = c == '-' ? '%' : c == '_' ? '/' : c;
    return percent_decoded(coded);
}

std::string base64url_decoded(std::string_view text) {
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (char const c : text) {
        int value = -1;
        if (c >= 'A' && c <= 'Z') value = c - 'A';
        else if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
        else if (c >= '0' && c <= '9') value = c - '0' + 52;
        else if (c == '-' || c == '+') value = 62;
        else if (c == '_' || c == '/') value = 63;
        if (value < 0) break;
        bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 0xFF);
        }
    }
    return out;
}

// Proofpoint's third form: /v3/__ADDRESS__;CODED!!numbers$ where '*' stands for one coded byte and "**" with a letter for
// a run of them.
std::string urldefense_v3(std::string_view url) {
    constexpr std::string_view kRun = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    auto const from = url.find("/v3/__");
    if (from == std::string_view::npos) return {};
    url = url.substr(from + 6);
    auto const to = url.rfind("__;");
    if (to == std::string_view::npos) return {};
    auto const address = url.substr(0, to);
    auto const coded = base64url_decoded(url.substr(to + 3));
    std::size_t next = 0;
    std::string out;
    for (std::size_t i = 0; i < address.size(); ++i) {
        if (address[i] != '*') {
            out += address[i];
            continue;
        }
        std::size_t run = 1;
        if (i + 2 < address.size() && address[i + 1] == '*' && kRun.find(address[i + 2]) != std::string_view::npos) {
            run = kRun.find(address[i + 2]) + 2;
            i += 2;
        }
        for (; run > 0 && next < coded.size(); --run) out += coded[next++];
    }
    for (auto const scheme : {"https:/"sv, "http:/"sv})  // some gateways swallow one of the two slashes
        if (out.starts_with(scheme) && out.size() > scheme.size() && out[scheme.size()] != '/') out.insert(scheme.size(), "/");
    return out;
}

std::string unwrapped(std::string_view url) {
    auto const parts = split(url);
    auto const host = lowered(parts.host);
    auto const path = lowered(parts.path);
    std::string inside;
    if (is_under(host, "urldefense.com") || is_under(host, "urldefense.proofpoint.com") || is_under(host, "urldefense.us")) {
        inside = path.starts_with("/v3/") ? urldefense_v3(url) : path.starts_with("/v2/") ? urldefense_v2(parts.query)
                                                                                       : percent_decoded(parameter(parts.query, "u"));
    }
    for (auto const& wrapper : kWrappers) {
        if (!inside.empty()) break;
        if (!is_under(host, wrapper.host) || !path.starts_with(wrapper.path)) continue;
        auto const target = percent_decoded(parameter(parts.query, wrapper.parameter));
        if (is_web(target)) inside = target;
    }
    return is_web(inside) ? inside : std::string();
}

bool is_opaque(std::string_view url) {
    auto const parts = split(url);
    auto const host = lowered(parts.host);
    if (is_under(host, "urldefense.com") || is_under(host, "urldefense.proofpoint.com") || is_under(host, "urldefense.us")) return true;
    if (is_under(host, "safelinks.protection.outlook.com")) return true;
    return std::any_of(std::begin(kOpaqueHosts), std::end(kOpaqueHosts), [&](OpaqueHost const& row) {
        return is_under(host, row.host) && parts.path.starts_with(row.path);
    });
}

// Path parameters such as ";jsessionid=..." belong to one visit.
std::string without_session(std::string_view path) {
    std::string out(path);
    auto const low = lowered(path);
    for (auto const name : {";jsessionid="sv, ";sid="sv, ";phpsessid="sv}) {
        auto const from = low.find(name);
        if (from == std::string::npos) continue;
        out.erase(from, std::min(low.find_first_of("/;", from + 1), low.size()) - from);
        return without_session(out);
    }
    return out;
}

std::string cleaned_web(std::string_view url) {
    auto const parts = split(url);
    auto const scheme = lowered(parts.scheme);
    auto const host = lowered(parts.host);
    auto out = scheme + "://" + host;
    bool const is_usual_port = parts.port == ":" || parts.port == (scheme == "http" ? ":80" : ":443");
    if (!is_usual_port) out += parts.port;
    out += without_session(parts.path);
    if (auto const pairs = kept_pairs(parts.query, host); !pairs.empty()) out += '?' + pairs;
    if (!parts.has_fragment) return out;
    bool const has_pairs = parts.fragment.find('=') != std::string_view::npos && !parts.fragment.starts_with(":~:");
    auto const fragment = has_pairs ? kept_pairs(parts.fragment, host) : std::string(parts.fragment);
    if (!fragment.empty()) out += '#' + fragment;
    return out;
}

// Browsers drop white space around an address, and line ends and tabs in it.
std::string trimmed(std::string_view url) {
    std::string out;
    for (char const c : url)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
    auto const from = out.find_first_not_of(' ');
    if (from == std::string::npos) return {};
    return out.substr(from, out.find_last_not_of(' ') - from + 1);
}

bool is_external(std::string_view scheme) { return scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel"; }

// What is wrong with a target that is no address of the web, or null.
Rule const* reason_to_unlink(std::string_view url) {
    auto const scheme = lowered(scheme_of(url));
    if (is_external(scheme)) return nullptr;
    if (scheme.empty() || scheme == "file" || scheme == "smb" || scheme.size() == 1) return &kLocal;  // "c:\..." is a path
    for (auto const remote : {"ftp"sv, "ftps"sv, "sftp"sv, "news"sv, "nntp"sv, "ldap"sv, "afp"sv, "nfs"sv, "dav"sv, "onenote"sv, "notes"sv})
        if (scheme == remote) return &kLocal;
    return &kScript;
}

}  // namespace

CleanUrl cleaned_url(std::string_view url) {
    constexpr int kMaxWrappers = 16;
    auto clean = trimmed(url);
    auto const scheme = lowered(scheme_of(clean));
    if (scheme == "mailto" || scheme == "tel") return {scheme + clean.substr(scheme.size(), clean.find('?') - scheme.size()), false};
    if (!is_web(clean)) return {std::move(clean), false};
    for (int i = 0; i < kMaxWrappers; ++i) {
        auto inside = unwrapped(clean);
        if (inside.empty()) break;
        clean = trimmed(inside);
    }
    for (int i = 0; i < kMaxWrappers; ++i) {  // cutting one parameter may leave another that only now is one
        auto again = cleaned_web(clean);
        if (again == clean) break;
        clean = std::move(again);
    }
    bool const is_number = is_opaque(clean);
    return {std::move(clean), is_number};
}

Result<std::optional<Kept>> pass_url(std::string_view url, Gate& gate) {
    auto const old = bytes_of(url);
    if (url.starts_with('#')) {
        return gate.pass(kInside, old, {{}, url, 1});
    }
    auto clean = cleaned_url(url);
    if (auto const* const wrong = reason_to_unlink(clean.url)) return gate.pass(*wrong, old, {{}, url, 1});
    if (clean.is_opaque) return gate.pass(kOpaque, old, {{}, url, 1});
    if (TRY(gate.judge(kLink, old.size(), {{}, clean.url, 1})) != Action::kept) return std::optional<Kept>{};
    auto kept = TRY(gate.replace(kTracker, old, Made::by_encoder(Blob(clean.url.begin(), clean.url.end())), {{}, url, 1}));
    gate.carries(text(kept.bytes()));
    return std::optional<Kept>(std::move(kept));
}

RuleList url_rules() { return list_rules(kLink, kInside, kTracker, kOpaque, kLocal, kScript); }

}  // namespace scrub::engine::marks
