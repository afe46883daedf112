#!/usr/bin/env bash
# Installs what Debian 12 packages are missing, and does nothing where none is. The only list of packages there is.
#
#   deploy/install-packages.sh build        what is needed to build phancongd and phancong, and to play the demo
#   deploy/install-packages.sh test         that, and what the tests need
#   deploy/install-packages.sh sanitizers   that, and what the presets asan and tsan need
#   deploy/install-packages.sh bench        what the tests need, and what the server is measured beside
#
# Needs root or sudo only where something is missing.
set -euo pipefail

build=(
  g++ cmake ninja-build pkg-config
  protobuf-compiler protobuf-compiler-grpc libprotobuf-dev libgrpc++-dev grpc-proto
  libabsl-dev libfmt-dev libspdlog-dev libcli11-dev libcsv-dev libcurl4-openssl-dev libicu-dev libjemalloc-dev
  liblz4-dev libmagic-dev
  libsodium-dev libsqlite3-dev libsqlitecpp-dev libssl-dev libzxcvbn-dev prometheus-cpp-dev
  python3 tzdata
)
test=(
  git libgtest-dev libgmock-dev libprotoc-dev librapidcheck-dev openssl systemd
)
sanitizers=(
  clang-14 libclang-rt-14-dev llvm-14
)
bench=(
  etcd-server
)
# A program that may have come from elsewhere than Debian, and the packages that bring it.
declare -A programs=([npm]='nodejs npm ca-certificates')

case ${1:-} in
  build) packages=("${build[@]}") programs=() ;;
  test) packages=("${build[@]}" "${test[@]}") ;;
  sanitizers) packages=("${build[@]}" "${test[@]}" "${sanitizers[@]}") ;;
  bench) packages=("${build[@]}" "${test[@]}" "${bench[@]}") ;;
  *) sed -n '2,9p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) == ii* ]] || missing+=("$package")
done
for program in "${!programs[@]}"; do
  # shellcheck disable=SC2206  # several packages in one word
  command -v "$program" >/dev/null || missing+=(${programs[$program]})
done
((${#missing[@]} > 0)) || exit 0

echo "Cài đặt gói còn thiếu / installing what is missing: ${missing[*]}"
as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || { echo "Cần quyền root hoặc sudo / root or sudo is needed" >&2; exit 1; }
  as_root=(sudo)
fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt update
apt install --no-install-recommends "${missing[@]}"
