// To whom an event may be shown as it is stored: with every field and every text that it names, for ever, in a file
// that is passed on. So it is shown to fewer than may read of it in words, and what is not known to be somebody's is
// not shown to them.
#ifndef PHANCONG_SERVICES_JOURNAL_DISCLOSURE_H_
#define PHANCONG_SERVICES_JOURNAL_DISCLOSURE_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/serving/command.h"
#include "storage/journal.h"

namespace phancong::journal {

// What one reader may be shown, by the snapshot that they read. Not kept beyond the body that makes it.
//
// Whoever gave a command, themselves or through a delegate, is shown all that it did; a delegate what they did
// themselves, and not what the other did otherwise. Who reads the whole federation (rules::Reach) is shown what is not
// the Inspection Committee's own; people of a union what is of their union, or of a task or an inspection of it, and
// names no other unit; anybody what GetCheckpoint says to anybody. Events that were erased are shown to nobody.
class Disclosure {
 public:
  explicit Disclosure(serving::ReadContext& read);

  // Of the event at `index` of an entry of the reader's federation. Errors are the store's.
  [[nodiscard]] absl::StatusOr<bool> MayBeShown(const storage::StoredEntry& entry, size_t index);
  // Whether it may be shown to them whoever gave the command. Then it may also be told with the names that things have
  // now; who only gave the command may have no part any more in what it was about.
  [[nodiscard]] absl::StatusOr<bool> IsOfReader(const v1::Event& event);

 private:
  // What of an inspection an event tells.
  enum class Tells { kCourse, kChecks };

  [[nodiscard]] bool IsOfUnion(int64_t union_number) const;
  absl::StatusOr<bool> IsOfTask(int64_t task);
  [[nodiscard]] bool IsIssuedToUnit(const v1::ItemIssued& issued) const;
  absl::StatusOr<bool> AreOfUnit(const v1::TasksExtended& extended);
  // Of an inspection, and of a finding of it: to others than the Inspection Committee once the unit may know.
  absl::StatusOr<bool> IsOfInspection(int64_t inspection, Tells tells);
  absl::StatusOr<bool> IsOfFinding(int64_t inspection, int64_t finding);

  serving::ReadContext& read_;
  const bool everything_;
  const bool inspector_;
};

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_DISCLOSURE_H_
