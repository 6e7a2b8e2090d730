// PDF (ISO 32000-1 and -2): a new document with the pages that a reader sees, written from allow-lists of keys, with
// content streams, pictures and fonts written anew. Nothing of the old file but what passed the gate is in it.
#include <algorithm>

#include "codec/qpdf_document.hpp"
#include "format/pdf/builder.hpp"
#include "format/xmp.hpp"
#include "marks/url.hpp"

namespace scrub::engine::pdf {

namespace {

constexpr std::size_t kMaxPages = 20'000;
constexpr std::size_t kMaxNodes = 200'000;
constexpr std::size_t kMaxContent = std::size_t{32} << 20;

}  // namespace

Builder::Builder(Document& document, Sink& out, Gate& gate, Survey* survey, Redraw* redraw)
    : document_(document), gate_(gate), survey_(survey), redraw_(redraw), budget_(document.budget()), writer_(out, document.budget()) {}

// --- pages (7.7.3) ------------------------------------------------------------------------------

// Depth first, without recursion: hostile trees are deep, wide and cyclic.
Result<void> Builder::collect_pages(Value const& root) {
    struct Node {
        Value dict;
        std::uint32_t number;  // 0 for direct ones
        std::size_t next;
        Page inherited;
    };
    std::vector<Node> path;
    std::set<std::uint32_t> on_path;
    std::size_t visited = 0;
    auto const inherit = [&](Value const& dict, Page page) {
        auto const take = [&](std::string_view key, Value& place) {
            if (auto const value = document_.raw(dict, key); !document_.resolve(value).is_null()) place = value;
        };
        take("Resources", page.resources);
        take("MediaBox", page.media_box);
        take("CropBox", page.crop_box);
        take("Rotate", page.rotate);
        return page;
    };
    auto const tree = document_.lookup(root, "Pages");
    path.push_back({tree, 0, 0, inherit(tree, {})});
    TRY(sift(tree, kPagesKeys));
    while (!path.empty()) {
        auto& node = path.back();
        auto const kids = document_.lookup(node.dict, "Kids");
        if (!kids.is(Type::array) || node.next >= kids.items->size()) {
            on_path.erase(node.number);
            path.pop_back();
            continue;
        }
        auto const raw = (*kids.items)[node.next++];
        if (++visited > kMaxNodes) return fail(Errc::over_budget, "page tree too large");
        auto const dict = document_.resolve(raw);
        if (!dict.is_dict()) continue;
        auto page = inherit(dict, node.inherited);
        if (document_.lookup(dict, "Kids").is(Type::array) && !document_.lookup(dict, "Type").is_name("Page")) {
            auto const number = raw.is(Type::ref) ? raw.ref.number : 0;
            if (number != 0 && !on_path.insert(number).second) continue;  // a loop
            TRY(sift(dict, kPagesKeys));
            path.push_back({dict, number, 0, std::move(page)});
            continue;
        }
        if (pages_.size() >= kMaxPages) return fail(Errc::over_budget, "too many pages");
        page.dict = dict;
        page.ref = raw.is(Type::ref) ? raw.ref : Ref{};
        pages_.push_back(std::move(page));
        TRY(document_.check());
    }
    if (pages_.empty()) return fail(Errc::malformed, "a PDF without pages");
    return {};
}

Result<Blob> Builder::content_of(Value const& page) {
    Blob content;
    auto const add = [&](Value const& raw) -> Result<void> {
        auto const stream = document_.resolve(raw);
        if (!stream.is(Type::stream)) return {};
        TRY(sift(stream, kStreamKeys));
        auto const part = TRY(decoded(stream));
        if (!part) return {};
        if (part->data.size() > kMaxContent - std::min(kMaxContent, content.size())) return fail(Errc::over_budget, "page with too much content");
        if (!content.empty()) content.push_back('\n');
        content.insert(content.end(), part->data.begin(), part->data.end());
        return {};
    };
    auto const contents = document_.lookup(page, "Contents");
    if (contents.is(Type::array)) {
        for (auto const& item : *contents.items) TRY(add(item));
    } else {
        TRY(add(document_.raw(page, "Contents")));
    }
    return content;
}

void Builder::note_text(Rewritten const& result) {
    gate_.shows(result.text);
    bool is_in = false;
    for (auto const c : result.text) {
        bool const is_word = c != ' ' && c != '\n';
        facts_.words += is_word && !is_in ? 1U : 0U;
        is_in = is_word;
    }
    facts_.hidden_words += result.hidden_words;
    facts_.pictures += result.pictures;
}

void Builder::consult_survey(ContentJob& job, ContentId const& id) {
    job.stamps = stamps_ ? stamps_->edits(id) : nullptr;
    if (survey_ == nullptr) return;
    job.log = survey_->log(id);
    job.edits = survey_->edits(id);
    job.is_mute = survey_->is_mute();
}

Result<void> Builder::write_page(Page const& page, std::size_t index) {
    Gate::Scope const scope(gate_, "page " + std::to_string(index + 1));
    if (auto const* const picture = redraw_ == nullptr ? nullptr : redraw_->picture(index)) return write_picture_page(page, *picture);
    TRY(sift(page.dict, kPageKeys));
    constexpr Box kLetter{0, 0, 612, 792};
    auto media = box_of(page.media_box).value_or(kLetter);
    if (media.x1 - media.x0 < 1e-3 || media.y1 - media.y0 < 1e-3) media = kLetter;
    auto crop = box_of(page.crop_box);
    if (crop && !crop->cut(media).is_empty()) crop = crop->cut(media);
    else crop.reset();
    auto const shown = crop.value_or(media);

    ContentJob job;
    bool const is_given_up = redraw_ != nullptr && redraw_->is_given_up(index);
    bool const is_left_out = is_given_up || (survey_ != nullptr && survey_->leaves_out(index));
    auto const content = is_left_out ? Blob{} : TRY(content_of(page.dict));
    job.content = content;
    job.resources = document_.resolve(page.resources);
    job.visible = shown;
    job.is_page = true;
    auto const unit = document_.lookup(page.dict, "UserUnit").number(1);
    job.unit = unit > 0 ? unit : 1;
    consult_survey(job, {ContentId::Is::page, index, nullptr});
    page_log_ = job.log;
    auto result = TRY(rewrite(job, document_, layers_, *this, gate_));
    note_text(result);
    bool const shows_text = std::any_of(result.text.begin(), result.text.end(), [](char c) { return c != ' '; });
    if (result.hidden_words > 0 && result.pictures > 0 && !shows_text) gate_.note_lost("searchable text of scanned pages");

    Emit drawing(budget_);
    std::vector<std::uint32_t> links;
    if (!is_left_out) TRY(annotations(page, drawing, result.resources, links));
    auto const drawn = drawing.take();

    auto const stream = writer_.allocate();
    Emit all(budget_);
    if (!drawn.empty()) {
        all.word("q").raw(result.content).word("Q").raw(drawn);
    } else {
        all.raw(result.content);
    }
    auto const made = all.take();
    Emit entries(budget_);
    put_stream(stream, entries, made.bytes());

    Emit out(budget_);
    out.open_dict().name("Type").name("Page").name("Parent").reference(kPagesNumber).name("MediaBox");
    put_box(out, media);
    if (crop) {
        out.name("CropBox");
        put_box(out, *crop);
    }
    for (auto const key : {Literal("ArtBox"), Literal("BleedBox"), Literal("TrimBox")}) {
        if (auto const box = box_of(document_.lookup(page.dict, key.view()))) {
            out.name(key);
            put_box(out, *box);
        }
    }
    auto const turn = document_.resolve(page.rotate).whole() % 90 == 0 ? (document_.resolve(page.rotate).whole() % 360 + 360) % 360 : 0;
    if (turn != 0) out.name("Rotate").integer(turn);
    if (job.unit != 1) out.name("UserUnit").number(job.unit);
    if (redraw_ != nullptr && redraw_->wants_all() && !is_left_out) {
        auto const plain = picture_content(shown.x1 - shown.x0, shown.y1 - shown.y0, budget_);
        bool const is_plain = std::equal(made.bytes().begin(), made.bytes().end(), plain.bytes().begin(), plain.bytes().end());
        if (!is_plain || crop || turn != 0 || job.unit != 1 || !links.empty() || shown.x0 != 0 || shown.y0 != 0 || !is_picture_already(job.resources, shown)) redraw_->want(index);
        if (!links.empty()) gate_.note_lost("links", links.size());
    }
    TRY(put_group(out, document_.raw(page.dict, "Group")));
    TRY(put_resources(out, result.resources, job.resources));
    out.name("Contents").reference(stream);
    if (!links.empty()) {
        out.name("Annots").open_array();
        for (auto const link : links) out.reference(link);
        out.close_array();
    }
    out.close_dict();
    writer_.object(page.number, out.take());
    TRY(drain());
    if (survey_ != nullptr && survey_->needs_look(index, shown, static_cast<int>(turn))) TRY(gate_.renderer());
    return {};
}

Result<void> Builder::write_picture_page(Page const& page, PagePicture const& picture) {
    auto const number = TRY(this->picture(picture.as_object(document_.arena()), {}, false));
    if (number == 0) return fail(Errc::internal_error, "a page that was drawn cannot be written");
    UsedResources used;
    used.use(Category::xobject, number);
    auto const stream = writer_.allocate();
    Emit entries(budget_);
    auto const content = picture_content(picture.width, picture.height, budget_);
    put_stream(stream, entries, content.bytes());
    Emit out(budget_);
    out.open_dict().name("Type").name("Page").name("Parent").reference(kPagesNumber).name("MediaBox");
    put_box(out, Box{0, 0, picture.width, picture.height});
    TRY(put_resources(out, used, {}));
    out.name("Contents").reference(stream).close_dict();
    writer_.object(page.number, out.take());
    ++facts_.pictures;
    return {};
}

/// One picture, as large as we draw pages.
bool Builder::is_picture_already(Value const& resources, Box const& shown) {
    auto const objects = document_.lookup(resources, "XObject");
    if (!objects.is_dict() || objects.entries->list.size() != 1) return false;
    auto const picture = document_.resolve(objects.entries->list[0].value);
    auto const space = document_.lookup(picture, "ColorSpace");
    auto const width = shown.x1 - shown.x0, height = shown.y1 - shown.y0, dpi = Redraw::dpi_of(width, height);
    return document_.lookup(picture, "Subtype").is_name("Image") && (space.is_name("DeviceGray") || space.is_name("DeviceRGB")) && document_.lookup(picture, "SMask").is_null() &&
           document_.lookup(picture, "Mask").is_null() && Redraw::is_size_of(width, dpi, document_.lookup(picture, "Width").whole()) &&
           Redraw::is_size_of(height, dpi, document_.lookup(picture, "Height").whole());
}

/// A page that cannot be vetted becomes a picture, where that is allowed and a renderer can be had.
bool Builder::may_give_up(Error const& error) {
    bool const is_of_the_page = error.code == Errc::unsupported || error.code == Errc::malformed;
    if (redraw_ == nullptr || !is_of_the_page || !gate_.may_rerender() || gate_.needed_tier() != wire::Tier::structural) return false;
    return static_cast<bool>(gate_.renderer());
}

/// Before the first page is written, all have to be known. What this look costs is not charged to the file.
Result<void> Builder::find_stamps() {
    auto const before = budget_;
    stamps_.emplace(document_, layers_);
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        auto const& page = pages_[i];
        Blob content;
        auto const add = [&](Value const& raw) {
            auto const stream = document_.resolve(raw);
            if (!stream.is(Type::stream)) return;
            auto const part = document_.decode(stream);
            if (!part || part->coding != PictureCoding::none || part->data.size() > kMaxContent - std::min(kMaxContent, content.size())) return;
            if (!content.empty()) content.push_back('\n');
            content.insert(content.end(), part->data.begin(), part->data.end());
        };
        auto const contents = document_.lookup(page.dict, "Contents");
        if (contents.is(Type::array)) {
            for (auto const& item : *contents.items) add(item);
        } else {
            add(document_.raw(page.dict, "Contents"));
        }
        auto const shown = box_of(page.crop_box).value_or(box_of(page.media_box).value_or(Box{0, 0, 612, 792}));
        TRY(stamps_->look_at(i, {content, document_.resolve(page.resources), shown}));
    }
    stamps_->decide();
    budget_ = before;
    if (stamps_->is_cut_short()) gate_.note_uninspected("stamps of one copy", "there is too much on the pages to look for them");
    for (auto const page : stamps_->doubtful()) {
        Gate::Scope const scope(gate_, "page " + std::to_string(page + 1));
        gate_.remark("a line here may be a stamp of one copy, or a running header; it stayed");
    }
    return {};
}

