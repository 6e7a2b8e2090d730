// Canonical ICC profiles.
#include "codec/colour.hpp"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <vector>

#include "core/reader.hpp"

namespace scrub::engine::codec {
namespace {

constexpr std::size_t kMaxProfileBytes = 8 << 20;

struct CloseProfile {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct DeleteTransform {
    void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, DeleteTransform>;

/// A context of its own, so that nothing is shared and no message goes to a terminal.
class LcmsContext {
public:
    LcmsContext() : context_(cmsCreateContext(nullptr, nullptr)) {
        cmsSetLogErrorHandlerTHR(context_, [](cmsContext, cmsUInt32Number, char const*) {});
    }
    ~LcmsContext() { cmsDeleteContext(context_); }
    LcmsContext(LcmsContext const&) = delete;
    LcmsContext& operator=(LcmsContext const&) = delete;
    cmsContext get() const { return context_; }

private:
    cmsContext context_;
};

using Xyz = std::array<std::int32_t, 3>;     // s15Fixed16, as the tag holds them
using Curve = std::vector<std::uint16_t>;  // one entry: a gamma, u8Fixed8; more: a table

/// What a matrix or grey profile comes down to.
struct Shaper {
    std::vector<Xyz> colorants;  // red, green, blue; none for grey
    std::vector<Curve> curves;   // one each, or one for grey
};

constexpr std::size_t kTableEntries = 1024;

Curve sampled(double (*curve)(double)) {
    Curve table(kTableEntries);
    for (std::size_t i = 0; i < kTableEntries; ++i)
        table[i] = static_cast<std::uint16_t>(std::lround(65535.0 * curve(static_cast<double>(i) / (kTableEntries - 1))));
    return table;
}

// IEC 61966-2-1.
double srgb_curve(double x) { return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4); }

struct WellKnown {
    Literal name;
    std::array<Xyz, 3> colorants;  // adapted to D50
    std::uint16_t gamma;           // u8Fixed8; 0: the curve of sRGB
};

constexpr WellKnown kSpaces[] = {
    {"sRGB", {{{0x6FA2, 0x38F5, 0x0390}, {0x6299, 0xB785, 0x18DA}, {0x24A0, 0x0F84, 0xB6CF}}}, 0},
    {"Display P3", {{{0x83DF, 0x3DBF, -0x45}, {0x4ABF, 0xB137, 0x0AB9}, {0x2838, 0x110B, 0xC8B9}}}, 0},
    {"A98 RGB", {{{0x9C18, 0x4FA5, 0x04FC}, {0x348D, 0xA02C, 0x0F95}, {0x2631, 0x102F, 0xBE9C}}}, 0x0233},
    {"ROMM RGB", {{{0xCC34, 0x49BD, 0x0000}, {0x229C, 0xB63E, 0x0000}, {0x0805, 0x0006, 0xD32D}}}, 0x01CD},
};

struct WellKnownGrey {
    Literal name;
    std::uint16_t gamma;  // 0: the curve of sRGB
};
constexpr WellKnownGrey kGreys[] = {{"grey, sRGB curve", 0}, {"grey, gamma 2.2", 0x0233}, {"grey, gamma 1.8", 0x01CD}};

// --- writing ----------------------------------------------------------------

/// Collects tags and writes a version 2 profile.
class ProfileWriter {
public:
    ProfileWriter(Literal profile_class, Literal space) : class_(profile_class), space_(space) {}

