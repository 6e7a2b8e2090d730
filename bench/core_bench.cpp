// What the core's inner loops cost per byte: numbers, checksums, compression, the search for removed values, XML, text, and the walks
// of pictures. Run it twice and compare: build/bench/bench/core_bench --benchmark_filter=walk
#include <benchmark/benchmark.h>
#include <turbojpeg.h>

#include <random>

#include "codec/inflate.hpp"
#include "codec/png_write.hpp"
#include "codec/xml_pull.hpp"
#include "codec/zip.hpp"
#include "core/needles.hpp"
#include "core/reader.hpp"
#include "marks/text.hpp"
#include "support/engine_run.hpp"

namespace {

using namespace scrub::engine;

constexpr std::size_t kMegabyte = std::size_t{1} << 20;

void set_bytes(benchmark::State& state, std::size_t bytes_each_time) {
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(bytes_each_time));
}

Budget plenty() { return Budget(scrub::Limits{}, std::uint64_t{1} << 30); }

// Bytes without any pattern.
Blob noise(std::size_t size) {
    std::mt19937 random(1);
    Blob out(size);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random());
    return out;
}

// English words in the XML of a word processor.
std::string document_xml(std::size_t size) {
    static constexpr std::string_view kWords[] = {"the", "report", "of", "a", "meeting", "that", "nobody", "was", "to", "know", "about"};
    std::mt19937 random(2);
    std::string out = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    while (out.size() < size) {
        out += "<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val=\"22\"/></w:rPr><w:t>";
        for (int i = 0; i < 12; ++i) out.append(kWords[random() % std::size(kWords)]).append(" ");
        out += "</w:t></w:r></w:p>";
    }
    return out + "</w:body></w:document>";
}

// A smooth picture with a little noise, as a camera gives.
Blob photo(std::size_t width, std::size_t height) {
    std::mt19937 random(3);
    Blob out;
    out.reserve(3 * width * height);
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t channel = 0; channel < 3; ++channel)
                out.push_back(static_cast<std::uint8_t>((x * (channel + 1) / 8 + y / 4 + random() % 6) & 0xFF));
    return out;
}

Blob jpeg_photo(int width, int height, int flags) {
    auto const pixels = photo(static_cast<std::size_t>(width), static_cast<std::size_t>(height));
    tjhandle const encoder = tjInitCompress();
    unsigned char* made = nullptr;
    unsigned long size = 0;
    tjCompress2(encoder, pixels.data(), width, 0, height, TJPF_RGB, &made, &size, TJSAMP_420, 90, flags);
    Blob out(made, made + size);
    tjFree(made);
    tjDestroy(encoder);
    return out;
}

Blob png_photo(std::uint32_t width, std::uint32_t height) {
    DecodedPicture picture;
    picture.width = width;
    picture.height = height;
    picture.channels = 3;
    picture.samples = photo(width, height);
    return codec::write_png(picture, {}).take();
}

void reader_u32(benchmark::State& state) {
    auto const bytes = noise(kMegabyte);
    for (auto _ : state) {
        Reader in(bytes);
        std::uint32_t sum = 0;
        while (auto const number = in.u32()) sum += *number;
        benchmark::DoNotOptimize(sum);
    }
    set_bytes(state, bytes.size());
}
BENCHMARK(reader_u32);

void checksum(benchmark::State& state) {
    auto const bytes = noise(kMegabyte);
    for (auto _ : state) benchmark::DoNotOptimize(codec::crc32(bytes));
    set_bytes(state, bytes.size());
}
BENCHMARK(checksum);

void deflate_xml(benchmark::State& state) {
    auto const xml = document_xml(kMegabyte);
    for (auto _ : state) benchmark::DoNotOptimize(codec::deflate(bytes_of(xml), codec::Wrapper::none, static_cast<int>(state.range(0))).size());
    set_bytes(state, xml.size());
}
BENCHMARK(deflate_xml)->Arg(1)->Arg(6);

void inflate_xml(benchmark::State& state) {
    auto const xml = document_xml(kMegabyte);
    auto const packed = codec::deflate(bytes_of(xml), codec::Wrapper::none);
    for (auto _ : state) {
        auto budget = plenty();
        benchmark::DoNotOptimize(codec::inflate_exactly(packed.bytes(), xml.size(), codec::Wrapper::none, budget)->data.data());
    }
    set_bytes(state, xml.size());
}
BENCHMARK(inflate_xml);

void search_needles(benchmark::State& state) {
    Needles needles;
    for (int i = 0; i < state.range(0); ++i) needles.offer(scrub::Kind::author, "Person Number " + std::to_string(1000 + i));
    Searcher const searcher(needles);
    auto const bytes = noise(kMegabyte);
    for (auto _ : state) {
        int found = 0;
        searcher.each(bytes, [&](Needle const&) { ++found; });
        benchmark::DoNotOptimize(found);
    }
    set_bytes(state, bytes.size());
}
BENCHMARK(search_needles)->Arg(1)->Arg(10)->Arg(100);

void zip_directory(benchmark::State& state) {
    auto budget = plenty();
    Sink out(budget);
    codec::ZipWriter writer(out, budget);
    for (int i = 0; i < 1000; ++i) {
        Sink name(budget);
        name.put("word/media/image");
        name.decimal(static_cast<std::uint64_t>(i));
        writer.add(name.take(), "content", codec::ZipWriter::Pack::store);
    }
    if (!writer.finish()) return state.SkipWithError("cannot be written");
    auto const archive = out.take();
    for (auto _ : state) {
        auto reading = plenty();
        benchmark::DoNotOptimize(codec::read_zip(archive.bytes(), reading)->entries.size());
    }
    state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(zip_directory);

void pull_xml(benchmark::State& state) {
    auto const xml = document_xml(kMegabyte);
    for (auto _ : state) {
        codec::XmlPull pull(xml);
        std::size_t events = 0;
        while (pull.next() != codec::XmlPull::Event::done) ++events;
        benchmark::DoNotOptimize(events);
    }
    set_bytes(state, xml.size());
}
BENCHMARK(pull_xml);

void plain_text(benchmark::State& state) {
    auto const prose = document_xml(kMegabyte);
    for (auto _ : state) benchmark::DoNotOptimize(marks::is_plain(prose, marks::Spaces::kept));
    set_bytes(state, prose.size());
}
BENCHMARK(plain_text);

void walk(benchmark::State& state, Blob const& file) {
    for (auto _ : state) {
        auto const run = testing::run_scrub(file);
        if (!run.is_done()) return state.SkipWithError("refused");
        benchmark::DoNotOptimize(run.output.data());
    }
    set_bytes(state, file.size());
}
void walk_jpeg(benchmark::State& state) { walk(state, jpeg_photo(1600, 1200, 0)); }
BENCHMARK(walk_jpeg)->Unit(benchmark::kMillisecond);
void walk_progressive_jpeg(benchmark::State& state) { walk(state, jpeg_photo(1600, 1200, TJFLAG_PROGRESSIVE)); }
BENCHMARK(walk_progressive_jpeg)->Unit(benchmark::kMillisecond);
void walk_png(benchmark::State& state) { walk(state, png_photo(1600, 1200)); }
BENCHMARK(walk_png)->Unit(benchmark::kMillisecond);

}  // namespace
