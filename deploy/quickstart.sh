#!/usr/bin/env bash
# From a fresh Debian 12 to a played year: installs what is missing, builds the server, the client and the checker of proof
# packs into build/ (Release), makes a demo database in a temporary folder, plays the year 2025 of the real programme, and
# shows how far it is.
#
#   deploy/quickstart.sh [--serve] [--lang vi|en] [--folder FOLDER]
#
#   --serve    leave the server running at the end, and say how to sign in as each of the three bodies
#   --folder   keep database, passwords and profiles there, instead of a temporary folder
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
options=("$@")
while (($# > 0)); do
  case $1 in
    --serve) shift ;;
    --lang | --folder) shift 2 ;;
    *) sed -n '2,8p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
done

started=$SECONDS
bash "$root/deploy/install-packages.sh" build
echo "== Biên dịch / build: $root/build"
cd "$root"
# The tests need more packages; tests/run.sh adds them to the same folder.
if [[ -f build/CMakeCache.txt ]]; then
  cmake --preset release >/dev/null
else
  cmake --preset release -DBUILD_TESTING=OFF >/dev/null
fi
cmake --build --preset release --target phancongd phancong phancong-proof
echo "== Năm 2025 của chương trình / the programme's year 2025"
bash deploy/demo/play.sh --bin build/bin "${options[@]}"
printf '\n== %d min %02d s\n' $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60))