    void description(Literal name) {
        auto tag = begin("desc", "desc");
        tag.number32(static_cast<std::uint32_t>(name.view().size() + 1));
        tag.literal(name.view());
        tag.zeros(1 + 4 + 4 + 2 + 1 + 67);  // terminator, no Unicode name, no Macintosh name
        end(std::move(tag));
        auto rights = begin("cprt", "text");
        rights.literal("CC0");
        rights.zeros(1);
        end(std::move(rights));
    }
    void xyz(Literal signature, Xyz const& value) {
        auto tag = begin(signature, "XYZ ");
        for (auto const v : value) tag.number32(static_cast<std::uint32_t>(v));
        end(std::move(tag));
    }
    void curve(Literal signature, Curve const& curve) {
        auto tag = begin(signature, "curv");
        tag.number32(static_cast<std::uint32_t>(curve.size()));
        for (auto const v : curve) tag.number16(v);
        end(std::move(tag));
    }
    Made take() {
        Writer out;
        std::size_t const directory = 128 + 4 + 12 * tags_.size();
        std::size_t total = directory;
        std::vector<std::size_t> at(tags_.size());
        for (std::size_t i = 0; i < tags_.size(); ++i) {
            auto const twin = std::find_if(tags_.begin(), tags_.begin() + static_cast<std::ptrdiff_t>(i), [&](Tag const& t) { return t.data == tags_[i].data; });
            bool const is_shared = twin != tags_.begin() + static_cast<std::ptrdiff_t>(i);
            at[i] = is_shared ? at[static_cast<std::size_t>(twin - tags_.begin())] : total;
            if (!is_shared) total += tags_[i].data.size();
        }
        header(out, total);
        out.number32(static_cast<std::uint32_t>(tags_.size()));
        for (std::size_t i = 0; i < tags_.size(); ++i) {
            out.literal(tags_[i].signature.view());
            out.number32(static_cast<std::uint32_t>(at[i]));
            out.number32(static_cast<std::uint32_t>(tags_[i].size));
        }
        for (std::size_t i = 0; i < tags_.size(); ++i)
            if (at[i] == out.blob.size()) out.blob.insert(out.blob.end(), tags_[i].data.begin(), tags_[i].data.end());
        return Made::by_encoder(std::move(out.blob));
    }

private:
    struct Writer {
        Literal signature{""};
        Blob blob{};
        void number16(std::uint16_t v) {
            blob.push_back(static_cast<std::uint8_t>(v >> 8));
            blob.push_back(static_cast<std::uint8_t>(v & 0xFF));
        }
        void number32(std::uint32_t v) {
            number16(static_cast<std::uint16_t>(v >> 16));
            number16(static_cast<std::uint16_t>(v & 0xFFFF));
        }
        void literal(std::string_view text) { blob.insert(blob.end(), text.begin(), text.end()); }
        void zeros(std::size_t n) { blob.resize(blob.size() + n); }
    };
    struct Tag {
        Literal signature;
        Blob data;         // padded to 4 bytes
        std::size_t size;  // without padding
    };

    static Writer begin(Literal signature, Literal type) {
        Writer tag{signature};
        tag.literal(type.view());
        tag.number32(0);
        return tag;
    }
    void end(Writer tag) {
        auto const size = tag.blob.size();
        tag.zeros((4 - size % 4) % 4);
        tags_.push_back({tag.signature, std::move(tag.blob), size});
    }
    void header(Writer& out, std::size_t total) const {
        out.number32(static_cast<std::uint32_t>(total));
        out.number32(0);            // no preferred CMM
        out.number32(0x02400000);   // version 2.4, which every viewer reads
        out.literal(class_.view());
        out.literal(space_.view());
        out.literal("XYZ ");
        for (std::uint16_t const v : std::initializer_list<std::uint16_t>{1980, 1, 1, 0, 0, 0}) out.number16(v);
        out.literal("acsp");
        out.zeros(24);              // platform, flags, manufacturer, model, attributes
        out.number32(0);            // perceptual
        for (std::uint32_t const v : {0x0000F6D6U, 0x00010000U, 0x0000D32DU}) out.number32(v);  // D50
        out.zeros(48);              // creator, id, reserved
    }

