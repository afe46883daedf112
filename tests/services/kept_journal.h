// A server whose files a test can copy, lose and bring back: its database, and the keys of its journal beside it.
#ifndef PHANCONG_TESTS_SERVICES_KEPT_JOURNAL_H_
#define PHANCONG_TESTS_SERVICES_KEPT_JOURNAL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "phancong/v1/account_service.grpc.pb.h"
#include "phancong/v1/journal_service.grpc.pb.h"
#include "services/journal/custody.h"
#include "services/journal/signing_keys.h"
#include "services/serving/application.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/journal.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/scratch_folder.h"
#include "tests/support/outcome.h"

namespace phancong::services_test {

class KeptJournal {
 public:
  enum class Founded { kWithAKey, kWithoutKeys };

  // Founds bac-quang, and starts the server. Without keys it is a federation of before there were any.
  explicit KeptJournal(Founded founded = Founded::kWithAKey);
  // Stops it; where nothing was broken on purpose, the invariants hold.
  ~KeptJournal();
  KeptJournal(const KeptJournal&) = delete;
  KeptJournal& operator=(const KeptJournal&) = delete;

  void Starts();
  void Stops();
  void ExpectsABrokenDatabase() { broken_ = true; }

  // As many entries more, by the administrator.
  void Writes(int entries);
  // What a stranger is answered.
  support::Outcome<v1::GetCheckpointResponse> AsksForTheCheckpoint();
  support::Outcome<v1::ProveConsistencyResponse> AsksForConsistency(int64_t from_size, int64_t to_size);
  // How many checkpoints the running server says that it has signed.
  [[nodiscard]] int64_t CheckpointsSigned() const;
  // All of the journal as it is stored.
  [[nodiscard]] std::vector<storage::StoredEntry> Entries();

  // While it is stopped: a copy of the database under a name, and back to it. Keys are not in it.
  void KeepsACopy(const std::string& name);
  void ReturnsToTheCopy(const std::string& name);

  // "127.0.0.1:PORT"; the same whenever it is started again.
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] std::string db() const { return folder_.File("phancong.db"); }
  [[nodiscard]] std::string keys_folder() const { return journal::KeysBeside(db()); }
  // The files of its keys, without what was signed.
  [[nodiscard]] std::vector<std::string> KeyFiles() const;
  [[nodiscard]] storage::Store& store() { return *store_; }
  // For what an operator does beside; while it is stopped, on a store of their own.
  [[nodiscard]] journal::Custody custody() { return custody(*store_); }
  [[nodiscard]] journal::Custody custody(storage::Store& store) {
    return {.store = store, .clock = clock_, .entropy = entropy_, .keys = operators_keys_};
  }

 private:
  void Opens();

  storage::ScratchFolder folder_;
  serving::VirtualClock clock_;
  serving::SystemEntropy entropy_;
  journal::SigningKeys operators_keys_{keys_folder()};
  std::unique_ptr<storage::SqliteStore> store_;
  std::unique_ptr<serving::Application> application_;
  std::unique_ptr<v1::AccountService::Stub> accounts_;
  std::unique_ptr<v1::JournalService::Stub> journal_;
  std::string token_;
  std::string address_ = "127.0.0.1:0";
  int written_ = 0;
  bool broken_ = false;
};

}  // namespace phancong::services_test

#endif  // PHANCONG_TESTS_SERVICES_KEPT_JOURNAL_H_
