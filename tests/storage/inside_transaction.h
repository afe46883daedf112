// A store inside a transaction of another one: what is written in it is taken back with that transaction, so that many
// can begin with the same rows, on one connection with its prepared statements.
#ifndef PHANCONG_TESTS_STORAGE_INSIDE_TRANSACTION_H_
#define PHANCONG_TESTS_STORAGE_INSIDE_TRANSACTION_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "storage/store.h"

namespace phancong::storage {

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
