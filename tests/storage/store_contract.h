// The behaviours that every store has, by name: see store_contract_test.cc. A backend is one instance of this suite;
// what it cannot do by its nature, it names, and those tests say that they were skipped.
#ifndef PHANCONG_TESTS_STORAGE_STORE_CONTRACT_H_
#define PHANCONG_TESTS_STORAGE_STORE_CONTRACT_H_

#include <functional>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "storage/store.h"
#include "tests/storage/scratch_folder.h"

namespace phancong::storage {

struct Backend {
  std::string name;
  // Opens the database in this folder, empty at first, the same one when opened again; at most this many reads side by
  // side.
  std::function<std::unique_ptr<Store>(const ScratchFolder& folder, size_t reads)> open;
};

// What holds of every backend.
class StoreContract : public testing::TestWithParam<Backend> {
 protected:
  static constexpr size_t kReads = 3;

  void SetUp() override;
  // Closes the store and opens it again.
  void Reopen();
  [[nodiscard]] Store& store() { return *store_; }

  [[nodiscard]] absl::Status Execute(std::string_view sql, const Values& values = {});
  // In a read of its own.
  [[nodiscard]] absl::StatusOr<Rows> Query(std::string_view sql, const Values& values = {});
  // The members' names in their order, as "An, Bình".
  [[nodiscard]] std::string Members();

 private:
  ScratchFolder folder_;
  std::unique_ptr<Store> store_;
};

// What a database must hold besides from which a server serves: it is durable, and reads go on side by side and beside a
// write.
class ServedStoreContract : public StoreContract {};

}  // namespace phancong::storage

#endif  // PHANCONG_TESTS_STORAGE_STORE_CONTRACT_H_
