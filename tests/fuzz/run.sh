#!/usr/bin/env bash
# Fuzzes for long, by hand.
#
#   tests/fuzz/run.sh [--seconds N | --runs N] [TARGET…]
#
# Builds the preset asan and runs each target, or all of them, one after the other: a million inputs each where nothing
# is said. What the fuzzer found worth keeping is in build/asan/fuzz/TARGET, and the next run begins with it. An input
# that ends a target lies in tests/fuzz/corpus/TARGET as crash-…: with its cause mended it stays there, and every build
# plays it again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bound=-runs=1000000
case ${1:-} in
  --seconds) bound=-max_total_time=${2:?how many} && shift 2 ;;
  --runs) bound=-runs=${2:?how many} && shift 2 ;;
esac
declare -A most_bytes=([programme_file]=8192 [unions_csv]=1024 [client_files]=1024 [names]=256 [page_token]=256
  [signed_notes]=1024 [receipts]=4096 [proof_log]=4096 [command]=4096)
declare -A inputs=([programme_file]="$root/tests/programmes")
# Of what reaches so much, counting which features are rare takes longer than the calls do; and threads that hand memory
# to each other make the fuzzer look for leaks after nearly every input.
declare -A flags=([command]='-entropic=0 -reduce_inputs=0 -detect_leaks=0')
targets=("$@")
((${#targets[@]} > 0)) || targets=("${!most_bytes[@]}")

bash "$root/deploy/install-packages.sh" sanitizers
cd "$root"
cmake --preset asan -DBUILD_TESTING=ON >/dev/null
cmake --build --preset asan --target "${targets[@]/#/fuzz_}"
for target in "${targets[@]}"; do
  echo "== $target"
  mkdir -p "build/asan/fuzz/$target"
  # shellcheck disable=SC2086  # several flags in one word; a folder or none
  "build/asan/bin/fuzz_$target" "$bound" "-max_len=${most_bytes[$target]:?unknown target}" ${flags[$target]:-} -print_final_stats=1 \
    "-artifact_prefix=tests/fuzz/corpus/$target/" "build/asan/fuzz/$target" "tests/fuzz/corpus/$target" \
    ${inputs[$target]:-}
done
