#!/usr/bin/env bash
# The contract as a test: buf lints the proto files and refuses what would break a client that is built already.
#
#   tests/contract.sh [BASE]   BASE: the commit to compare with; else HEAD where the proto files differ from it, else the
#                              commit before HEAD. Nothing to compare with (no git, no such commit) is not an error.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
tools=$root/build/npm

# As tests/package-lock.json pins it; fetched once.
if ! cmp -s "$here/package-lock.json" "$tools/installed.json"; then
  mkdir -p "$tools"
  cp "$here/package.json" "$here/package-lock.json" "$tools"
  (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$here/package-lock.json" "$tools/installed.json"
fi
buf=$tools/node_modules/.bin/buf

cd "$root/proto"
"$buf" lint
echo "contract: buf lint is content"

base=${1:-}
if [[ -z $base ]] && git -C "$root" rev-parse -q --verify HEAD >/dev/null 2>&1; then
  base=HEAD
  if [[ -z $(git -C "$root" status --porcelain -- proto) ]]; then
    base=HEAD~1
  fi
fi
if [[ -z $base ]] || ! git -C "$root" cat-file -e "$base:proto" 2>/dev/null; then
  echo "contract: there is no earlier contract to compare with"
  exit 0
fi
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
git -C "$root" archive "$base" proto | tar -x -C "$before"
"$buf" breaking --against "$before/proto"
echo "contract: nothing is broken since $(git -C "$root" rev-parse --short "$base")"
