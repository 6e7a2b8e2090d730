#!/bin/bash
# build.sh PRESET [TARGET...] : configures a preset where that has not been done, and builds what has changed.
# Reports steps on standard error; says nothing when there is nothing to do.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=$1
shift

cd "$root"
mkdir -p "build/$preset"
exec 9>"build/$preset/.lock"
flock 9  # two commands at once wait for each other

if [ ! -e "build/$preset/build.ninja" ]; then
  printf 'build: configuring %s\n' "$preset" >&2
  cmake --preset "$preset" >"build/$preset/configure.log" 2>&1 || { cat "build/$preset/configure.log" >&2; rm -f "build/$preset/build.ninja"; exit 1; }
  printf 'build: compiling; the first time takes some minutes\n' >&2
fi
# Each compiler takes up to 1.5 GB.
jobs=$(nproc)
by_memory=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo)
if [ "$by_memory" -ge 1 ] && [ "$by_memory" -lt "$jobs" ]; then jobs=$by_memory; fi
ninja -C "build/$preset" -j "$jobs" "$@" 9>&- | { grep --line-buffered -vE '^ninja: (Entering directory|no work to do)|Re-checking globbed directories' >&2 || true; }