Result<void> Builder::write_pages() {
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        auto const done = write_page(pages_[i], i);
        if (done) continue;
        if (!may_give_up(done.error())) return Failure{done.error()};
        redraw_->give_up(i, done.error().what);
        tasks_.clear();  // what the page was made of is looked at again on the next page that has it
        std::erase_if(numbers_, [](auto const& known) { return known.second == 0 || known.first.role == Role::form || known.first.role == Role::tiling; });
    }
    return {};
}

// --- what belongs to nothing ------------------------------------------------------------------------

Result<void> Builder::report_leftovers() {
    for (auto const& [key, number] : numbers_)
        if ((key.id & 1) != 0) listed_objects_.erase(static_cast<std::uint32_t>(key.id >> 1));
    for (auto const number : listed_objects_) {
        auto const object = document_.object({number, 0});
        if (object.is(Type::stream)) TRY(gate_.drop(rule::unused_resource, object.text.size(), {document_.lookup(object, "Subtype").name(), {}}));
    }
    if (auto const count = document_.earlier_revisions(); count > 0) TRY(gate_.drop(rule::old_revision, 0, {{}, {}, count}));
    auto const left = document_.leftovers();
    TRY(document_.check());
    if (left.old_objects > 0) TRY(gate_.drop(rule::old_object, left.old_bytes, {{}, {}, left.old_objects}));
    if (left.orphans > 0) TRY(gate_.drop(rule::orphan, left.orphan_bytes, {{}, {}, left.orphans}));
    if (left.comments > 0) TRY(gate_.drop(rule::comment, left.comment_bytes, {{}, {}, left.comments}));
    if (left.junk_bytes > 0) TRY(gate_.drop(rule::junk, left.junk_bytes));
    TRY(gate_.slack(rule::before, left.before));
    TRY(gate_.slack(rule::behind, left.behind));
    return {};
}

