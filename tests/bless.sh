#!/bin/bash
# bless.sh [FORMAT...] : rewrites the golden reports of the samples and the lists of rows that no sample hits, as the
# code behaves now. Look at the difference before you commit it. BUILD names the build folder (build/dev).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${BUILD:-$root/build/dev}
[ -e "$build/build.ninja" ] || cmake -S "$root" -B "$build" --preset dev >&2
ninja -C "$build" check_samples >&2
"$build/tests/samples/check_samples" bless "$@"
git -C "$root" status --short -- tests/formats
