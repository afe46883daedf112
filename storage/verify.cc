#include "storage/verify.h"

#include <array>
#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>

#include "absl/functional/function_ref.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "services/rules/propagate.h"
#include "storage/compared_tables.h"
#include "storage/difference.h"
#include "storage/erasure.h"
#include "storage/federations.h"
#include "storage/journal.h"
#include "storage/numbers.h"
#include "storage/recomputed_totals.h"
#include "storage/refill.h"
#include "storage/schema.h"
#include "storage/walked_log.h"

namespace phancong::storage {
namespace {

// By which people look for tasks and the like; nothing that is replayed does.
constexpr std::array<std::string_view, 14> kIndexesOfLists = {"evidence_file_by_union",
                                                              "extension_by_request",
                                                              "finding_by_state",
                                                              "inspection_by_change",
                                                              "inspection_by_conclusion",
                                                              "inspection_by_end",
                                                              "inspection_by_state",
                                                              "inspection_by_union",
                                                              "rating_by_change",
                                                              "remedy_evidence_by_file",
                                                              "task_by_assignee",
                                                              "task_by_change",
                                                              "task_by_due",
                                                              "task_by_state"};

class Verification {
 public:
  // `tx` is a snapshot of `store`.
  Verification(Store& store, ReadTransaction& tx, const std::vector<Store*>& empties,
               const std::function<void(int64_t, int64_t)>& progress)
      : store_(store), tx_(tx), empties_(empties), progress_(progress) {}

  // DATA_LOSS where there is a difference.
  absl::Status Run() {
    RETURN_IF_ERROR(CheckShapes());
    RETURN_IF_ERROR(List());
    absl::Status replays;
    absl::Status rest;
    if (empties_.size() == 1) {
      replays = VerifyFederations(tx_, *empties_[0]);
      if (!stopped_) rest = CheckTheRest();
    } else {
      replays = VerifySideBySide([&] { rest = CheckTheRest(); });
    }
    for (Found& found : found_) {
      RETURN_IF_ERROR(found.outcome);
      ++report_.federations;
      report_.entries += found.head.revision;
      report_.rows_compared += found.rows_compared;
      report_.totals_recomputed += found.totals_recomputed;
      report_.heads.push_back(std::move(found.head));
    }
    RETURN_IF_ERROR(replays);
    return rest;
  }

  [[nodiscard]] VerifyReport& report() { return report_; }

 private:
  // What was found of one federation.
  struct Found {
    absl::Status outcome;
    VerifyReport::LogHead head;
    int64_t rows_compared = 0;
    int64_t totals_recomputed = 0;
  };

  absl::Status CheckShapes() {
    for (Store* const empty : empties_) {
      RETURN_IF_ERROR(empty->Read([this](ReadTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const std::vector<FederationRow> federations, ListFederations(tx));
        if (!federations.empty()) return absl::FailedPreconditionError("the store to replay into is not empty");
        ASSIGN_OR_RETURN(shapes_, Shapes(tx));
        return absl::OkStatus();
      }));
    }
    for (const TableShape& shape : shapes_) {
      ASSIGN_OR_RETURN(const std::vector<std::string> columns, tx_.Columns(shape.declaration.name));
      if (columns != shape.columns) {
        return Differs(shape.declaration.name, fmt::format("các cột là ({})", fmt::join(columns, ", ")),
                       fmt::format("the columns should be ({})", fmt::join(shape.columns, ", ")));
      }
    }
    return absl::OkStatus();
  }

  absl::Status List() {
    ASSIGN_OR_RETURN(entries_in_all_, QueryInt(tx_, "SELECT COUNT(*) FROM journal_entry", {}));
    ASSIGN_OR_RETURN(const Rows federations, tx_.Query("SELECT DISTINCT federation FROM journal_entry", {}));
    std::set<int64_t> numbers;
    for (const Row& row : federations) {
      const auto* number = std::get_if<int64_t>(&row.values()[0]);
      if (number == nullptr) {
        return Differs("journal_entry", fmt::format("federation là {}", Shown(row.values()[0])),
                       fmt::format("federation is {}", Shown(row.values()[0])));
      }
      numbers.insert(*number);
    }
    federations_.assign(numbers.begin(), numbers.end());
    found_.resize(federations_.size());
    return absl::OkStatus();
  }

  // Each on a thread and a snapshot of its own; `meanwhile` is done on this one. The first error of a store.
  absl::Status VerifySideBySide(absl::FunctionRef<void()> meanwhile) {
    std::vector<absl::Status> replays(empties_.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < empties_.size(); ++i) {
      threads.emplace_back([this, i, &replays] {
        replays[i] = store_.Read([&](ReadTransaction& tx) { return VerifyFederations(tx, *empties_[i]); });
      });
    }
    meanwhile();
    for (std::thread& thread : threads) thread.join();
    for (const absl::Status& replay : replays) RETURN_IF_ERROR(replay);
    return absl::OkStatus();
  }

  // In turn, the smallest numbers first: so where one stops all, those before it are looked at. All that is replayed is
  // one transaction: each commit would look at all pages that are not written yet.
  absl::Status VerifyFederations(ReadTransaction& tx, Store& empty) {
    return empty.Write([&](WriteTransaction& replayed) {
      while (!stopped_) {
        const size_t next = next_++;
        if (next >= federations_.size()) break;
        found_[next].outcome = VerifyFederation(tx, replayed, federations_[next], found_[next]);
        if (!found_[next].outcome.ok()) stopped_ = true;
      }
      return absl::OkStatus();
    });
  }

