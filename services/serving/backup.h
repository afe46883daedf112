// Backups: the database as it was at one moment, with all evidence files that it names, and back again.
//
//   <backups>/20261126T013000Z/database     a copy; opened and verified like any other
//   <backups>/20261126T013000Z/backup.txt   what is in it, in words; written last, so that a folder without it is none
//   <backups>/evidence/ab/ab12…ef           contents of all these backups, each once (storage/evidence_content.h)
//
// What is in no backup: certificates and keys, of transport and of the journal.
#ifndef PHANCONG_SERVICES_SERVING_BACKUP_H_
#define PHANCONG_SERVICES_SERVING_BACKUP_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/merkle.h"
#include "storage/store.h"

namespace phancong::serving {

// How far it is: (bytes or pages done, in all).
using BackupProgress = std::function<void(int64_t, int64_t)>;

struct BackupReport {
  std::filesystem::path folder;
  // Of each federation: where its journal stood.
  struct Federation {
    std::string id;
    int64_t revision = 0;
    int64_t time_micros = 0;  // of its last entry
    rules::Hash root;
  };
  std::vector<Federation> federations;
  int64_t contents = 0;  // evidence files in it
  int64_t copied = 0;    // of these, new in <backups>
  int64_t bytes = 0;     // of database and evidence
  int64_t removed = 0;   // older backups removed
};

// Makes a backup of the database `db`, whose server may go on, and of the contents in `evidence`, below `backups`; it
// is on the disk when this returns. Then removes the oldest ones where more than `keep` are there (0: keeps all), with
// the contents that no backup left names. UNAVAILABLE where the disk is full or a file can't be read or written;
// DATA_LOSS where the database is damaged, or a content is missing or damaged: the message says which. What was not
// finished is no backup, and is removed by the next one.
[[nodiscard]] absl::StatusOr<BackupReport> MakeBackup(const std::string& db, const std::filesystem::path& evidence,
                                                      const std::filesystem::path& backups, int64_t now_micros,
                                                      int64_t keep, const BackupProgress& progress);

// Puts a backup (its folder, as MakeBackup made it) in the place of the database `db` and of the contents in
// `evidence`. All sessions are ended: one that was ended since the backup would be open again. That the journal says
// that it was restored is the caller's. ALREADY_EXISTS where `db` is there: it is moved away by hand, since it may
// still be wanted; INVALID_ARGUMENT where the folder is no backup; else as MakeBackup. After an error `db` is not
// there.
[[nodiscard]] absl::StatusOr<BackupReport> RestoreBackup(const std::filesystem::path& backup, const std::string& db,
                                                         const std::filesystem::path& evidence,
                                                         const std::function<absl::Status(storage::Store&)>& declare,
                                                         const BackupProgress& progress);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_BACKUP_H_
