// TAR: blocks of 512 bytes, headers whose numbers are octal texts.
#include "format/archive/tar.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace scrub::engine::archive {
namespace {

using namespace std::string_view_literals;

constexpr Rule kOwner{"owner", "AR-TAR", Kind::author, "name or number of the user who packed it"};
constexpr Rule kTime{"time", "AR-TAR", Kind::timestamp, "when the file was changed last"};
constexpr Rule kForm{"form of entries", "AR-TAR", Kind::software, "permissions, and habits of the program that packed it"};
constexpr Rule kExtended{"extended header", "AR-TAR", Kind::metadata, "times, owners and attributes of a file system"};
constexpr Rule kFolder{"folder", "AR-TAR", Kind::software, "an entry without content"};
constexpr Rule kLink{"link", "AR-TAR", Kind::path, "leads to another file of the system that packed it"};
constexpr Rule kDevice{"device", "AR-TAR", Kind::unknown, "no document"};
constexpr Rule kPadding{"padding", "AR-TAR", Kind::slack, "lies behind a file in its last block"};
constexpr Rule kTail{"bytes after the end", "AR-TAR", Kind::slack, "follow the last file"};

constexpr std::size_t kBlock = 512;

struct Field {
    std::size_t at, size;
};
constexpr Field kName{0, 100}, kMode{100, 8}, kUser{108, 8}, kGroup{116, 8}, kSize{124, 12}, kModified{136, 12}, kChecksum{148, 8}, kType{156, 1}, kLinkName{157, 100},
    kMagic{257, 6}, kUserName{265, 32}, kGroupName{297, 32}, kPrefix{345, 155};

Bytes field(Bytes block, Field f) { return block.subspan(f.at, f.size); }

std::string_view string_in(Bytes bytes) {
    auto const all = text(bytes);
    return all.substr(0, all.find('\0'));
}

// Octal digits between spaces and zeros, or, where the first bit is set, a binary number (GNU).
std::optional<std::uint64_t> number(Bytes raw) {
    if ((raw[0] & 0x80) != 0) {
        std::uint64_t value = raw[0] & 0x7F;
        for (auto const byte : raw.subspan(1)) {
            if (value >> 56 != 0) return std::nullopt;
            value = value << 8 | byte;
        }
        return value;
    }
    auto digits = string_in(raw);
    digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
    digits = digits.substr(0, digits.find(' '));
    std::uint64_t value = 0;
    if (digits.empty()) return value;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 8);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

bool is_zero(Bytes bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

bool is_header(Bytes block) {
    auto const expected = number(field(block, kChecksum));
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i) sum += i >= kChecksum.at && i < kChecksum.at + kChecksum.size ? ' ' : block[i];
    return expected == sum && block[0] != 0;
}

class TarReader {
public:
    TarReader(Bytes in, Gate& gate) : in_(in), gate_(gate) {}

    Result<std::vector<TarMember>> run() {
        while (in_.size() - at_ >= kBlock) {
            auto const block = in_.subspan(at_, kBlock);
            if (is_zero(block)) break;
            if (!is_header(block)) return fail(Errc::malformed, "TAR archive with a header that cannot be read", at_);
            at_ += kBlock;
            TRY(gate_.budget().part());
            TRY(take(block));
        }
        auto rest = in_.subspan(at_);
        if (!is_zero(rest)) TRY(gate_.slack(kTail, rest));
        return std::move(members_);
    }

private:
    Result<void> take(Bytes block) {
        auto const size = number(field(block, kSize));
        char const type = static_cast<char>(block[kType.at]);
        bool const has_data = type == 0 || "07LKxgXAS"sv.find(type) != std::string_view::npos;
        auto const declared = !has_data ? 0 : has_size_ ? size_ : size.value_or(UINT64_MAX);
        if (declared > in_.size() - at_) return fail(Errc::truncated, "TAR archive that ends early", at_);
        auto const data = in_.subspan(at_, static_cast<std::size_t>(declared));
        at_ += data.size();
        auto const padding = in_.subspan(at_, std::min((kBlock - data.size() % kBlock) % kBlock, in_.size() - at_));
        at_ += padding.size();
        if (!is_zero(padding)) TRY(gate_.slack(kPadding, padding));
        switch (type) {
            case 'L': return set_name(string_in(data));
            case 'K': return gate_.drop(kExtended, data.size(), {"name of a link", string_in(data)});
            case 'x':
            case 'X': return read_extended(data, true);
            case 'g': return read_extended(data, false);
            case 'S': return fail(Errc::unsupported, "TAR archive with sparse files");
            default: break;
        }
        auto name = has_name_ ? std::move(long_name_) : name_in(block);
        has_name_ = has_size_ = false;
        long_name_.clear();
        TRY(report(block));
        if (type == '1' || type == '2') return gate_.drop(kLink, 0, {name, string_in(field(block, kLinkName))});
        if (type == '5' || name.ends_with('/')) return gate_.drop(kFolder, 0);
        if (type != 0 && type != '0' && type != '7') return gate_.drop(kDevice, data.size(), {name, {}});
        members_.push_back({std::move(name), data});
        return {};
    }

