#!/bin/bash
# run.sh SECONDS [TARGET...] : builds the fuzzers and runs each (or those named) for SECONDS, with the samples as seeds.
# Finds go to fuzz/crashes/TARGET/, where ctest replays them from then on. Ends with status 1 when there are any.
# CORPUS names a folder to keep what the fuzzers learn (build/fuzz/corpus).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
seconds=${1:?how many seconds for each target}
shift
"$root/tools/setup.sh" build fuzz
if [ $# -gt 0 ]; then targets=("$@"); "$root/tools/build.sh" fuzz "${targets[@]/#/fuzz_}"
else "$root/tools/build.sh" fuzz; mapfile -t targets < <(cd "$root/build/fuzz/fuzz" && for f in fuzz_*; do [ -x "$f" ] && [ -f "$f" ] && echo "${f#fuzz_}"; done); fi

corpus=${CORPUS:-$root/build/fuzz/corpus}
found=0
for target in "${targets[@]}"; do
  mkdir -p "$corpus/$target" "$root/fuzz/crashes/$target"
  seeds=("$corpus/$target")
  [ -d "$root/tests/formats/$target/samples" ] && seeds+=("$root/tests/formats/$target/samples")
  [ -d "$root/fuzz/crashes/$target" ] && seeds+=("$root/fuzz/crashes/$target")
  options=(-max_total_time="$seconds" -timeout=25 -rss_limit_mb=3000 -max_len=65536 -print_final_stats=1 -artifact_prefix="$root/fuzz/crashes/$target/")
  [ -e "$root/fuzz/dict/$target.dict" ] && options+=(-dict="$root/fuzz/dict/$target.dict")
  printf 'fuzz: %s for %s s\n' "$target" "$seconds" >&2
  log=$corpus/$target.log
  if ! "$root/build/fuzz/fuzz/fuzz_$target" "${options[@]}" "${seeds[@]}" >"$log" 2>&1; then
    found=1
    printf 'fuzz: %s found something; see %s\n' "$target" "$log" >&2
    grep -E "^$target:|ERROR|SUMMARY|runtime error|Test unit written" "$log" | head -5 >&2 || true
  fi
  grep -E 'stat::number_of_executed_units' "$log" >&2 || true
  rmdir --ignore-fail-on-non-empty "$root/fuzz/crashes/$target"
done
exit "$found"
