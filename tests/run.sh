#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test.
#
#   tests/run.sh [--preset release|asan|tsan|concurrency] [what ctest takes, such as -R rules]
#
# concurrency: the ThreadSanitizer over the tests in which threads meet, and nothing else.
#
# The first build takes most of the time; what is built already is not built again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
preset=release
if [[ ${1:-} == --preset ]]; then
  preset=${2:?which preset}
  shift 2
fi

started=$SECONDS
case $preset in
  asan | tsan | concurrency) bash "$root/deploy/install-packages.sh" sanitizers ;;
  *) bash "$root/deploy/install-packages.sh" test ;;
esac
cd "$root"
echo "== build ($preset)"
cmake --preset "$preset" -DBUILD_TESTING=ON >/dev/null
cmake --build --preset "$preset"
echo "== test ($preset)"
ctest --preset "$preset" -j "$(nproc)" "$@"
printf '== everything passed (%s) in %d min %02d s\n' "$preset" $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60))
