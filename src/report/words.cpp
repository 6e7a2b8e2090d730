// The words of the report in each language: one row each, English beside Spanish.
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace scrub::words {
namespace {

struct Pair {
    std::string_view english;
    std::string_view spanish;

    constexpr std::string_view in(Language language) const { return language == Language::spanish ? spanish : english; }
};

struct PhraseRow {
    Phrase phrase;
    Pair text;
};

constexpr PhraseRow kPhrases[] = {
    {Phrase::scrubbed, {"Scrubbed", "Depurado"}},
    {Phrase::already_clean, {"Nothing to remove: the output equals the input", "Nada que quitar: la salida es igual a la entrada"}},
    {Phrase::inspected, {"Inspected; nothing was written", "Inspeccionado; no se ha escrito nada"}},
    {Phrase::nothing_found, {"Inspected; nothing to remove was found", "Inspeccionado; no se ha encontrado nada que quitar"}},
    {Phrase::refused, {"Refused", "Rechazado"}},
    {Phrase::failed, {"Failed", "Error"}},
    {Phrase::nothing_written, {"Nothing was written.", "No se ha escrito nada."}},
    {Phrase::removed, {"Removed", "Eliminado"}},
    {Phrase::would_be_removed, {"Scrubbing would remove", "Al depurar se eliminaría"}},
    {Phrase::look_at, {"Kept, and a person must look at it", "Conservado, y una persona debe revisarlo"}},
    {Phrase::kept, {"Kept, as the policy says", "Conservado, como indica la política"}},
    {Phrase::residue, {"Removed elsewhere, but still to be read in the document", "Eliminado en otras partes, pero aún legible en el documento"}},
    {Phrase::residue_more, {"Decide whether these words may stay in what is published.", "Decida si estas palabras pueden quedar en lo que se publica."}},
    {Phrase::lost, {"A reader of the output misses", "El lector de la salida ya no verá"}},
    {Phrase::not_inspected, {"Nothing looked into", "Nadie ha mirado dentro de"}},
    {Phrase::remarks, {"Also", "Además"}},
    {Phrase::before_after, {"Before and after", "Antes y después"}},
    {Phrase::unchanged, {"unchanged", "sin cambios"}},
    {Phrase::no_tool_can_judge, {"No tool can judge", "Ningún programa puede juzgar"}},
    {Phrase::and_more, {"and {} more", "y {} más"}},
    {Phrase::omitted, {"{} further findings are not listed", "{} hallazgos más no se enumeran"}},
    {Phrase::verified, {"A second process read the output again and found nothing left to remove.", "Un segundo proceso volvió a leer la salida y no encontró nada que quitar."}},
    {Phrase::not_verified, {"The output was not confirmed by a second process.", "Ningún segundo proceso ha confirmado la salida."}},
    {Phrase::promise_publish, {"No identifying data that scrub knows of remains.", "No queda ningún dato identificativo que scrub conozca."}},
    {Phrase::promise_but, {"Beyond what is listed above, no identifying data that scrub knows of remains.", "Aparte de lo que se enumera arriba, no queda ningún dato identificativo que scrub conozca."}},
    {Phrase::promise_intake, {"Data that identifies people was kept on purpose: do not publish this output.", "Los datos que identifican a personas se han conservado a propósito: no publique esta salida."}},
    {Phrase::policy, {"Policy", "Política"}},
    {Phrase::isolation, {"Isolation", "Aislamiento"}},
    {Phrase::no_isolation, {"none: this system offers no layer of protection", "ninguno: este sistema no ofrece ninguna capa de protección"}},
    {Phrase::hashes, {"SHA-256", "SHA-256"}},
    {Phrase::none, {"nothing", "nada"}},
};
static_assert(std::size(kPhrases) == static_cast<std::size_t>(Phrase::last) + 1);
static_assert(std::is_sorted(std::begin(kPhrases), std::end(kPhrases), [](PhraseRow const& a, PhraseRow const& b) { return a.phrase < b.phrase; }));

struct LabelRow {
    Kind kind;
    Pair text;
};

constexpr LabelRow kLabels[] = {
    {Kind::content, {"content", "contenido"}},
    {Kind::structure, {"structure of the file", "estructura del archivo"}},
    {Kind::presentation, {"layout", "presentación"}},
    {Kind::author, {"names of people", "nombres de personas"}},
    {Kind::organisation, {"companies and departments", "empresas y departamentos"}},
    {Kind::timestamp, {"dates and times", "fechas y horas"}},
    {Kind::location, {"places and GPS positions", "lugares y posiciones GPS"}},
    {Kind::device, {"cameras, printers and other devices", "cámaras, impresoras y otros aparatos"}},
    {Kind::software, {"programs and their settings", "programas y sus ajustes"}},
    {Kind::path, {"file, folder and server names", "nombres de archivos, carpetas y servidores"}},
    {Kind::identifier, {"serial numbers and other identifiers", "números de serie y otros identificadores"}},
    {Kind::metadata, {"other data about the document", "otros datos sobre el documento"}},
    {Kind::comment, {"comments and remarks", "comentarios y observaciones"}},
    {Kind::revision, {"tracked changes and earlier versions", "cambios registrados y versiones anteriores"}},
    {Kind::hidden_content, {"content that a reader does not see", "contenido que el lector no ve"}},
    {Kind::thumbnail, {"small preview pictures", "imágenes de vista previa"}},
    {Kind::form_data, {"values filled into forms", "valores rellenados en formularios"}},
    {Kind::signature, {"digital signatures and signed provenance", "firmas digitales y procedencia firmada"}},
    {Kind::watermark, {"visible marks of one copy", "marcas visibles de una copia"}},
    {Kind::tracking_mark, {"covert marks of one copy", "marcas encubiertas de una copia"}},
    {Kind::colour_profile, {"colour profiles", "perfiles de color"}},
    {Kind::hyperlink, {"links", "enlaces"}},
    {Kind::external_reference, {"references that load by themselves", "referencias que se cargan solas"}},
    {Kind::active_content, {"scripts, macros and actions", "scripts, macros y acciones"}},
    {Kind::embedded_file, {"files inside the file", "archivos dentro del archivo"}},
    {Kind::slack, {"bytes that belong to nothing", "bytes que no pertenecen a nada"}},
    {Kind::unknown, {"things that no rule knows", "elementos que ninguna regla conoce"}},
};
static_assert(std::size(kLabels) == kKindCount);
static_assert(std::is_sorted(std::begin(kLabels), std::end(kLabels), [](LabelRow const& a, LabelRow const& b) { return a.kind < b.kind; }));

struct ClauseRow {
    Reason reason;
    Pair text;
};

constexpr ClauseRow kClauses[] = {
    {Reason::none, {"", ""}},
    {Reason::unsupported, {"this is not a kind of file that scrub can treat", "este tipo de archivo no se puede tratar con scrub"}},
    {Reason::encrypted, {"the file is encrypted", "el archivo está cifrado"}},
    {Reason::malformed, {"the file is damaged or breaks the rules of its format", "el archivo está dañado o incumple las reglas de su formato"}},
    {Reason::truncated, {"the file ends early", "el archivo está incompleto"}},
    {Reason::over_budget, {"the file asks for more than a limit allows", "el archivo exige más de lo que permite un límite"}},
    {Reason::residue, {"a removed value still stood where no reader sees it", "un valor eliminado seguía donde ningún lector lo ve"}},
    {Reason::verify_failed, {"the verification of the output found something left", "la verificación de la salida encontró restos"}},
    {Reason::no_isolation, {"the sandbox is not to be had", "no se dispone del aislamiento exigido"}},
    {Reason::io_error, {"reading or writing failed", "no se pudo leer o escribir"}},
    {Reason::exists, {"the output exists already", "la salida ya existe"}},
    {Reason::worker_died, {"the worker that read the file died", "el proceso que leía el archivo murió"}},
    {Reason::internal_error, {"a fault of scrub itself", "un fallo del propio scrub"}},
};
static_assert(std::size(kClauses) == static_cast<std::size_t>(Reason::internal_error) + 1);
static_assert(std::is_sorted(std::begin(kClauses), std::end(kClauses), [](ClauseRow const& a, ClauseRow const& b) { return a.reason < b.reason; }));

constexpr Pair kSentences[] = {
#include "report/spanish.inc"
};
static_assert(std::is_sorted(std::begin(kSentences), std::end(kSentences), [](Pair const& a, Pair const& b) { return a.english < b.english; }),
              "the rows of spanish.inc are sorted");

Pair const* find(std::string_view english) noexcept {
    auto const* const row = std::lower_bound(std::begin(kSentences), std::end(kSentences), english, [](Pair const& p, std::string_view e) { return p.english < e; });
    return row != std::end(kSentences) && row->english == english ? row : nullptr;
}

}  // namespace

Language language_from(std::string_view code) noexcept { return code == "es" ? Language::spanish : Language::english; }

std::string_view phrase(Phrase phrase, Language language) noexcept { return kPhrases[static_cast<std::size_t>(phrase)].text.in(language); }

std::string_view label(Kind kind, Language language) noexcept { return kLabels[static_cast<std::size_t>(kind)].text.in(language); }

std::string_view clause(Reason reason, Language language) noexcept { return kClauses[static_cast<std::size_t>(reason)].text.in(language); }

std::string translated(std::string_view english, Language language) {
    if (language == Language::english) return std::string(english);
    if (auto const* const row = find(english)) return std::string(row->spanish);
    // The engine adds a place to some sentences: "the picture ends early (at byte 12)".
    if (auto const at = english.rfind(" (at byte "); at != std::string_view::npos)
        return translated(english.substr(0, at), language) + " (byte " + std::string(english.substr(at + 10));
    return std::string(english);
}

bool has_spanish(std::string_view english) noexcept { return find(english) != nullptr; }

}  // namespace scrub::words
