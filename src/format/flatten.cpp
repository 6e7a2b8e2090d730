// One way out for every picture that is decoded.
#include "format/flatten.hpp"

#include <algorithm>

#include "codec/colour.hpp"
#include "codec/png_write.hpp"

namespace scrub::engine {
namespace {

constexpr Rule kProfile{"ICC profile", "PX-ICC", Kind::colour_profile, "colours, and the name of a device", Form::replace};
constexpr Rule kBadProfile{"ICC profile", "PX-ICC", Kind::slack, "cannot be read, or is for another kind of picture"};
constexpr Rule kName{"name", "PX-NAME", Kind::metadata, "name of a frame, a layer or a channel"};
constexpr Rule kChannel{"further channel", "PX-CHANNEL", Kind::hidden_content, "channel that viewers do not show"};
constexpr Rule kBehind{"bytes after the end", "PX-TAIL", Kind::slack, "no viewer of pictures shows them"};

// The profile that the PNG is to carry; empty for sRGB.
Result<Made> profile_of(DecodedPicture const& picture, Gate& gate) {
    if (picture.icc.empty()) return Made{};
    auto const model = picture.channels < 3 ? codec::ColourModel::grey : codec::ColourModel::rgb;
    auto canonical = codec::canonical_profile(picture.icc, model);
    if (!canonical) {
        TRY(gate.drop(kBadProfile, picture.icc.size()));
        return Made{};
    }
    TRY(gate.drop(kProfile, picture.icc.size(), {{}, canonical->description}));
    if (canonical->is_srgb) return Made{};
    return std::move(canonical->profile);
}

}  // namespace

Result<void> flatten_to_png(Bytes in, PictureCoding coding, Sink& out, Gate& gate) {
    if (gate.is_doomed()) return {};
    auto* const decoder = TRY(gate.decoder());
    auto const picture = TRY(decoder->decode(in, coding, gate.budget()));
    for (auto const& name : picture.names) TRY(gate.drop(kName, name.size(), {{}, name}));
    if (picture.further_channels > 0) TRY(gate.drop(kChannel, 0, {{}, {}, picture.further_channels}));
    if (picture.bytes_behind > 0) TRY(gate.slack(kBehind, in.last(std::min<std::uint64_t>(picture.bytes_behind, in.size()))));
    if (picture.frames > 1) gate.note_lost("pictures beside the first one", picture.frames - 1);
    return write_as_png(picture, out, gate);
}

Result<void> write_as_png(DecodedPicture const& picture, Sink& out, Gate& gate) {
    if (gate.is_doomed()) return {};
    auto const profile = TRY(profile_of(picture, gate));
    auto const count = std::uint64_t{picture.width} * picture.height;
    gate.note_fact("pixels", count, count);
    gate.remark("the picture was drawn anew and is a PNG now");
    out.put(codec::write_png(picture, profile));
    return {};
}

RuleList flatten_rules() { return list_rules(kProfile, kBadProfile, kName, kChannel, kBehind); }

}  // namespace scrub::engine
