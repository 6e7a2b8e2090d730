#!/bin/bash
# setup.sh GROUP... : installs the packages of these groups of tools/packages that are missing. Says what it does on
# standard error. Does nothing, quickly, when all are there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf 'setup: %s\n' "$*" >&2; }

command -v dpkg-query >/dev/null || { say "this is no Debian system; see tools/packages for what is needed"; exit 0; }

wanted=()
for group in "$@"; do
  mapfile -t -O "${#wanted[@]}" wanted < <(awk -v group="$group" '$1 == group { print $2 }' "$here/packages")
done
# dpkg-query also fails when it does not know a package at all.
installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null | awk '$2 == "installed" { print $1 }' || true)
mapfile -t missing < <(printf '%s\n' "${wanted[@]}" | sort -u | grep -vxF -f <(printf '%s\n' "$installed" | sed '/^$/d') || true)
[ "${#missing[@]}" -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { say "these packages are missing, and installing them needs root or sudo: ${missing[*]}"; exit 1; }
  as_root=(sudo)
fi
say "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
run_apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" >&2; }
run_apt update || say "the package lists could not be refreshed; trying with those that are here"
run_apt install --no-install-recommends -y "${missing[@]}"
