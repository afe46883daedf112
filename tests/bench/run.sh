#!/usr/bin/env bash
# How fast the server is, beside others in the same run: etcd, a bare gRPC server, SQLite alone.
#
#   tests/bench/run.sh [--rows submit,get,list,progress,watch,issue,statement,disk,start,verify]
#                      [--rounds N] [--seconds N] [--unions N]
#
# Installs what is missing, builds, measures: all rows take some fifteen minutes. Prints a table, and writes
# build/bench.json.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bash "$root/deploy/install-packages.sh" bench
cd "$root"
cmake --preset release -DBUILD_TESTING=ON >/dev/null
cmake --build --preset release --target phancongd bench echo_server
build/bin/bench build/bin/phancongd build/bin/echo_server "$(command -v etcd)" --json build/bench.json "$@"
