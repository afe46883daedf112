// How SQLite goes about the statements of a transaction.
#ifndef PHANCONG_TESTS_STORAGE_EXPLAINED_H_
#define PHANCONG_TESTS_STORAGE_EXPLAINED_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

// Keeps the steps of each plan, beside doing it.
class Explained final : public ReadTransaction {
 public:
  explicit Explained(ReadTransaction& tx) : tx_(tx) {}
  absl::StatusOr<Rows> Query(std::string_view sql, const Values& values) override {
    absl::StatusOr<Rows> plan = tx_.Query("EXPLAIN QUERY PLAN " + std::string(sql), values);
    if (!plan.ok()) return plan.status();
    for (const Row& row : *plan) steps_.push_back(row.Text(3));
    statements_.emplace_back(sql);
    return tx_.Query(sql, values);
  }
  absl::StatusOr<std::vector<std::string>> Columns(std::string_view table) override { return tx_.Columns(table); }
  absl::Status CheckIntegrity() override { return tx_.CheckIntegrity(); }

  [[nodiscard]] const std::vector<std::string>& steps() const { return steps_; }
  [[nodiscard]] const std::vector<std::string>& statements() const { return statements_; }

 private:
  ReadTransaction& tx_;
  std::vector<std::string> steps_;
  std::vector<std::string> statements_;
};

}  // namespace phancong::storage

#endif  // PHANCONG_TESTS_STORAGE_EXPLAINED_H_