    static std::string name_in(Bytes block) {
        std::string name(string_in(field(block, kName)));
        bool const is_posix = text(field(block, kMagic)) == "ustar\0"sv;
        auto const prefix = is_posix ? string_in(field(block, kPrefix)) : std::string_view();
        return prefix.empty() ? name : std::string(prefix) + "/" + name;
    }

    Result<void> set_name(std::string_view name) {
        if (name.empty()) return fail(Errc::malformed, "TAR archive with an empty name", at_);
        long_name_ = name;
        has_name_ = true;
        return {};
    }

    // Records "LENGTH KEY=VALUE\n", each as long as it says.
    Result<void> read_extended(Bytes data, bool is_of_next) {
        auto rest = text(data);
        while (!rest.empty() && rest[0] != 0) {
            std::size_t size = 0;
            auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
            auto const head = static_cast<std::size_t>(end - rest.data()) + 1;
            if (error != std::errc() || size <= head || size > rest.size() || rest[head - 1] != ' ' || rest[size - 1] != '\n')
                return fail(Errc::malformed, "TAR archive with an extended header that cannot be read", at_);
            auto const record = rest.substr(head, size - head - 1);
            auto const equals = record.find('=');
            if (equals == std::string_view::npos) return fail(Errc::malformed, "TAR archive with an extended header that cannot be read", at_);
            TRY(take_record(record.substr(0, equals), record.substr(equals + 1), is_of_next));
            rest.remove_prefix(size);
        }
        return {};
    }

    Result<void> take_record(std::string_view key, std::string_view value, bool is_of_next) {
        if (key.starts_with("GNU.sparse")) return fail(Errc::unsupported, "TAR archive with sparse files");
        if (is_of_next && key == "path") return set_name(value);
        if (is_of_next && key == "size") {
            auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), size_);
            if (error != std::errc() || end != value.data() + value.size()) return fail(Errc::malformed, "TAR archive with an extended header that cannot be read", at_);
            has_size_ = true;
            return {};
        }
        return gate_.drop(kExtended, value.size(), {key, value});
    }

    Result<void> report(Bytes block) {
        for (auto const f : {kUserName, kGroupName})
            if (auto const owner = string_in(field(block, f)); !owner.empty()) TRY(gate_.drop(kOwner, owner.size(), {{}, owner}));
        for (auto const f : {kUser, kGroup})
            if (auto const owner = number(field(block, f)); owner.value_or(0) != 0) TRY(gate_.drop(kOwner, f.size, {{}, std::to_string(*owner)}));
        if (auto const time = number(field(block, kModified)); time.value_or(0) != 0) TRY(gate_.drop(kTime, kModified.size));
        return gate_.drop(kForm, kMode.size);
    }

    Bytes in_;
    Gate& gate_;
    std::size_t at_ = 0;
    std::vector<TarMember> members_;
    std::string long_name_;
    std::uint64_t size_ = 0;
    bool has_name_ = false, has_size_ = false;
};

}  // namespace

bool is_tar(Bytes in) noexcept { return in.size() >= kBlock && is_header(in.first(kBlock)); }

Result<std::vector<TarMember>> read_tar(Bytes in, Gate& gate) { return TarReader(in, gate).run(); }

RuleList tar_rules() { return list_rules(kOwner, kTime, kForm, kExtended, kFolder, kLink, kDevice, kPadding, kTail); }

}  // namespace scrub::engine::archive