  absl::Status VerifyFederation(ReadTransaction& tx, WriteTransaction& replayed, int64_t federation, Found& found) {
    WalkedLog log(federation);
    Replay replay(replayed, federation);
    ASSIGN_OR_RETURN(std::vector<StoredEntry> entries, ReadAndWalk(tx, federation, log));
    while (!entries.empty()) {
      const bool is_last = static_cast<int64_t>(entries.size()) < kEntriesAtOnce;
      // While these are applied, the next are read and hashed.
      std::future<absl::StatusOr<std::vector<StoredEntry>>> next;
      if (!is_last) next = std::async(std::launch::async, [&] { return ReadAndWalk(tx, federation, log); });
      for (const StoredEntry& entry : entries) RETURN_IF_ERROR(replay.Apply(entry));
      found.head.federation = entries[0].header.federation();
      Tell(static_cast<int64_t>(entries.size()));
      if (is_last) break;
      ASSIGN_OR_RETURN(entries, next.get());
    }
    RETURN_IF_ERROR(log.End(tx));
    found.head.revision = log.revision();
    found.head.root = log.Root();
    RETURN_IF_ERROR(CheckErasures(replayed, federation, log.gone()));
    for (const TableShape& shape : shapes_) {
      if (shape.declaration.kind != "projected") continue;
      ASSIGN_OR_RETURN(const int64_t compared, CompareRows(shape, federation, tx, replayed));
      found.rows_compared += compared;
    }
    ASSIGN_OR_RETURN(found.totals_recomputed, RecomputeTotals(tx, federation));
    return absl::OkStatus();
  }

  // The entries behind those that were walked through.
  static absl::StatusOr<std::vector<StoredEntry>> ReadAndWalk(ReadTransaction& tx, int64_t federation, WalkedLog& log) {
    ASSIGN_OR_RETURN(std::vector<StoredEntry> entries, ReadEntries(tx, federation, log.revision() + 1, kEntriesAtOnce));
    RETURN_IF_ERROR(log.Walk(entries));
    return entries;
  }

  void Tell(int64_t entries) {
    const std::lock_guard lock(telling_);
    entries_told_ += entries;
    if (progress_) progress_(entries_told_, entries_in_all_);
  }

  // Texts that are gone are those of which the journal, as replayed, says that they were erased.
  static absl::Status CheckErasures(ReadTransaction& replayed, int64_t federation, std::set<TextPlace> gone) {
    ASSIGN_OR_RETURN(const std::vector<TextPlace> erased, ErasedTexts(replayed, federation));
    for (const TextPlace& place : erased) {
      if (gone.erase(place) != 0) continue;
      return Differs(PartAt("journal_text", federation, place.revision, static_cast<size_t>(place.ordinal)),
                     "đã có quyết định xóa mà nội dung vẫn còn",
                     "an entry records that it was erased, and it is there");
    }
    if (gone.empty()) return absl::OkStatus();
    return Differs(
        PartAt("journal_text", federation, gone.begin()->revision, static_cast<size_t>(gone.begin()->ordinal)),
        "nội dung đã mất, không có lần xóa nào được ghi", "erased, and no entry records it");
  }

  // What is of no federation; and the indexes, behind which a row that was changed in the file alone may hide.
  absl::Status CheckTheRest() {
    const std::set<int64_t> known(federations_.begin(), federations_.end());
    for (const TableShape& shape : shapes_) {
      if (shape.declaration.kind != "operational") RETURN_IF_ERROR(CheckFederations(tx_, shape, known));
    }
    return tx_.CheckIntegrity();
  }

  Store& store_;
  ReadTransaction& tx_;
  const std::vector<Store*>& empties_;
  const std::function<void(int64_t, int64_t)>& progress_;
  VerifyReport report_;
  std::vector<TableShape> shapes_;
  std::vector<int64_t> federations_;
  int64_t entries_in_all_ = 0;

  std::atomic<size_t> next_ = 0;
  std::atomic<bool> stopped_ = false;
  std::vector<Found> found_;  // of each federation, by the thread that took it
  std::mutex telling_;
  int64_t entries_told_ = 0;  // guarded by telling_
};

}  // namespace

absl::StatusOr<VerifyReport> Verify(Store& store, const std::vector<Store*>& empties,
                                    const std::function<void(int64_t, int64_t)>& progress) {
  VerifyReport report;
  const absl::Status outcome = store.Read([&](ReadTransaction& tx) {
    Verification verification(store, tx, empties, progress);
    absl::Status run = verification.Run();
    report = std::move(verification.report());
    return run;
  });
  if (outcome.code() == absl::StatusCode::kDataLoss) {
    report.first_difference = std::string(outcome.message());
    return report;
  }
  if (!outcome.ok()) return outcome;
  return report;
}

absl::StatusOr<VerifyReport> Verify(Store& store, Store& empty, const std::function<void(int64_t, int64_t)>& progress) {
  return Verify(store, std::vector<Store*>{&empty}, progress);
}

absl::Status PrepareToReplay(Store& store) {
  RETURN_IF_ERROR(Migrate(store));
  return store.Write([](WriteTransaction& tx) -> absl::Status {
    for (const std::string_view index : kIndexesOfLists) {
      RETURN_IF_ERROR(tx.Execute(fmt::format("DROP INDEX {}", index), {}));
    }
    return absl::OkStatus();
  });
}

}  // namespace phancong::storage
