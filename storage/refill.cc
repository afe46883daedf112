#include "storage/refill.h"

#include <vector>

#include "absl/functional/function_ref.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "storage/apply.h"
#include "storage/numbers.h"
#include "storage/schema.h"

namespace phancong::storage {
namespace {

// Replays a federation's entries into tables that hold nothing of it. `applied` is told how many came in each step.
absl::Status ReplayAll(WriteTransaction& tx, int64_t federation, absl::FunctionRef<void(int64_t)> applied) {
  // Those of before are not the facts of tables that are filled anew, and may have lost a text since.
  tx.facts().Close();
  Replay replay(tx, federation);
  int64_t next = 1;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries, ReadEntries(tx, federation, next, kEntriesAtOnce));
    if (entries.empty()) return absl::OkStatus();
    for (const StoredEntry& entry : entries) RETURN_IF_ERROR(replay.Apply(entry));
    next += static_cast<int64_t>(entries.size());
    applied(static_cast<int64_t>(entries.size()));
  }
}

}  // namespace

Replay::Replay(WriteTransaction& tx, int64_t federation)
    : tx_(tx), federation_(federation), before_(tx.facts()), tasks_(federation) {}

Replay::~Replay() { tx_.facts() = before_; }

absl::Status Replay::Apply(const StoredEntry& stored) {
  // What the entry before has changed stays, and may be kept from here on.
  tx_.facts() = FactsInView(&facts_);
  EntryContext entry;
  RETURN_IF_ERROR(BeginReplay(tx_, federation_, stored, entry));
  for (size_t i = 0; i < stored.events.size(); ++i) {
    const v1::Event& event = stored.events[i].event;
    tasks_.Recall(tx_, event);
    const absl::Status applied = storage::Apply(tx_, entry, event);
    if (applied.ok()) {
      tasks_.Remember(tx_, event);
      continue;
    }
    if (applied.code() == absl::StatusCode::kUnavailable) return applied;
    return absl::DataLossError(fmt::format(
        "journal_event (federation={}, revision={}, ordinal={}): không áp dụng lại được: {} / cannot be "
        "applied again: {}",
        federation_, entry.revision, i + 1, std::string(applied.message()), std::string(applied.message())));
  }
  return absl::OkStatus();
}

absl::Status Refill(WriteTransaction& tx, const std::function<void(int64_t, int64_t)>& progress) {
  ASSIGN_OR_RETURN(const int64_t all, QueryInt(tx, "SELECT COUNT(*) FROM journal_entry", {}));
  if (all == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<TableDeclaration> tables, DeclaredTables(tx));
  for (const TableDeclaration& table : tables) {
    if (table.kind != "projected") continue;
    RETURN_IF_ERROR(tx.Execute(fmt::format("DELETE FROM {}", table.name), {}));
  }
  ASSIGN_OR_RETURN(const Rows federations,
                   tx.Query("SELECT DISTINCT federation FROM journal_entry ORDER BY federation", {}));
  int64_t done = 0;
  for (const Row& row : federations) {
    RETURN_IF_ERROR(ReplayAll(tx, row.Int(0), [&](int64_t applied) {
      done += applied;
      if (progress) progress(done, all);
    }));
  }
  if (done != all) return absl::DataLossError("journal_entry: thiếu bút ghi / entries are missing");
  return absl::OkStatus();
}

absl::Status RefillFederation(WriteTransaction& tx, int64_t federation) {
  ASSIGN_OR_RETURN(const std::vector<TableDeclaration> tables, DeclaredTables(tx));
  for (const TableDeclaration& table : tables) {
    if (table.kind != "projected") continue;
    RETURN_IF_ERROR(tx.Execute(fmt::format("DELETE FROM {} WHERE federation = $1", table.name), {federation}));
  }
  return ReplayAll(tx, federation, [](int64_t) {});
}

}  // namespace phancong::storage
