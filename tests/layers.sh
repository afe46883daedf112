#!/usr/bin/env bash
# The rules of the project that a compiler does not know, as a test: who may include whom, where SQL, gRPC, SQLite and
# the clock may be, what files may be called.
#
#   tests/layers.sh              prints each violation as file:line: [rule] text, and fails if there is one
#   tests/layers.sh --self-test  plants one violation of each rule in a temporary tree, and fails where one is not caught
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${LAYERS_ROOT:-$(dirname "$here")}

# Everything that is or may become part of the project, relative to the root.
list_files() {
  if [[ $(git -C "$root" rev-parse --show-toplevel 2>/dev/null) == "$root" ]]; then
    git -C "$root" ls-files --cached --others --exclude-standard | while IFS= read -r file; do
      [[ ! -f $root/$file ]] || printf '%s\n' "$file"
    done
  else
    (cd "$root" && find . -type f -not -path './.git/*' -not -path './build/*' | sed 's@^\./@@')
  fi | sort -u
}

# Prints what is in $lines (file:line:text) and matches: in which files, which text, in which files not.
rule() {
  local name=$1 where=$2 pattern=$3 except=${4:-^$}
  awk -v where="$where" -v except="$except" '
    { file = substr($0, 1, index($0, ":") - 1) }
    file ~ where && file !~ except' "$lines" |
    { grep -P "^[^:]*:[0-9]+:.*?(?:$pattern)" || true; } |
    sed -E "s@^([^:]*:[0-9]+):[[:space:]]*@\1: [$name] @" >>"$violations"
}

# Prints those of the listed files whose path matches.
path_rule() {
  local name=$1 pattern=$2 what=$3
  { grep -P "$pattern" "$files" || true; } | sed -E "s@\$@:1: [$name] $what@" >>"$violations"
}

check() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  files=$work/files lines=$work/lines violations=$work/violations
  : >"$violations"
  list_files >"$files"

  # Comments may speak of anything; what is left is file:line:text.
  { grep -E '\.(h|cc|sql|sh|py|proto|textproto|txt|cmake|json|md|yaml)$' "$files" || true; } |
    (cd "$root" && xargs -d '\n' -r awk '
      FILENAME ~ /\.(h|cc|proto)$/ { sub(/(^|[ \t])\/\/.*/, "") }
      FILENAME ~ /\.(sh|py|txt|cmake)$/ { sub(/(^|[ \t])#[^!].*/, "") }
      FILENAME ~ /\.sql$/ { sub(/--.*/, "") }
      /[^ \t]/ { print FILENAME ":" FNR ":" $0 }') >"$lines"

  local code='\.(h|cc)$'

  # Who may include whom. `rules`: proto messages only, and the libraries that its CMakeLists names.
  rule rules-are-a-leaf "^services/rules/.*$code" '#include "(?!services/rules/|phancong/v1/\w+\.pb\.h|google/|absl/|unicode/|fmt/|sodium\.h)'
  rule rules-are-pure "^services/rules/.*$code" '#include <(thread|mutex|shared_mutex|atomic|condition_variable|future|chrono|ctime|random|fstream|iostream|filesystem)>|\bthread_local\b|\bgetenv\b'
  rule storage-knows-the-rules-alone "^storage/.*$code" '#include "(services/(?!rules/)|client/|tests/)'
  rule store-knows-no-domain "^storage/(store\.h|sqlite/.*$code|postgres/.*$code)" '#include "services/|#include "phancong/'
  rule services-see-no-client "^services/.*$code" '#include "(client|tests)/'
  rule backend-is-chosen-in-serving "^(services|client|storage)/.*$code" '#include "storage/(sqlite|postgres)/' '^(services/serving|storage/sqlite|storage/postgres)/'
  rule client-sees-no-storage "^client/.*$code" '#include "storage/'
  rule client-sees-the-rules-alone "^client/.*$code" '#include "(services/(?!rules/)|tests/)'
  # The checker of proof packs agrees with the product only if it was written apart.
  rule proof-shares-the-messages-alone "^client/proof/.*$code" '#include "(?!client/proof/|phancong/v1/\w+\.pb\.h|google/|absl/|fmt/)'
  rule proof-is-nobody-elses "^(services|storage|client)/.*$code" '#include "client/proof/' '^client/proof/'
  rule includes-start-at-the-root "$code" '#include "\.\.?/'

  # What may be where.
  rule no-grpc-in-storage-or-rules "^(storage|services/rules)/.*$code" '\bgrpc(pp)?\b|\.grpc\.pb\.h'
  rule sqlite-in-its-folder "^(services|storage|client)/.*$code" '\bsqlite3(_\w+|\.h)|\bSQLite(Cpp)?(::|/)' '^storage/sqlite/'
  rule libpq-in-its-folder "^(services|storage|client)/.*$code" 'libpq|\bPQ[a-z]\w+\(' '^storage/postgres/'
  rule sql-in-storage "^(services|client)/.*$code" '("|\(|:)\s*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (UNIQUE )?(TABLE|INDEX)|DROP TABLE|PRAGMA|BEGIN IMMEDIATE|SAVEPOINT|WITH \w+ AS)\b'
  rule clock-in-its-file "^(services|storage|client)/.*$code" '\bsystem_clock\b|\bhigh_resolution_clock\b|absl::Now\(|absl::GetCurrentTime|(?<![\w.>:])(std::)?time\((nullptr|NULL|0|&)|\bgettimeofday\b|\bclock_gettime\b|\btimespec_get\b|\bgpr_now\b|strftime\(.*now|CURRENT_TIMESTAMP|\bdatetime\(' '^(services/serving|client/cli)/clock\.(h|cc)$'
  rule states-compared-in-the-machine "^(services|storage|client)/.*$code" '([=!]=\s*|case\s+)(\w+::)*TASK_STATE_(?!UNSPECIFIED)|TASK_STATE_(?!UNSPECIFIED)\w+\s*[=!]=' '^services/rules/task_machine\.(h|cc)$'
  rule states-compared-in-the-machine "^storage/.*\.cc$" "'(IN_PROGRESS|IN_REVIEW|RETURNED|SUSPENDED|ACCEPTED|NOT_MET|WITHDRAWN)'"
  # Faults kill programs at random moments of real time; that is their purpose.
  rule no-sleeps "\.(h|cc|sh|py)$" '\bsleep_(for|until)\b|\bSleepFor\b|\b(u|nano)sleep\b|\bsleep\s*\(|(^|[;|&{]|\bdo\b|\bthen\b)\s*sleep\s' '^tests/(layers\.sh$|faults/)'
  rule no-backend-switches "$code" '#\s*(el)?if(n?def)?\b(?!.*_H_$).*(SQLITE|sqlite|POSTGRES|postgres|LIBPQ)'
  rule one-dialect "^storage/(schema/.*\.sql|.*\.cc)$" '\bINSERT OR\b|\bREPLACE INTO\b|\bNOW\(\)|\bFOR UPDATE\b|\bSERIAL\b|\bAUTOINCREMENT\b|\bjson_\w+\(|\)\s*STRICT\b|\bVARCHAR\b|\bAUTO_INCREMENT\b' '^storage/(sqlite|postgres)/'
  rule finished-work '\.(h|cc|sql|sh|py|proto|textproto|txt|cmake|json|md|yaml)$' '\b(TODO|FIXME|XXX|HACK)\b' '^tests/(layers\.sh|package-lock\.json)$'

  # Comments are no place for unfinished work either.
  (cd "$root" && { grep -E "$code" "$files" || true; } |
    xargs -d '\n' -r grep -nE '//.*\b(TODO|FIXME|XXX|HACK)\b' /dev/null || true) |
    sed -E 's@^([^:]*:[0-9]+):[[:space:]]*@\1: [finished-work] @' >>"$violations"

  # What things are called, and where they stand.
  path_rule names-of-the-domain '(^|[/_.-])(manager|managers|helper|helpers|util|utils|impl|base|common|misc)([/_.-]|$)' 'name it after what it is'
  path_rule top-level-folders '^(?!(proto|services|storage|client|tests|deploy|\.ci)/)[^/]+/' 'no other top-level folder'

  sort -t: -k1,1 -k2,2n -u "$violations"
  [[ ! -s $violations ]]
}

plant() {
  mkdir -p "$tree/$(dirname "$2")"
  printf '%s\n' "$3" >>"$tree/$2"
  printf '%s %s\n' "$1" "$2" >>"$expected"
}

self_test() {
  tree=$(mktemp -d) expected=$(mktemp)
  trap 'rm -rf "$tree" "$expected"' EXIT

  # What keeps the rules is not complained about.
  mkdir -p "$tree"/{services/{rules,serving,tasks},storage/sqlite,client/cli,proto}
  printf '%s\n' '#include "services/rules/names.h"' '#include "absl/time/time.h"' '// grpc, SELECT, absl::Now() in a comment' \
    >"$tree/services/rules/names.cc"
  printf '%s\n' 'return state == v1::TASK_STATE_ISSUED;' >"$tree/services/rules/task_machine.cc"
  printf '%s\n' 'return std::chrono::system_clock::now();' >"$tree/services/serving/clock.cc"
  printf '%s\n' 'return absl::Now();' >"$tree/client/cli/clock.cc"
  printf '%s\n' '#include "services/rules/names.h"' '#include "storage/store.h"' 'tx.Query("SELECT 1 FROM task", {});' \
    'state = v1::TASK_STATE_UNSPECIFIED;' >"$tree/storage/tasks.cc"
  printf '%s\n' '#include <sqlite3.h>' 'sqlite3_step(s);' >"$tree/storage/sqlite/statement.cc"
  printf '%s\n' '#include "services/rules/names.h"' '#include "client/cli/verbs.h"' >"$tree/client/cli/verbs.cc"
  if ! LAYERS_ROOT=$tree bash "$here/layers.sh"; then
    echo "layers.sh --self-test: complained about a tree that keeps every rule" >&2
    exit 1
  fi

  plant rules-are-a-leaf services/rules/a1.cc '#include "storage/store.h"'
  plant rules-are-a-leaf services/rules/a2.cc '#include "phancong/v1/task_service.grpc.pb.h"'
  plant rules-are-pure services/rules/a3.cc '#include <mutex>'
  plant storage-knows-the-rules-alone storage/b1.cc '#include "services/serving/clock.h"'
  plant store-knows-no-domain storage/sqlite/b2.cc '#include "services/rules/names.h"'
  plant services-see-no-client services/tasks/c1.cc '#include "client/cli/table.h"'
  plant backend-is-chosen-in-serving services/tasks/c2.cc '#include "storage/sqlite/sqlite_store.h"'
  plant client-sees-no-storage client/cli/d1.cc '#include "storage/store.h"'
  plant client-sees-the-rules-alone client/cli/d2.cc '#include "services/serving/clock.h"'
  plant proof-shares-the-messages-alone client/proof/d4.cc '#include "services/rules/merkle.h"'
  plant proof-shares-the-messages-alone client/proof/d5.cc '#include "client/cli/table.h"'
  plant proof-shares-the-messages-alone client/proof/d6.cc '#include "phancong/v1/journal_service.grpc.pb.h"'
  plant proof-is-nobody-elses client/cli/d7.cc '#include "client/proof/notes.h"'
  plant includes-start-at-the-root client/cli/d3.cc '#include "../cli/table.h"'
  plant no-grpc-in-storage-or-rules storage/e1.cc 'grpc::Status Answer();'
  plant sqlite-in-its-folder storage/e2.cc 'sqlite3_step(statement);'
  plant sqlite-in-its-folder services/serving/e3.cc '#include <SQLiteCpp/SQLiteCpp.h>'
  plant libpq-in-its-folder storage/e4.cc '#include <libpq-fe.h>'
  plant sql-in-storage services/tasks/f1.cc 'tx.Query("SELECT state FROM task", {});'
  plant sql-in-storage client/cli/f2.cc 'const char* kSql = R"sql(DELETE FROM task)sql";'
  plant clock-in-its-file services/tasks/g1.cc 'const auto now = std::chrono::system_clock::now();'
  plant clock-in-its-file storage/g2.cc 'const absl::Time now = absl::Now();'
  plant clock-in-its-file services/rules/g3.cc 'const time_t now = time(nullptr);'
  plant states-compared-in-the-machine services/tasks/h1.cc 'if (task.state == v1::TASK_STATE_ACCEPTED) return;'
  plant states-compared-in-the-machine client/cli/h2.cc '    case v1::TASK_STATE_ISSUED:'
  plant states-compared-in-the-machine storage/h3.cc "tx.Query(\"SELECT 1 FROM task WHERE state = 'ACCEPTED'\", {});"
  plant no-sleeps tests/services/i1.cc 'std::this_thread::sleep_for(kLong);'
  plant no-sleeps deploy/i2.sh 'while true; do sleep 1; done'
  plant no-backend-switches storage/j1.cc '#ifdef PHANCONG_SQLITE'
  plant one-dialect storage/k1.cc 'tx.Execute("INSERT OR REPLACE INTO task VALUES ($1)", {});'
  plant one-dialect storage/schema/k2.sql 'CREATE TABLE task (id SERIAL);'
  plant finished-work services/tasks/l1.cc 'int x = 0;  // TODO: more'
  plant finished-work deploy/l2.md 'FIXME'
  plant names-of-the-domain services/tasks/task_manager.cc 'int x;'
  plant names-of-the-domain services/common/words.cc 'int x;'
  plant top-level-folders scripts/run.sh 'true'

  local found failed=0
  found=$(LAYERS_ROOT=$tree bash "$here/layers.sh" || true)
  while read -r name file; do
    if ! grep -qE "^${file//./\\.}:[0-9]+: \[$name\]" <<<"$found"; then
      echo "layers.sh --self-test: [$name] planted in $file was not caught" >&2
      failed=1
    fi
  done <"$expected"
  local rules
  rules=$({ grep -oP '^  (path_)?rule \K[a-z-]+' "$here/layers.sh" || true; } | sort -u)
  for name in $rules; do
    if ! grep -q "^$name " "$expected"; then
      echo "layers.sh --self-test: nothing is planted for [$name]" >&2
      failed=1
    fi
  done
  ((failed == 0)) && echo "layers.sh --self-test: each of $(wc -l <"$expected") planted violations was caught"
}

case ${1:-} in
  '') check ;;
  --self-test) self_test ;;
  *) sed -n '2,7p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
