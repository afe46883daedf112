#!/usr/bin/env bash
# The systemd units under a systemd that has booted: a copy of this machine in a container, in which the operations guide is
# followed, the server killed, backed up, restored and stopped, and what the units should keep it from is tried. By hand:
# it needs root, and Debian's packages systemd-container and dbus; nothing that it does outlives it.
#
#   tests/booted_units.sh FOLDER-OF-PROGRAMS
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(realpath "${1:?where are phancongd and phancong}")
((EUID == 0)) || { echo "booted_units: needs root" >&2; exit 2; }
command -v systemd-nspawn >/dev/null || { echo "booted_units: install systemd-container and dbus" >&2; exit 2; }

folder=$(mktemp -d)
mkdir "$folder/root" "$folder/trial"
trap 'umount "$folder/root" && rm -r "$folder"' EXIT
cp "$bin"/{phancongd,phancong} "$folder/trial/"
cp -r "$here/../deploy" "$folder/trial/deploy"
cp "$here/booted_units_inside.sh" "$folder/trial/inside.sh"
cat >"$folder/trial/trial.service" <<'UNIT'
[Unit]
Requires=multi-user.target
After=basic.target
SuccessAction=exit
FailureAction=exit
FailureActionExitStatus=1
[Service]
Type=oneshot
ExecStart=/trial/inside.sh
StandardOutput=append:/trial/out
StandardError=append:/trial/out
TimeoutStartSec=300
UNIT

# What is changed of the machine's files lies in memory, and goes with the container.
mount --bind / "$folder/root"
code=0
systemd-nspawn --quiet --register=no --keep-unit --private-network --link-journal=no --volatile=overlay \
  -D "$folder/root" --bind "$folder/trial:/trial" \
  --bind-ro "$folder/trial/trial.service:/etc/systemd/system/trial.service" \
  --boot -- --unit=trial.service >"$folder/boot" 2>&1 || code=$?
cat "$folder/trial/out" || cat "$folder/boot"
((code == 0)) && tail -1 "$folder/trial/out" | grep -qx 'everything passed' || {
  echo "booted_units: failed ($code)" >&2
  exit 1
}