// --- the whole -----------------------------------------------------------------------------------------

Result<void> Builder::run() {
    catalog_ = document_.root();
    layers_ = Layers(document_, catalog_);
    TRY(collect_pages(catalog_));
    auto const catalog = writer_.allocate();
    if (writer_.allocate() != kPagesNumber) return fail(Errc::internal_error, "object numbers out of order");
    for (auto& page : pages_) {
        TRY(budget_.part());
        page.number = writer_.allocate();
        if (page.ref.number != 0) page_numbers_.emplace(page.ref.number, page.number);
    }
    TRY(sift(document_.trailer(), kTrailerKeys));
    TRY(report_catalog(catalog_));
    if (!gate_.is_doomed()) TRY(find_stamps());
    TRY(write_pages());
    if (redraw_ != nullptr && redraw_->is_spoilt()) return {};
    TRY(drain());
    TRY(write_fonts(true));
    TRY(drain());
    TRY(write_fonts(true));
    TRY(drain());
    TRY(write_fonts(false));

    Emit tree(budget_);
    tree.open_dict().name("Type").name("Pages").name("Count").integer(static_cast<std::int64_t>(pages_.size())).name("Kids").open_array();
    for (auto const& page : pages_) tree.reference(page.number);
    tree.close_array().close_dict();
    writer_.object(kPagesNumber, tree.take());

    Emit out(budget_);
    out.open_dict().name("Type").name("Catalog").name("Pages").reference(kPagesNumber);
    bool const is_all_pictures = redraw_ != nullptr && redraw_->wants_all();
    auto const bookmarks = is_all_pictures ? 0 : TRY(outlines(document_.lookup(catalog_, "Outlines")));
    if (is_all_pictures && document_.lookup(catalog_, "Outlines").is_dict()) gate_.note_lost("bookmarks");
    if (bookmarks != 0) out.name("Outlines").reference(bookmarks);
    constexpr Literal kModes[] = {"FullScreen", "UseNone", "UseOutlines", "UseThumbs"};
    constexpr Literal kLayouts[] = {"OneColumn", "SinglePage", "TwoColumnLeft", "TwoColumnRight", "TwoPageLeft", "TwoPageRight"};
    put_name_of(out, "PageMode", document_.lookup(catalog_, "PageMode"), kModes);
    put_name_of(out, "PageLayout", document_.lookup(catalog_, "PageLayout"), kLayouts);
    out.close_dict();
    writer_.object(catalog, out.take());
    writer_.finish(catalog, std::nullopt);

    TRY(report_leftovers());
    TRY(document_.check());
    facts_.pages = pages_.size();
    if (document_.was_damaged()) gate_.remark("the file was damaged and was put together again from its objects");
    if (damaged_streams_ > 0) gate_.remark("compressed data was damaged; what could be read of it is in the output");
    if (survey_ != nullptr)
        for (auto const page : survey_->unjudged()) gate_.note_uninspected("page " + std::to_string(page + 1), "there is too much on it to tell what is covered");
    gate_.note_beyond("wording, layout and spacing can mark a copy, and no tool can rule that out");
    return {};
}

