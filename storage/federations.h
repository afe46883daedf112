// Federations: the unit by which everything is keyed.
#ifndef PHANCONG_STORAGE_FEDERATIONS_H_
#define PHANCONG_STORAGE_FEDERATIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

struct FederationRow {
  int64_t federation = 0;
  std::string id;
  std::string title_vi;
  std::string title_en;
  std::string time_zone;
  bool demo = false;
  int64_t revision = 0;
  int64_t entry_time = 0;
  int64_t programme_version = 0;  // 0: none loaded
  // The day on which it was closed, 0 while it is not; and the id of the federation that succeeds it, or ''.
  int64_t closed_day = 0;
  std::string successor;
  // See kept_facts.h.
  int64_t people_revision = 0;
  int64_t definitions_revision = 0;
};

// NOT_FOUND (a refusal, naming it) where there is none.
[[nodiscard]] absl::StatusOr<FederationRow> FindFederation(ReadTransaction& tx, const std::string& id);
[[nodiscard]] absl::StatusOr<FederationRow> GetFederation(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::StatusOr<std::vector<FederationRow>> ListFederations(ReadTransaction& tx);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_FEDERATIONS_H_
