// The file of --report: it appears under its name when it is whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace scrub::command {

/// A new file of mode 0600. Nothing is there under its name until `finish`, and nothing ever when the process dies before.
class ReportFile {
public:
    ReportFile() = default;
    ~ReportFile();
    ReportFile(ReportFile const&) = delete;
    ReportFile& operator=(ReportFile const&) = delete;

    /// A sentence when it cannot be made, or when something of that name exists and may not be replaced.
    [[nodiscard]] std::string open(std::filesystem::path const& path, bool may_replace);
    void write(std::string_view text);
    /// A sentence when not everything could be written.
    [[nodiscard]] std::string finish();

private:
    std::string link_in();

    std::filesystem::path path_;
    std::filesystem::path temporary_;  // its name until it is whole, where the file system knows no nameless files
    int descriptor_ = -1;
    int error_ = 0;
    bool may_replace_ = false;
};

}  // namespace scrub::command
