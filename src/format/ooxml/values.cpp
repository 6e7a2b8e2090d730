// Values by the local names of elements and attributes, whatever their namespaces: properties, comments, people,
// custom XML, connections, revisions.
#include "format/ooxml/values.hpp"

#include <algorithm>

#include "codec/xml.hpp"
#include "codec/xml_pull.hpp"

namespace scrub::engine::ooxml {
namespace {

constexpr Rule kNamed[] = {
    {"accountname", "OX-CXML", Kind::author, "login name"},
    {"appversion", "OX-APP", Kind::software, "version of the program"},
    {"application", "OX-APP", Kind::software, "program that wrote it"},
    {"author", "OX-CORE", Kind::author, "a person"},
    {"category", "OX-CORE", Kind::metadata, "category"},
    {"command", "XL-CONN", Kind::path, "query of a database"},
    {"company", "OX-APP", Kind::organisation, "company"},
    {"companyaddress", "OX-CXML", Kind::location, "address"},
    {"companyemail", "OX-CXML", Kind::author, "e-mail address"},
    {"companyphone", "OX-CXML", Kind::author, "telephone number"},
    {"connection", "XL-CONN", Kind::path, "data source"},
    {"connectstring", "WD-MM", Kind::path, "data source"},
    {"contentstatus", "OX-CORE", Kind::metadata, "state of the document"},
    {"created", "OX-CORE", Kind::timestamp, "when it was made"},
    {"creator", "OX-CORE", Kind::author, "who made it"},
    {"date", "WD-CMT", Kind::timestamp, "when"},
    {"datetime", "XL-REV", Kind::timestamp, "when"},
    {"description", "OX-CORE", Kind::metadata, "description"},
    {"displayname", "WD-CMT", Kind::author, "a person"},
    {"dt", "PP-CMT", Kind::timestamp, "when"},
    {"email", "OX-CXML", Kind::author, "e-mail address"},
    {"emailaddress", "OX-CXML", Kind::author, "e-mail address"},
    {"hyperlinkbase", "OX-APP", Kind::path, "base of links"},
    {"identifier", "OX-CORE", Kind::identifier, "number of the document"},
    {"initials", "WD-CMT", Kind::author, "initials"},
    {"itemid", "OX-CXML", Kind::identifier, "number of the part"},
    {"keywords", "OX-CORE", Kind::metadata, "keywords"},
    {"lastmodifiedby", "OX-CORE", Kind::author, "who changed it last"},
    {"lastprinted", "OX-CORE", Kind::timestamp, "when it was printed"},
    {"lpwstr", "OX-CUST", Kind::metadata, "value of a property"},
    {"manager", "OX-APP", Kind::author, "manager of the author"},
    {"modified", "OX-CORE", Kind::timestamp, "when it was changed"},
    {"name", "OX-CUST", Kind::metadata, "a name"},
    {"odcfile", "XL-CONN", Kind::path, "data source"},
    {"refreshedby", "XL-PIV", Kind::author, "who refreshed the table"},
    {"revision", "OX-CORE", Kind::metadata, "number of savings"},
    {"siteid", "OX-LBL", Kind::identifier, "number of the organisation"},
    {"sourcefile", "XL-CONN", Kind::path, "data source"},
    {"subject", "OX-CORE", Kind::metadata, "subject"},
    {"t", "WD-CMT", Kind::hidden_content, "text"},
    {"template", "OX-APP", Kind::path, "template"},
    {"title", "OX-CORE", Kind::metadata, "title"},
    {"totaltime", "OX-APP", Kind::timestamp, "minutes of work"},
    {"userid", "WD-CMT", Kind::identifier, "account of a person"},
    {"username", "XL-REV", Kind::author, "a person"},
    {"x509issuername", "GEN-11", Kind::author, "who issued the certificate"},
};

constexpr Rule kPerson{"name", "PP-CMT", Kind::author, "a person"};
constexpr Rule kField{"displayname", "OX-CXML", Kind::metadata, "name of a field"};

bool names_a_person(std::string_view element) {
    auto const local = codec::split_qname(element).local;
    return local == "chgData" || local == "cmAuthor" || local == "author" || local == "userInfo" || local == "person";
}

Rule const* rule_of(std::string_view qname) {
    std::string local(codec::split_qname(qname).local);
    std::transform(local.begin(), local.end(), local.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return find(kNamed, local);
}

}  // namespace

Result<void> name_values(Bytes xml, Gate& gate) {
    std::string converted;
    codec::XmlPull pull(TRY(codec::checked_xml(xml, gate.budget(), converted)));
    Rule const* current = nullptr;
    for (;;) {
        switch (pull.next()) {
            case codec::XmlPull::Event::start:
                current = rule_of(pull.name());
                for (auto const& attribute : pull.attributes()) {
                    bool const is_person = names_a_person(pull.name());
                    auto const* rule = attribute.name == "name" && is_person ? &kPerson : rule_of(attribute.name);
                    // Fields of forms and schemas have names to be shown, too: "Title".
                    if (!is_person && codec::split_qname(attribute.name).local == "displayName") rule = &kField;
                    if (rule != nullptr && !attribute.value.empty()) TRY(gate.judge(*rule, attribute.value.size(), {attribute.name, attribute.value, 1}));
                }
                break;
            case codec::XmlPull::Event::end: current = nullptr; break;
            case codec::XmlPull::Event::text:
                if (current != nullptr && pull.text().find_first_not_of(" \t\r\n") != std::string_view::npos) TRY(gate.judge(*current, pull.text().size(), {{}, pull.text(), 1}));
                break;
            case codec::XmlPull::Event::done: return {};
        }
    }
}

RuleList value_rules() { return list_rules(kNamed, kPerson, kField); }

}  // namespace scrub::engine::ooxml
