/* scrub.h from C11. Every check that fails is told; the exit status is their number. */
#include <scrub/scrub.h>

#include <stdio.h>
#include <string.h>

static int failures = 0;

static void check(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    ++failures;
}
#define CHECK(condition) check((condition), #condition)

/* A red pixel with a text chunk that names somebody. */
static const uint8_t png[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01,
    0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x12, 0x74, 0x45, 0x58,
    0x74, 0x41, 0x75, 0x74, 0x68, 0x6f, 0x72, 0x00, 0x4a, 0x61, 0x6e, 0x65, 0x20, 0x51, 0x2e, 0x20, 0x52, 0x6f, 0x65, 0x9c,
    0xaa, 0x1c, 0x88, 0x00, 0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0xf8, 0xcf, 0xc0, 0x00, 0x00, 0x03,
    0x01, 0x01, 0x00, 0xf7, 0x03, 0x41, 0x43, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

static void nothing_comes_of_nothing(void) {
    CHECK(scrub_bytes(NULL, NULL, sizeof png, png) == NULL);
    CHECK(scrub_outcome_status(NULL) == SCRUB_FAILED);
    CHECK(!scrub_outcome_has_output(NULL));
    CHECK(strcmp(scrub_outcome_message(NULL), "") == 0);
    CHECK(scrub_outcome_bytes(NULL) == NULL);
    CHECK(scrub_outcome_findings(NULL) == 0);
    CHECK(!scrub_options_set_policy(NULL, "publish"));
    scrub_outcome_free(NULL);
    scrub_options_free(NULL);
    scrub_free(NULL);
}

static void options_take_known_names_only(void) {
    scrub_options *options = scrub_options_new();
    CHECK(scrub_options_set_policy(options, "intake"));
    CHECK(!scrub_options_set_policy(options, "spotless"));
    CHECK(!scrub_options_set_policy(options, NULL));
    CHECK(scrub_options_set_kind(options, "author", "remove"));
    CHECK(!scrub_options_set_kind(options, "content", "remove"));
    CHECK(!scrub_options_set_kind(options, "author", "frame"));
    CHECK(scrub_options_set_values(options, "full"));
    CHECK(!scrub_options_set_values(options, "some"));
    CHECK(scrub_options_set_limit(options, "seconds", 10));
    CHECK(!scrub_options_set_limit(options, "patience", 10));
    scrub_options_free(options);
}

static void bytes_are_scrubbed(scrub_scrubber *scrubber) {
    scrub_options *options = scrub_options_new();
    scrub_options_set_values(options, "full");
    scrub_options_set_hashes(options, 1);
    scrub_outcome *outcome = scrub_bytes(scrubber, options, sizeof png, png);
    CHECK(scrub_outcome_status(outcome) == SCRUB_SCRUBBED);
    CHECK(scrub_outcome_has_output(outcome));
    CHECK(scrub_outcome_size(outcome) == 69);
    CHECK(memcmp(scrub_outcome_bytes(outcome), png, 8) == 0);
    CHECK(strcmp(scrub_outcome_reason(outcome), "none") == 0);
    CHECK(strcmp(scrub_outcome_format(outcome), "png") == 0);
    CHECK(strcmp(scrub_outcome_extension(outcome), "png") == 0);
    CHECK(strlen(scrub_outcome_output_sha256(outcome)) == 64);
    CHECK(scrub_outcome_findings(outcome) == 1);

    scrub_finding finding = {sizeof finding};
    CHECK(scrub_outcome_finding(outcome, 0, &finding));
    CHECK(strcmp(finding.action, "removed") == 0);
    CHECK(strcmp(finding.value, "Jane Q. Roe") == 0);
    CHECK(finding.verified);
    CHECK(!scrub_outcome_finding(outcome, 1, &finding));
    scrub_finding of_an_older_header = {offsetof(scrub_finding, kind)};
    CHECK(scrub_outcome_finding(outcome, 0, &of_an_older_header));
    CHECK(of_an_older_header.code != NULL && of_an_older_header.kind == NULL);

    CHECK(strstr(scrub_outcome_json(outcome), "Jane Q. Roe") != NULL);
    CHECK(strlen(scrub_outcome_text(outcome, "es")) > 0);
    scrub_outcome_free(outcome);
    scrub_options_free(options);
}

static void trouble_is_in_the_outcome(scrub_scrubber *scrubber) {
    scrub_outcome *unknown = scrub_bytes(scrubber, NULL, 3, (const uint8_t *)"\x01\x00\x02");
    CHECK(scrub_outcome_status(unknown) == SCRUB_REFUSED);
    CHECK(strcmp(scrub_outcome_reason(unknown), "unsupported") == 0);
    CHECK(scrub_outcome_bytes(unknown) == NULL);
    scrub_outcome_free(unknown);

    scrub_outcome *missing = scrub_file(scrubber, NULL, "/there/is/no/such/file", "/nor/such/an/output");
    CHECK(scrub_outcome_status(missing) == SCRUB_FAILED);
    CHECK(strcmp(scrub_outcome_message(missing), "the input is not there") == 0);
    scrub_outcome_free(missing);

    scrub_outcome *inspected = scrub_inspect_bytes(scrubber, NULL, sizeof png, png);
    CHECK(scrub_outcome_status(inspected) == SCRUB_SCRUBBED);
    CHECK(scrub_outcome_size(inspected) == 0);
    scrub_outcome_free(inspected);
}

int main(int argc, char **argv) {
    scrub_scrubber *scrubber = scrub_new(argc > 1 ? argv[1] : NULL);
    CHECK(strlen(scrub_version()) > 0);
    nothing_comes_of_nothing();
    options_take_known_names_only();
    bytes_are_scrubbed(scrubber);
    trouble_is_in_the_outcome(scrubber);
    scrub_free(scrubber);
    return failures;
}