// --- what is covered, and what becomes a picture ---------------------------------------------------------

namespace {

class Making {
public:
    Making(Document& document, Bytes input, Gate& gate) : document_(document), input_(input), gate_(gate), redraw_(gate.renders_anew()) {}

    /// In a tier that cannot draw: straight on, or not at all.
    Result<void> write_to(Sink& out) {
        Survey survey;  // tells whether a renderer is needed
        Builder builder(document_, out, gate_, gate_.is_doomed() ? nullptr : &survey, gate_.is_doomed() ? nullptr : &redraw_);
        TRY(builder.run());
        note_facts(builder.facts(), builder.facts());
        return {};
    }

    /// Writes the document, has the pages drawn that may hide something, and writes it again without what they hide;
    /// then with pictures in place of the pages that are to be pictures.
    Result<Made> written_and_drawn(PageRenderer& renderer) {
        auto made = TRY(without_covered(renderer));
        auto const before = facts_;
        if (!redraw_.is_empty()) {
            TRY(redraw_.draw(renderer, input_, made.bytes()));
            Gate::Trial const trial(gate_);  // everything has been found already
            made = TRY(written(Survey::Pass::edited));
        }
        note_facts(before, facts_);
        for (auto const& [page, why] : redraw_.reasons()) {
            Gate::Scope const scope(gate_, "page " + std::to_string(page + 1));
            gate_.remark("the page was drawn anew as a picture, since structure alone could not vet it");
            gate_.note_uninspected("content", why);
        }
        gate_.note_lost("pages with text that can be selected and searched", redraw_.count());
        return made;
    }

private:
    Result<Made> written(Survey::Pass pass) {
        survey_.begin(pass);
        Sink out(gate_.budget());
        Builder builder(document_, out, gate_, &survey_, &redraw_);
        TRY(builder.run());
        if (pass != Survey::Pass::mute) facts_ = builder.facts();
        return out.take();
    }

