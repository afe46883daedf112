#!/usr/bin/env bash
# The systemd units as a test: systemd understands them and what is dropped in beside them, they leave the programs no more of
# the machine than they need, and the programs know the options that they are started with.
#
#   tests/service_unit.sh PHANCONGD
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
deploy=$(dirname "$here")/deploy
programs=$(dirname "$(realpath "${1:?where is phancongd}")")
# In tenths: what systemd calls the exposure, from 0 (nothing) to 100. The server has a network, and sees the machine's
# programs.
greatest_exposure=12

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/phancongd.service.d"
# systemd looks whether the program is there.
for file in phancongd.service phancongd.service.d/mail.conf phancongd-backup.service phancongd-backup.timer \
  phancong-witness.service phancong-witness.timer; do
  sed "s@/usr/local/bin/@$programs/@" "$deploy/$file" >"$folder/$file"
done

fail() { echo "service_unit: $*" >&2; exit 1; }

# Where systemd warns, it exits with 0 all the same.
check() {
  local unit said
  for unit; do
    said=$(systemd-analyze verify --man=no "$folder/$unit" 2>&1) || fail "$unit: $said"
    [[ -z $said ]] || fail "$unit: $said"
    [[ $unit == *.service ]] || continue
    systemd-analyze security --offline=true --threshold=$greatest_exposure --no-pager "$folder/$unit" \
      >"$folder/exposure" || { grep '✗' "$folder/exposure"; fail "$unit is more exposed than it was"; }
    echo "$unit: $(tail -1 "$folder/exposure")"
  done
}
# Of a file, its last ExecStart.
start_of() {
  local line
  line=$(sed -e ':a' -e '/\\$/{N;s/\\\n//;ba}' "$folder/$1" | grep '^ExecStart=.' | tail -1)
  printf '%s\n' "${line#ExecStart=}"
}
# With its options, a database that is not there is what is missing: 1; 2 would be an option that is not known.
start() {
  local line code=0
  line=$(start_of "$1")
  line=${line//\/var\/lib\/phancong/$folder}
  # shellcheck disable=SC2086  # its words
  ${line//\/var\/backups\/phancong/$folder\/backups} >"$folder/said" 2>&1 || code=$?
  ((code == 1)) && grep -q "$folder/phancong.db" "$folder/said" || fail "$1: $(cat "$folder/said") ($code)"
}

# With its options, the key of a witness is what is missing.
start_witness() {
  local line
  line=$(start_of "$1")
  # shellcheck disable=SC2086  # its words
  ! ${line//\/var\/lib\/phancong-witness/$folder\/witness} >"$folder/said" 2>&1 &&
    grep -q 'phancong witness key --name' "$folder/said" || fail "$1: $(cat "$folder/said")"
}

start phancongd.service
start phancongd.service.d/mail.conf
start phancongd-backup.service
start_witness phancong-witness.service
check phancongd.service phancongd-backup.service phancongd-backup.timer phancong-witness.service phancong-witness.timer
rm -r "$folder/phancongd.service.d"
check phancongd.service
