/* Scrubs bytes in memory, in C: reads standard input, writes standard output.   scrub_memory < leak.jpg > leak.scrubbed.jpg
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include <scrub/scrub.h>

static uint8_t *read_all(FILE *file, size_t *size) {
    size_t room = 1 << 16;
    uint8_t *bytes = malloc(room);
    *size = 0;
    while (bytes != NULL) {
        *size += fread(bytes + *size, 1, room - *size, file);
        if (*size < room) return bytes;
        room *= 2;
        uint8_t *more = realloc(bytes, room);
        if (more == NULL) free(bytes);
        bytes = more;
    }
    return NULL;
}

static void list_findings(const scrub_outcome *outcome) {
    for (size_t i = 0; i < scrub_outcome_findings(outcome); ++i) {
        scrub_finding finding = {.size = sizeof finding};
        if (scrub_outcome_finding(outcome, i, &finding)) fprintf(stderr, "%s\t%s\t%s\n", finding.action, finding.kind, finding.path);
    }
}

int main(void) {
    size_t size = 0;
    uint8_t *input = read_all(stdin, &size);
    scrub_scrubber *scrubber = scrub_new(NULL);
    scrub_options *options = scrub_options_new();
    int status = 1;
    if (input != NULL && scrub_options_set_policy(options, "publish")) {
        scrub_outcome *outcome = scrub_bytes(scrubber, options, size, input);
        list_findings(outcome);
        if (scrub_outcome_has_output(outcome)) status = fwrite(scrub_outcome_bytes(outcome), 1, scrub_outcome_size(outcome), stdout) == scrub_outcome_size(outcome) ? 0 : 1;
        else fprintf(stderr, "%s\n", scrub_outcome_message(outcome));
        scrub_outcome_free(outcome);
    }
    scrub_options_free(options);
    scrub_free(scrubber);
    free(input);
    return status;
}
