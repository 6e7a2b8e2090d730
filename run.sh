#!/bin/bash
# run.sh ARGS... : installs what is missing, builds what has changed, and runs scrub with ARGS in the caller's folder.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
"$root/tools/setup.sh" build
"$root/tools/build.sh" release programs
exec "$root/build/release/scrub" "$@"
