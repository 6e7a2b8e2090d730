#!/bin/bash
# test.sh [CTEST OPTIONS...] : installs what is missing, builds everything and runs all tests.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
"$root/tools/setup.sh" build test
"$root/tools/build.sh" release
cd "$root"
exec ctest --preset release -j "$(nproc)" "$@"
