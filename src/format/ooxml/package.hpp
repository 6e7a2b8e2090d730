// An OPC package (ISO 29500-2) as it is read: parts, their content types, and the relationships between them.
// Only relationships say what a part is; names and folders do not.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "codec/xml.hpp"
#include "codec/zip.hpp"
#include "core/gate.hpp"
#include "core/rule.hpp"

namespace scrub::engine::ooxml {

struct Relation {
    std::string id;
    std::string type;     ///< the last segment of the type's URI: "image", "hyperlink"
    std::string target;   ///< the name of a part, or an address
    bool is_external = false;
};

struct Part {
    codec::ZipEntry const* entry = nullptr;
    std::string content_type;
    std::string relation;    ///< type of the first relationship that leads here
    bool is_used = false;    ///< went into the output, or was reported
};

/// A part of XML, inflated and checked.
struct CheckedPart {
    codec::Unzipped data;
    std::string converted;
    std::string_view text;       ///< of one of the two
    codec::XmlExtras extras;
};

class Package {
public:
    static Result<Package> open(Bytes in, Gate& gate);

    /// Null when there is no such part. Names are compared without regard to ASCII case.
    Part* part(std::string_view name);
    /// Of the package itself for an empty name.
    std::vector<Relation> const& relations(std::string_view part_name) const;
    Relation const* relation(std::string_view part_name, std::string_view id) const;
    /// By folded name.
    std::map<std::string, Part>& parts() noexcept { return parts_; }

    /// A part's XML. What a survey has read the walk need not read again: it is kept, within limits, until it is taken.
    Result<std::shared_ptr<CheckedPart const>> read(Part const& part, Budget& budget);
    Result<std::shared_ptr<CheckedPart const>> take(Part const& part, Budget& budget);

    static RuleList rules();

private:
    Result<void> read_types(codec::ZipEntry const& entry, Gate& gate);
    Result<void> read_relations(codec::ZipEntry const& entry, Gate& gate);

    codec::ZipArchive archive_;
    std::map<std::string, Part> parts_;
    std::map<std::string, std::vector<Relation>> relations_;  // by folded name of the source
    std::map<codec::ZipEntry const*, std::shared_ptr<CheckedPart const>> read_;
    std::uint64_t read_bytes_ = 0;
};

}  // namespace scrub::engine::ooxml
