// An account as it is read.
#ifndef PHANCONG_SERVICES_ACCOUNTS_ACCOUNT_H_
#define PHANCONG_SERVICES_ACCOUNTS_ACCOUNT_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/timestamp.pb.h"
#include "phancong/v1/directory.pb.h"
#include "storage/accounts.h"
#include "storage/store.h"

namespace phancong::accounts {

// With all its positions, past and future ones too, oldest first. Errors are the store's.
[[nodiscard]] absl::StatusOr<v1::Account> DescribeAccount(storage::ReadTransaction& tx, int64_t federation,
                                                          std::string_view federation_id,
                                                          const storage::AccountRow& row);

[[nodiscard]] google::protobuf::Timestamp TimestampOf(int64_t time_micros);

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_ACCOUNT_H_
