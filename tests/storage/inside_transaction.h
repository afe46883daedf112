// A store inside a transaction of another one: what is written in it is taken back with that transaction, so that many
// can begin with the same rows, on one connection with its prepared statements.
#ifndef PHANCONG_TESTS_STORAGE_INSIDE_TRANSACTION_H_
#define PHANCONG_TESTS_STORAGE_INSIDE_TRANSACTION_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "storage/store.h"

namespace phancong::storage {

// For the beginning of a transaction in which a test looks around after something was taken back to a savepoint: a
// store may try it without savepoints first, and runs it again where it needs one. An error is that; the body returns
// it.
[[nodiscard]] inline absl::Status WithSavepoints(WriteTransaction& tx) {
  const absl::Status taken_back = tx.Savepoint([&tx]() -> absl::Status {
    const absl::Status made = tx.Execute("CREATE TEMP TABLE taken_back (row BIGINT)", {});
    return made.ok() ? absl::CancelledError("taken back") : made;
  });
  return absl::IsCancelled(taken_back) ? tx.Query("SELECT 1", {}).status() : taken_back;
}

// For one thread at a time. The transaction outlives it.
class InsideTransaction final : public Store {
 public:
  explicit InsideTransaction(WriteTransaction& tx) : tx_(tx) {}

  absl::Status Read(absl::FunctionRef<absl::Status(ReadTransaction&)> body) override { return body(tx_); }
  absl::Status Write(absl::FunctionRef<absl::Status(WriteTransaction&)> body) override {
    return tx_.Savepoint([&] { return body(tx_); });
  }

 private:
  WriteTransaction& tx_;
};

}  // namespace phancong::storage

#endif  // PHANCONG_TESTS_STORAGE_INSIDE_TRANSACTION_H_