    Literal class_;
    Literal space_;
    std::vector<Tag> tags_;
};

constexpr Xyz kD50 = {0xF6D6, 0x10000, 0xD32D};

Made write_rgb(Literal name, Shaper const& shaper) {
    ProfileWriter writer("mntr", "RGB ");
    writer.description(name);
    writer.xyz("wtpt", kD50);
    writer.xyz("rXYZ", shaper.colorants[0]);
    writer.xyz("gXYZ", shaper.colorants[1]);
    writer.xyz("bXYZ", shaper.colorants[2]);
    writer.curve("rTRC", shaper.curves[0]);
    writer.curve("gTRC", shaper.curves[1]);
    writer.curve("bTRC", shaper.curves[2]);
    return writer.take();
}

Made write_grey(Literal name, Curve const& curve) {
    ProfileWriter writer("mntr", "GRAY");
    writer.description(name);
    writer.xyz("wtpt", kD50);
    writer.curve("kTRC", curve);
    return writer.take();
}

Curve curve_of(std::uint16_t gamma) { return gamma == 0 ? sampled(&srgb_curve) : Curve{gamma}; }

Made write_well_known(WellKnown const& space) {
    auto const curve = curve_of(space.gamma);
    return write_rgb(space.name, {{space.colorants.begin(), space.colorants.end()}, {curve, curve, curve}});
}

// --- reading ----------------------------------------------------------------

std::int32_t fixed(double value) { return static_cast<std::int32_t>(std::lround(value * 65536.0)); }

std::optional<Xyz> read_xyz(cmsHPROFILE profile, cmsTagSignature signature) {
    auto const* const value = static_cast<cmsCIEXYZ const*>(cmsReadTag(profile, signature));
    if (value == nullptr) return std::nullopt;
    return Xyz{fixed(value->X), fixed(value->Y), fixed(value->Z)};
}

std::optional<Curve> read_curve(cmsHPROFILE profile, cmsTagSignature signature) {
    auto const* const curve = static_cast<cmsToneCurve const*>(cmsReadTag(profile, signature));
    if (curve == nullptr) return std::nullopt;
    auto const* const parameters = cmsGetToneCurveParams(curve);
    if (cmsGetToneCurveParametricType(curve) == 1 && parameters != nullptr) {
        double const gamma = parameters[0] * 256.0;
        if (gamma >= 1 && gamma < 65536 && std::abs(gamma - std::round(gamma)) < 1e-3) return Curve{static_cast<std::uint16_t>(std::lround(gamma))};
    }
    auto const count = cmsGetToneCurveEstimatedTableEntries(curve);
    auto const* const table = cmsGetToneCurveEstimatedTable(curve);
    if (table == nullptr || count < 2) return std::nullopt;
    return Curve(table, table + count);
}

std::optional<Shaper> read_shaper(cmsHPROFILE profile, ColourModel model) {
    Shaper shaper;
    if (model == ColourModel::rgb) {
        for (auto const signature : {cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag}) {
            auto const value = read_xyz(profile, signature);
            if (!value) return std::nullopt;
            shaper.colorants.push_back(*value);
        }
    }
    constexpr cmsTagSignature kRgbCurves[] = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
    constexpr cmsTagSignature kGreyCurve[] = {cmsSigGrayTRCTag};
    for (auto const signature : model == ColourModel::rgb ? std::span<cmsTagSignature const>(kRgbCurves) : std::span<cmsTagSignature const>(kGreyCurve)) {
        auto const curve = read_curve(profile, signature);
        if (!curve) return std::nullopt;
        shaper.curves.push_back(*curve);
    }
    return shaper;
}

// --- comparing --------------------------------------------------------------

// Every colour of a grid, and every grey.
std::vector<std::uint8_t> probes() {
    constexpr int kSteps = 17;
    std::vector<std::uint8_t> colours;
    auto const level = [](int i) { return static_cast<std::uint8_t>(i * 255 / (kSteps - 1)); };
    for (int r = 0; r < kSteps; ++r)
        for (int g = 0; g < kSteps; ++g)
            for (int b = 0; b < kSteps; ++b) colours.insert(colours.end(), {level(r), level(g), level(b)});
    for (int i = 0; i < 256; ++i) colours.insert(colours.end(), 3, static_cast<std::uint8_t>(i));
    return colours;
}

// Whether a picture looks the same, within 1/255, when it is shown through `candidate` instead of `profile`.
bool looks_like(LcmsContext const& context, cmsHPROFILE profile, Made const& candidate) {
    Profile const other(cmsOpenProfileFromMemTHR(context.get(), candidate.bytes().data(), static_cast<cmsUInt32Number>(candidate.size())));
    if (!other) return false;
    Transform const transform(cmsCreateTransformTHR(context.get(), profile, TYPE_RGB_8, other.get(), TYPE_RGB_8, INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE));
    if (!transform) return false;
    auto const in = probes();
    std::vector<std::uint8_t> out(in.size());
    cmsDoTransform(transform.get(), in.data(), out.data(), static_cast<cmsUInt32Number>(in.size() / 3));
    return std::equal(in.begin(), in.end(), out.begin(), [](int a, int b) { return std::abs(a - b) <= 1; });
}

bool are_near(std::vector<Xyz> const& colorants, WellKnown const& space) {
    constexpr std::int32_t kTolerance = 65536 / 100;
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t i = 0; i < 3; ++i)
            if (std::abs(std::int64_t{colorants[c][i]} - space.colorants[c][i]) > kTolerance) return false;
    return true;
}

double evaluated(Curve const& curve, double x) {
    if (curve.size() == 1) return std::pow(x, curve[0] / 256.0);
    double const at = x * static_cast<double>(curve.size() - 1);
    auto const low = std::min(static_cast<std::size_t>(at), curve.size() - 2);
    double const part = at - static_cast<double>(low);
    return (curve[low] * (1 - part) + curve[low + 1] * part) / 65535.0;
}

// Two grey curves look alike when each level of one is within one level of the other.
bool are_alike(Curve const& a, Curve const& b) {
    constexpr double kLevel = 1.0 / 255;
    for (int i = 0; i < 256; ++i) {
        double const x = i * kLevel;
        double const y = evaluated(a, x);
        if (y < evaluated(b, std::max(0.0, x - kLevel)) - 1e-4 || y > evaluated(b, std::min(1.0, x + kLevel)) + 1e-4) return false;
    }
    return true;
}

// --- profiles with tables -----------------------------------------------------

constexpr cmsTagSignature kLutTags[] = {
    cmsSigAToB0Tag, cmsSigAToB1Tag, cmsSigAToB2Tag, cmsSigBToA0Tag, cmsSigBToA1Tag, cmsSigBToA2Tag, cmsSigGamutTag, cmsSigMediaWhitePointTag,
};

// A profile with the same tables, parsed and written by Little CMS, so that nothing but numbers passes.
std::optional<Made> rewritten_tables(LcmsContext const& context, cmsHPROFILE old) {
    Profile const fresh(cmsCreateProfilePlaceholder(context.get()));
    if (!fresh) return std::nullopt;
    cmsSetProfileVersion(fresh.get(), cmsGetEncodedICCversion(old) >= 0x4000000 ? 4.3 : 2.4);
    cmsSetDeviceClass(fresh.get(), cmsGetDeviceClass(old));
    cmsSetColorSpace(fresh.get(), cmsGetColorSpace(old));
    cmsSetPCS(fresh.get(), cmsGetPCS(old));
    cmsSetHeaderRenderingIntent(fresh.get(), cmsGetHeaderRenderingIntent(old));
    bool has_table = false;
    for (auto const signature : kLutTags) {
        if (!cmsIsTag(old, signature)) continue;
        void const* const tag = cmsReadTag(old, signature);
        if (tag == nullptr || !cmsWriteTag(fresh.get(), signature, tag)) return std::nullopt;
        has_table = has_table || signature == cmsSigAToB0Tag;
    }
    if (!has_table) return std::nullopt;
    using Text = std::unique_ptr<cmsMLU, decltype(&cmsMLUfree)>;
    Text const name(cmsMLUalloc(context.get(), 1), &cmsMLUfree);
    Text const rights(cmsMLUalloc(context.get(), 1), &cmsMLUfree);
    cmsMLUsetASCII(name.get(), "en", "US", "device tables");
    cmsMLUsetASCII(rights.get(), "en", "US", "CC0");
    cmsWriteTag(fresh.get(), cmsSigProfileDescriptionTag, name.get());
    cmsWriteTag(fresh.get(), cmsSigCopyrightTag, rights.get());

    cmsUInt32Number size = 0;
    if (!cmsSaveProfileToMem(fresh.get(), nullptr, &size) || size < 128) return std::nullopt;
    Blob blob(size);
    if (!cmsSaveProfileToMem(fresh.get(), blob.data(), &size)) return std::nullopt;
    // Little CMS writes the time of day, itself and the platform: fields of the header (ICC.1, 7.2).
    constexpr std::uint8_t kDate[] = {0x07, 0xBC, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
    std::copy(std::begin(kDate), std::end(kDate), blob.begin() + 24);
    std::fill(blob.begin() + 4, blob.begin() + 8, std::uint8_t{0});
    std::fill(blob.begin() + 40, blob.begin() + 44, std::uint8_t{0});
    std::fill(blob.begin() + 80, blob.begin() + 100, std::uint8_t{0});
    return Made::by_encoder(std::move(blob));
}

std::optional<CanonicalProfile> canonical_rgb(LcmsContext const& context, cmsHPROFILE profile) {
    bool const has_tables = cmsIsTag(profile, cmsSigAToB0Tag) != 0;
    auto const shaper = has_tables ? std::nullopt : read_shaper(profile, ColourModel::rgb);
    if (!has_tables && !shaper) return std::nullopt;
    for (auto const& space : kSpaces) {
        if (shaper && !are_near(shaper->colorants, space)) continue;
        auto candidate = write_well_known(space);
        if (looks_like(context, profile, candidate)) return CanonicalProfile{std::move(candidate), space.name.view(), &space == kSpaces, {}};
    }
    if (shaper) return CanonicalProfile{write_rgb("device curves", *shaper), "device curves", false, {}};
    auto tables = rewritten_tables(context, profile);
    if (!tables) return std::nullopt;
    return CanonicalProfile{std::move(*tables), "device tables", false, {}};
}

std::optional<CanonicalProfile> canonical_grey(cmsHPROFILE profile) {
    auto const shaper = read_shaper(profile, ColourModel::grey);
    if (!shaper) return std::nullopt;
    for (auto const& grey : kGreys)
        if (are_alike(shaper->curves[0], curve_of(grey.gamma)))
            return CanonicalProfile{write_grey(grey.name, curve_of(grey.gamma)), grey.name.view(), &grey == kGreys, {}};
    return CanonicalProfile{write_grey("device curve", shaper->curves[0]), "device curve", false, {}};
}

std::optional<CanonicalProfile> canonical_of(LcmsContext const& context, cmsHPROFILE profile, ColourModel model) {
    auto const space = cmsGetColorSpace(profile);
    switch (model) {
        case ColourModel::grey:
            if (space != cmsSigGrayData) return std::nullopt;
            return canonical_grey(profile);
        case ColourModel::rgb:
            if (space != cmsSigRgbData) return std::nullopt;
            return canonical_rgb(context, profile);
        case ColourModel::cmyk: {
            if (space != cmsSigCmykData) return std::nullopt;
            auto tables = rewritten_tables(context, profile);
            if (!tables) return std::nullopt;
            return CanonicalProfile{std::move(*tables), "device tables", false, {}};
        }
    }
    return std::nullopt;
}

std::string description_of(cmsHPROFILE profile) {
    std::array<char, 256> text{};
    cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", text.data(), static_cast<cmsUInt32Number>(text.size() - 1));
    return text.data();
}

}  // namespace

std::optional<CanonicalProfile> canonical_profile(Bytes icc, ColourModel model) {
    if (icc.size() < 132 || icc.size() > kMaxProfileBytes || text(icc.subspan(36, 4)) != "acsp") return std::nullopt;
    LcmsContext const context;
    Profile const profile(cmsOpenProfileFromMemTHR(context.get(), icc.data(), static_cast<cmsUInt32Number>(icc.size())));
    if (!profile) return std::nullopt;
    auto canonical = canonical_of(context, profile.get(), model);
    if (canonical) canonical->description = description_of(profile.get());
    return canonical;
}

Made srgb_profile() { return write_well_known(kSpaces[0]); }

}  // namespace scrub::engine::codec