    /// The first walk, until it gives up no further page.
    Result<Made> first_written() {
        constexpr int kMaxRounds = 8;
        for (int round = 0;; ++round) {
            Gate::Trial trial(gate_);
            survey_ = {};
            auto made = TRY(written(Survey::Pass::first));
            if (!redraw_.begin_anew()) {
                trial.keep();
                return made;
            }
            if (round >= kMaxRounds) return fail(Errc::unsupported, redraw_.reasons().begin()->second);
        }
    }

    Result<Made> without_covered(PageRenderer& renderer) {
        Made clean;
        std::unique_ptr<PageRenderer::Document> pages;
        {
            Gate::Trial trial(gate_);
            clean = TRY(first_written());
            if (survey_.has_looks()) {
                Gate::Trial const mute_trial(gate_);
                auto const mute = TRY(written(Survey::Pass::mute));
                pages = TRY(renderer.open(clean.bytes()));
                auto const mute_pages = TRY(renderer.open(mute.bytes()));
                TRY(survey_.judge(*pages, *mute_pages));
            }
            if (!survey_.has_edits()) {
                trial.keep();
                return clean;
            }
        }
        constexpr int kMaxRounds = 4;
        for (int round = 0; round < kMaxRounds; ++round) {
            Gate::Trial trial(gate_);
            auto edited = TRY(written(Survey::Pass::edited));
            auto const edited_pages = TRY(renderer.open(edited.bytes()));
            if (!TRY(survey_.prove(*pages, *edited_pages, round + 2 >= kMaxRounds))) continue;
            trial.keep();
            return edited;
        }
        return fail(Errc::unsupported, "what is covered on a page cannot be told from what is seen");
    }

