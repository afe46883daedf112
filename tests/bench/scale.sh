#!/usr/bin/env bash
# How each figure grows from one federation of 60 unions to a national set: 2,000 federations of 60 unions and one of
# 5,000, ten of their programme's 20 indicators given to each union. That is 1,250,000 tasks; with --five-years, all 20
# in each of five rounds, 12,500,000.
#
#   tests/bench/scale.sh [--federations N] [--five-years] [--seconds N] [--keep DIR]
#
# Installs what is missing, builds, makes the sets through the server, measures them. Prints a table, and writes
# build/scale.json. What is kept in DIR is measured the next time, instead of being made.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bash "$root/deploy/install-packages.sh" bench
cd "$root"
cmake --preset release -DBUILD_TESTING=ON >/dev/null
cmake --build --preset release --target phancongd scale
build/bin/scale build/bin/phancongd --json build/scale.json "$@"
