// Pictures: samples are written anew, exactly as many as the picture shows; coded pictures go through their own walks.
#include <algorithm>

#include "codec/fax.hpp"
#include "codec/inflate.hpp"
#include "core/picture_decoder.hpp"
#include "format/pdf/builder.hpp"

namespace scrub::engine::pdf {
namespace {

// A JPEG whose Exif block does not turn it: inside a PDF no reader looks at the block, so no walk may either.
Blob without_turn(Bytes jpeg) {
    Blob out(jpeg.begin(), jpeg.end());
    std::size_t at = 2;
    while (at + 4 <= out.size() && out[at] == 0xFF && out[at + 1] != 0xDA) {
        std::size_t const size = static_cast<std::size_t>(out[at + 2] << 8 | out[at + 3]);
        if (size < 2 || size + 2 > out.size() - at) break;
        auto const body = Bytes(out).subspan(at + 4, size - 2);
        if (out[at + 1] == 0xE1 && starts_with(body, std::string_view("Exif\0", 5))) out[at + 1] = 0xEF;  // APP15: goes as a whole
        at += 2 + size;
    }
    return out;
}

}  // namespace

Result<std::uint32_t> Builder::picture(Value const& raw, Value const& resources, bool is_mask_of_other) {
    auto const role = is_mask_of_other ? Role::soft_mask : Role::picture;
    return once(role, raw, [&]() -> Result<std::uint32_t> {
        Gate::Scope const scope(gate_, "picture");
        return write_picture(document_.resolve(raw), resources, is_mask_of_other);
    });
}

Result<std::uint32_t> Builder::inline_picture(Value const& image, Value const& resources) {
    Gate::Scope const scope(gate_, "picture");
    return write_picture(image, resources, false);
}

// What can go wrong is done first: what is written must be used.
Result<std::uint32_t> Builder::write_picture(Value const& stream, Value const& resources, bool is_mask_of_other) {
    if (!stream.is(Type::stream)) return std::uint32_t{0};
    TRY(budget_.part());
    TRY(sift(stream, kImageKeys));
    Picture picture;
    picture.width = document_.lookup(stream, "Width").whole();
    picture.height = document_.lookup(stream, "Height").whole();
    if (picture.width <= 0 || picture.height <= 0 || picture.width > 1 << 24 || picture.height > 1 << 24) return std::uint32_t{0};
    TRY(budget_.pixels(static_cast<std::uint64_t>(picture.width), static_cast<std::uint64_t>(picture.height)));
    picture.is_mask = document_.lookup(stream, "ImageMask").is_true();
    picture.bits = picture.is_mask ? 1 : document_.lookup(stream, "BitsPerComponent").whole();
    picture.space = document_.raw(stream, "ColorSpace");
    if (auto const named = document_.raw(document_.lookup(resources, "ColorSpace"), picture.space.name()); colours_of(picture.space) == 0 && !named.is_null()) picture.space = named;
    picture.colours = picture.is_mask ? 1 : colours_of(picture.space);

    auto decoded = document_.decode(stream);
    if (!decoded) {
        if (decoded.error().code == Errc::over_budget) return Failure{decoded.error()};
        TRY(gate_.drop(rule::broken_stream, stream.text.size()));
        return std::uint32_t{0};
    }
    TRY(drop_stream_waste(*decoded));
    std::optional<Kept> coded;
    switch (decoded->coding) {
        case PictureCoding::none:
            if (!TRY(fit_samples(picture, decoded->data))) return std::uint32_t{0};
            break;
        case PictureCoding::dct:
            TRY(gate_.judge(rule::jpeg, decoded->data.size()));
            coded = TRY(gate_.pass_file(rule::jpeg, without_turn(decoded->data)));
            if (!coded) {
                gate_.note_lost("pictures that could not be vetted");
                return std::uint32_t{0};
            }
            break;
        case PictureCoding::jpx:
            if (!TRY(take_jpeg2000(picture, decoded->data))) return std::uint32_t{0};
            if (!TRY(fit_samples(picture, decoded->data))) return std::uint32_t{0};
            break;
        case PictureCoding::ccitt:
            TRY(take_fax(picture, *decoded));
            if (!TRY(fit_samples(picture, decoded->data))) return std::uint32_t{0};
            break;
        case PictureCoding::jbig2: return fail(Errc::unsupported, "a JBIG2 picture in a PDF cannot be vetted here");
    }

    Emit entries(budget_);
    TRY(put_picture_entries(entries, picture, stream, resources, is_mask_of_other));
    if (coded) {
        entries.name("Filter").name("DCTDecode");
        if (auto const transform = document_.lookup(decoded->parameters, "ColorTransform"); transform.is_number())
            entries.name("DecodeParms").open_dict().name("ColorTransform").integer(transform.whole() != 0 ? 1 : 0).close_dict();
    }
    auto const number = writer_.allocate();
    if (coded) writer_.stream(number, entries.take(), *coded);
    else put_stream(number, entries, decoded->data);
    return number;
}

// Fax codings (7.4.6) have room for bits that no row uses, so the rows are written without them.
Result<void> Builder::take_fax(Picture const& picture, Decoded& decoded) {
    auto const& parameters = decoded.parameters;
    auto const k = document_.lookup(parameters, "K").whole();
    auto const columns = document_.lookup(parameters, "Columns").whole(1728);
    bool const is_aligned = document_.lookup(parameters, "EncodedByteAlign").is_true();
    if (columns < 1 || columns > 1 << 20 || (is_aligned && k != 0)) return fail(Errc::unsupported, "a fax picture in an unusual coding");
    auto const row_bytes = static_cast<std::uint64_t>(columns + 7) / 8;
    TRY(budget_.inflated(row_bytes * static_cast<std::uint64_t>(picture.height)));
    using codec::FaxCoding;
    auto const coding = k < 0 ? FaxCoding::group4 : k > 0 ? FaxCoding::group3_2d : is_aligned ? FaxCoding::modified_huffman : FaxCoding::group3_1d;
    auto fax = codec::decode_fax(decoded.data, coding, static_cast<std::uint32_t>(columns), static_cast<std::uint32_t>(picture.height));
    if (fax.good_rows < picture.height) ++damaged_streams_;
    auto const tail = after(decoded.data, fax.used);
    if (fax.good_rows == picture.height && std::any_of(tail.begin(), tail.end(), [](std::uint8_t c) { return !is_white(c); })) TRY(gate_.drop(rule::stream_tail, tail.size()));
    if (!document_.lookup(parameters, "BlackIs1").is_true())
        for (auto& byte : fax.rows) byte = static_cast<std::uint8_t>(~byte);
    decoded.data = std::move(fax.rows);
    decoded.coding = PictureCoding::none;
    return {};
}

// JPEG 2000 (7.4.9) cannot be proved clean by its structure: the raster tier decodes it.
Result<bool> Builder::take_jpeg2000(Picture& picture, Blob& data) {
    auto* const decoder = TRY(gate_.decoder());
    auto result = decoder->decode(data, engine::PictureCoding::jpeg2000, budget_);
    if (!result) {
        if (result.error().code == Errc::over_budget) return Failure{result.error()};
        TRY(gate_.drop(rule::broken_stream, data.size()));
        gate_.note_lost("pictures that could not be vetted");
        return false;
    }
    auto decoded = std::move(result).take();
    std::size_t const colours = decoded.channels > 2 ? 3 : 1;
    if (picture.colours != 0 && picture.colours != colours) return fail(Errc::unsupported, "a JPEG 2000 picture in an unusual colour space");
    picture.width = decoded.width;
    picture.height = decoded.height;
    picture.bits = decoded.depth;
    if (picture.colours == 0) picture.space = Value::of_name(colours == 3 ? "DeviceRGB" : "DeviceGray");
    picture.colours = colours;
    data = std::move(decoded.samples);
    if (decoded.channels == colours) return true;
    std::size_t const sample = decoded.depth / 8, step = decoded.channels * sample, kept = colours * sample;  // without alpha
    std::size_t out = 0;
    for (std::size_t at = 0; at + step <= data.size(); at += step)
        for (std::size_t i = 0; i < kept; ++i) data[out++] = data[at + i];
    data.resize(out);
    return true;
}

// Exactly the rows that show, and nothing in the bits behind them.
Result<bool> Builder::fit_samples(Picture const& picture, Blob& data) {
    auto const bits = picture.bits;
    if (picture.colours == 0 || (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16)) return false;
    auto const row_bits = static_cast<std::uint64_t>(picture.width) * picture.colours * static_cast<std::uint64_t>(bits);
    auto const row_bytes = (row_bits + 7) / 8;
    auto const rows = static_cast<std::uint64_t>(picture.height);
    auto const size = row_bytes * rows;
    if (data.size() > size) {
        auto const extra = Bytes(data).subspan(static_cast<std::size_t>(size));
        if (std::any_of(extra.begin(), extra.end(), [](std::uint8_t c) { return !is_white(c); })) TRY(gate_.drop(rule::extra_rows, extra.size()));
    } else if (data.size() < size) {
        ++damaged_streams_;
        TRY(budget_.inflated(size - data.size()));
    }
    data.resize(static_cast<std::size_t>(size));
    auto const spare = row_bytes * 8 - row_bits;
    if (spare == 0) return true;
    auto const mask = static_cast<std::uint8_t>(0xFFU << spare);
    std::uint64_t odd_rows = 0;
    for (auto at = row_bytes - 1; at < size; at += row_bytes) {
        auto& last = data[static_cast<std::size_t>(at)];
        odd_rows += (last & ~mask & 0xFF) != 0 ? 1U : 0U;
        last &= mask;
    }
    if (odd_rows > 0) TRY(gate_.drop(rule::padding, odd_rows));
    return true;
}

Result<void> Builder::put_picture_entries(Emit& entries, Picture const& picture, Value const& stream, Value const& resources, bool is_mask_of_other) {
    entries.name("Type").name("XObject").name("Subtype").name("Image").name("Width").integer(picture.width).name("Height").integer(picture.height);
    if (picture.is_mask) {
        entries.name("ImageMask").boolean(true);
    } else {
        Emit named(budget_);
        if (!picture.space.is_null() && TRY(put_colour_space(named, picture.space, resources))) entries.name("ColorSpace").raw(named.take());
    }
    if (picture.bits > 0) entries.name("BitsPerComponent").integer(std::clamp<std::int64_t>(picture.bits, 1, 16));
    if (auto const decode = list_of(document_.lookup(stream, "Decode"), 64); !decode.empty()) {
        entries.name("Decode").open_array();
        for (auto const limit : decode) entries.number(limit);
        entries.close_array();
    }
    if (document_.lookup(stream, "Interpolate").is_true()) entries.name("Interpolate").boolean(true);
    if (is_mask_of_other) {
        if (auto const matte = list_of(document_.lookup(stream, "Matte"), 32); !matte.empty()) {
            entries.name("Matte").open_array();
            for (auto const colour : matte) entries.number(colour);
            entries.close_array();
        }
        return {};
    }
    if (auto const soft = document_.raw(stream, "SMask"); document_.resolve(soft).is(Type::stream)) {
        auto const number = TRY(this->picture(soft, resources, true));
        if (number != 0) entries.name("SMask").reference(number);
    }
    auto const hard = document_.raw(stream, "Mask");
    auto const mask = document_.resolve(hard);
    if (mask.is(Type::stream)) {
        auto const number = TRY(this->picture(hard, resources, true));
        if (number != 0) entries.name("Mask").reference(number);
    } else if (auto const key = list_of(mask, 64); !key.empty() && !picture.is_mask) {
        entries.name("Mask").open_array();
        for (auto const limit : key) entries.integer(static_cast<std::int64_t>(std::clamp(limit, 0.0, 65535.0)));
        entries.close_array();
    }
    return {};
}

}  // namespace scrub::engine::pdf