    void note_facts(Builder::Facts const& before, Builder::Facts const& after) {
        gate_.note_fact("pages", before.pages, after.pages);
        gate_.note_fact("words", before.words + before.hidden_words, after.words);
        gate_.note_fact("pictures", before.pictures, after.pictures);
    }

    Document& document_;
    Bytes input_;
    Gate& gate_;
    Survey survey_;
    Redraw redraw_;
    Builder::Facts facts_;
};

}  // namespace

// --- the format ------------------------------------------------------------------------------------------

bool sniff(Bytes in) {
    auto const at = text(head(in, 1024 + 5)).find("%PDF-");
    return at == 0 || (at != std::string_view::npos && text(in).find(" obj", at) != std::string_view::npos);
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    auto document = Document::open(in, gate.budget());
    Blob decrypted;
    if (!document && document.error().code == Errc::encrypted) {
        decrypted = TRY(codec::decrypted_pdf(in, gate.password(), gate.budget()));
        document = Document::open(decrypted, gate.budget());
        if (!document) return Failure{document.error()};
        TRY(gate.drop(rule::encryption, 0));
        gate.remark("the document was encrypted; the output is not");
    }
    if (!document) return Failure{document.error()};
    Making making(**document, decrypted.empty() ? in : Bytes(decrypted), gate);
    if (gate.renders_anew() && !gate.is_doomed()) TRY(gate.renderer());
    auto* const renderer = gate.is_doomed() ? nullptr : gate.renderer_here();
    if (renderer == nullptr) return making.write_to(out);
    auto const made = TRY(making.written_and_drawn(*renderer));
    gate.budget().take_back(made.size());
    out.put(made);
    return {};
}

RuleList rules() { return list_rules(all_rules(), font_program_rules(), marks::url_rules(), xmp::rules()); }

}  // namespace scrub::engine::pdf
