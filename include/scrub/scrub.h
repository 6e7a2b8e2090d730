/*
 * libscrub in C: makes documents safe to handle and safe to publish. The same as scrub.hpp.
 *
 *     scrub_scrubber *scrubber = scrub_new(NULL);
 *     scrub_outcome *outcome = scrub_file(scrubber, NULL, "leak.docx", "leak.scrubbed.docx");
 *     if (!scrub_outcome_has_output(outcome)) fprintf(stderr, "%s\n", scrub_outcome_message(outcome));
 *     scrub_outcome_free(outcome);
 *     scrub_free(scrubber);
 *
 * No byte of a document is parsed in the calling process: each job runs in a process of its own.
 *
 * A handle belongs to the caller, who frees it. Every string and every byte that a function returns belongs to the
 * handle it was asked of and lives as long; all strings are UTF-8 and end with a zero. A function that gets NULL where a
 * handle is due does nothing and returns 0, NULL or "". A scrubber may be used from many threads at once; options and
 * outcomes by one at a time.
 */
#ifndef SCRUB_SCRUB_H
#define SCRUB_SCRUB_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

typedef struct scrub_scrubber scrub_scrubber; /* runs jobs; costs one helper process while it lives */
typedef struct scrub_options scrub_options;   /* how to treat a file */
typedef struct scrub_outcome scrub_outcome;   /* what became of a file */

/* How a job ended. An output exists for the first two only. */
typedef enum scrub_status {
    SCRUB_SCRUBBED = 0,      /* an output was made and verified */
    SCRUB_ALREADY_CLEAN = 1, /* the same, and it equals the input byte for byte */
    SCRUB_REFUSED = 2,       /* the file cannot be made safe; nothing was written */
    SCRUB_FAILED = 3         /* something went wrong outside the document, or a worker died; nothing was written */
} scrub_status;

/* Something that was found. New members come at the end: `size` says how many of them the caller knows. */
typedef struct scrub_finding {
    size_t size;        /* sizeof(scrub_finding), set by the caller */
    const char *code;   /* stable code of the rule: "JP-EXIF" */
    const char *kind;   /* what it is: "author"; see scrub.hpp, Kind */
    const char *action; /* what became of it: "kept", "removed", "unwrapped", "replaced", "flattened", "rerendered" */
    const char *path;   /* where it was */
    const char *why;    /* the rule's reason, one clause */
    const char *value;  /* as the options allow */
    uint64_t count;     /* how many of the same at that place */
    uint64_t bytes;     /* size in the input, all together; 0 when not applicable */
    int flagged;        /* kept, but a person should look at it */
    int verified;       /* a second, independent walk of the output confirmed the action */
} scrub_finding;

/* The version of the library, "0.1.0". */
const char *scrub_version(void);

/* A scrubber. `worker`: path of the worker program; NULL for the installed one. NULL when there is no memory. */
scrub_scrubber *scrub_new(const char *worker);
void scrub_free(scrub_scrubber *scrubber);

/* Options as they are by default: policy "publish", values "masked". NULL when there is no memory.
 * The functions below return 1, or 0 and change nothing when a name or a combination is not known. */
scrub_options *scrub_options_new(void);
void scrub_options_free(scrub_options *options);
/* "intake", "publish" or "pixels". Takes back what scrub_options_set_kind has set. */
int scrub_options_set_policy(scrub_options *options, const char *name);
/* What to do with a kind of thing: "keep", "keep_flagged" or "remove". */
int scrub_options_set_kind(scrub_options *options, const char *kind, const char *disposition);
/* How much of removed values the report tells: "none", "masked" or "full". */
int scrub_options_set_values(scrub_options *options, const char *name);
/* A limit by its name, as `scrub --help` lists them: "bytes_in", "seconds", "memory". */
int scrub_options_set_limit(scrub_options *options, const char *name, uint64_t value);
/* Refuse where a layer of the sandbox is missing. */
int scrub_options_set_require_isolation(scrub_options *options, int on);
/* Refuse a file with a page that cannot be vetted, instead of drawing that page anew as a picture. */
int scrub_options_set_no_rerender(scrub_options *options, int on);
/* Compute the SHA-256 of input and output. */
int scrub_options_set_hashes(scrub_options *options, int on);
/* scrub_file: replace an existing output (never the input). */
int scrub_options_set_overwrite(scrub_options *options, int on);

/* Jobs. `options` may be NULL. They return NULL when there is no memory; whatever else goes wrong is in the outcome. */

/* Scrubs bytes; the output is in the outcome. */
scrub_outcome *scrub_bytes(scrub_scrubber *scrubber, const scrub_options *options, size_t size, const uint8_t *input);
/* What scrub_bytes would find; no output. */
scrub_outcome *scrub_inspect_bytes(scrub_scrubber *scrubber, const scrub_options *options, size_t size, const uint8_t *input);
/* Scrubs a file into a new file, which appears when it is whole and verified, or not at all. */
scrub_outcome *scrub_file(scrub_scrubber *scrubber, const scrub_options *options, const char *input, const char *output);
/* What scrub_file would find. Writes nothing. */
scrub_outcome *scrub_inspect_file(scrub_scrubber *scrubber, const scrub_options *options, const char *input);

void scrub_outcome_free(scrub_outcome *outcome);
/* SCRUB_FAILED for NULL. */
scrub_status scrub_outcome_status(const scrub_outcome *outcome);
/* 1 when an output exists (of an inspection: would exist). */
int scrub_outcome_has_output(const scrub_outcome *outcome);
/* "none", "unsupported", "encrypted", "malformed", ...; see scrub.hpp, Reason. */
const char *scrub_outcome_reason(const scrub_outcome *outcome);
/* One sentence for people; empty when an output exists. */
const char *scrub_outcome_message(const scrub_outcome *outcome);
/* "png", "docx", ...; empty when not recognised. */
const char *scrub_outcome_format(const scrub_outcome *outcome);
/* The usual extension of the output, without a dot. */
const char *scrub_outcome_extension(const scrub_outcome *outcome);
/* The output of scrub_bytes: its size, and its bytes (NULL when there are none). */
size_t scrub_outcome_size(const scrub_outcome *outcome);
const uint8_t *scrub_outcome_bytes(const scrub_outcome *outcome);
/* Lower-case hexadecimal; empty unless asked for. */
const char *scrub_outcome_input_sha256(const scrub_outcome *outcome);
const char *scrub_outcome_output_sha256(const scrub_outcome *outcome);
/* The findings, in the order of the document. 0 when there is none of this index. */
size_t scrub_outcome_findings(const scrub_outcome *outcome);
int scrub_outcome_finding(const scrub_outcome *outcome, size_t index, scrub_finding *finding);
/* The report as JSON (docs/report.schema.json), and as text for people in "en" or "es". NULL when there is no memory. */
const char *scrub_outcome_json(scrub_outcome *outcome);
const char *scrub_outcome_text(scrub_outcome *outcome, const char *language);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif /* SCRUB_SCRUB_H */
