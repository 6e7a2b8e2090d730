// DEFLATE by libdeflate and zlib.
#include "codec/inflate.hpp"

#include <libdeflate.h>
#include <zlib.h>

#include <memory>
#include <new>

namespace scrub::engine::codec {
namespace {

using Decompressor = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;
using Compressor = std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;

}  // namespace

Result<Inflated> inflate_exactly(Bytes in, std::size_t size_bytes, Wrapper wrapper, Budget& budget) {
    TRY(budget.inflated(size_bytes));
    Decompressor const decompressor(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    if (!decompressor) throw std::bad_alloc();
    Inflated result;
    result.data.resize(size_bytes);
    auto const run = wrapper == Wrapper::zlib ? libdeflate_zlib_decompress_ex : libdeflate_deflate_decompress_ex;
    // Without a place for the actual size, libdeflate itself insists on exactly this many bytes.
    auto const outcome = run(decompressor.get(), in.data(), in.size(), result.data.data(), size_bytes, &result.used, nullptr);
    if (outcome != LIBDEFLATE_SUCCESS) return fail(Errc::malformed, "compressed data that does not give what it promises");
    return result;
}

Result<Inflated> inflate(Bytes in, Wrapper wrapper, Budget& budget, std::uint64_t at_most) {
    Inflated all;
    bool fits = true;
    auto const outcome = inflate_pieces(in, wrapper, budget, [&](Bytes piece) {
        fits = piece.size() <= at_most - all.data.size();
        if (fits) all.data.insert(all.data.end(), piece.begin(), piece.end());
        return fits;
    });
    if (!outcome) return Failure{outcome.error()};
    if (!fits) return fail(Errc::over_budget, "inflates too much");
    all.used = outcome->used;
    all.is_complete = outcome->is_complete;
    return all;
}

Made deflate(Bytes in, Wrapper wrapper, int level) {
    Compressor const compressor(libdeflate_alloc_compressor(level), &libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    bool const is_zlib = wrapper == Wrapper::zlib;
    auto const bound = is_zlib ? libdeflate_zlib_compress_bound : libdeflate_deflate_compress_bound;
    auto const run = is_zlib ? libdeflate_zlib_compress : libdeflate_deflate_compress;
    Blob out(bound(compressor.get(), in.size()));
    out.resize(run(compressor.get(), in.data(), in.size(), out.data(), out.size()));
    return Made::by_encoder(std::move(out));
}

std::uint32_t crc32(Bytes in, std::uint32_t seed) noexcept { return libdeflate_crc32(seed, in.data(), in.size()); }

namespace detail {

struct Inflater::Stream {
    z_stream z{};
    Bytes left;  // zlib counts in 32 bits, so a large input is handed over in parts
    std::size_t used = 0;
};

Inflater::Inflater(Bytes in, Wrapper wrapper) : stream_(new Stream) {
    stream_->left = in;
    constexpr int kWindowBits = 15;
    if (inflateInit2(&stream_->z, wrapper == Wrapper::zlib ? kWindowBits : -kWindowBits) != Z_OK) {
        delete stream_;
        throw std::bad_alloc();
    }
}

Inflater::~Inflater() {
    inflateEnd(&stream_->z);
    delete stream_;
}

Inflater::State Inflater::step(std::span<std::uint8_t> out, std::size_t& got) {
    constexpr std::size_t kMaxPart = std::size_t{1} << 30;
    auto& z = stream_->z;
    z.next_out = out.data();
    z.avail_out = static_cast<uInt>(out.size());
    auto state = State::more;
    while (z.avail_out != 0 && state == State::more) {
        auto const part = head(stream_->left, kMaxPart);
        z.next_in = const_cast<Bytef*>(part.data());  // zlib reads only
        z.avail_in = static_cast<uInt>(part.size());
        int const outcome = ::inflate(&z, Z_NO_FLUSH);
        std::size_t const taken = part.size() - z.avail_in;
        stream_->used += taken;
        stream_->left = stream_->left.subspan(taken);
        if (outcome == Z_STREAM_END) state = State::done;
        else if (outcome != Z_OK) state = State::broken;  // Z_BUF_ERROR too: nothing is left to go on with
    }
    got = out.size() - z.avail_out;
    return state;
}

std::size_t Inflater::used() const noexcept { return stream_->used; }

}  // namespace detail
}  // namespace scrub::engine::codec
