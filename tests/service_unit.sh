#!/usr/bin/env bash
# The systemd unit as a test: systemd understands it and what is dropped in beside it, it leaves the server no more of the
# machine than it needs, and the server knows the options that it is started with.
#
#   tests/service_unit.sh PHANCONGD
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
deploy=$(dirname "$here")/deploy
program=$(realpath "${1:?where is phancongd}")
# In tenths: what systemd calls the exposure, from 0 (nothing) to 100. It has a network, and sees the machine's programs.
greatest_exposure=12

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/phancongd.service.d"
# systemd looks whether the program is there.
for file in phancongd.service phancongd.service.d/mail.conf; do
  sed "s@/usr/local/bin/phancongd@$program@" "$deploy/$file" >"$folder/$file"
done

fail() { echo "service_unit: $*" >&2; exit 1; }

# Where systemd warns, it exits with 0 all the same.
check() {
  local said
  said=$(systemd-analyze verify --man=no "$folder/phancongd.service" 2>&1) || fail "$said"
  [[ -z $said ]] || fail "$said"
  systemd-analyze security --offline=true --threshold=$greatest_exposure --no-pager "$folder/phancongd.service" \
    >"$folder/exposure" || { grep '✗' "$folder/exposure"; fail 'it is more exposed than it was'; }
  tail -1 "$folder/exposure"
}
# With the options of the last ExecStart of a file, a database that is not there is what is missing: 1; 2 would be an
# option that is not known.
start() {
  local line code=0
  line=$(sed -e ':a' -e '/\\$/{N;s/\\\n//;ba}' "$folder/$1" | grep '^ExecStart=.' | tail -1)
  line=${line#ExecStart=}
  # shellcheck disable=SC2086  # its words
  ${line//\/var\/lib\/phancong/$folder} >"$folder/said" 2>&1 || code=$?
  ((code == 1)) && grep -q "$folder/phancong.db" "$folder/said" || fail "$(cat "$folder/said") ($code)"
}

start phancongd.service
start phancongd.service.d/mail.conf
check
rm -r "$folder/phancongd.service.d"
check
