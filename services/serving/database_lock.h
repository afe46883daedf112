// One server at a time on a database.
#ifndef PHANCONG_SERVICES_SERVING_DATABASE_LOCK_H_
#define PHANCONG_SERVICES_SERVING_DATABASE_LOCK_H_

#include <string>

#include "absl/status/statusor.h"

namespace phancong::serving {

// Held by whoever serves a database, or puts another one in its place; gone with its process, however that ends. A file
// "DB.lock" beside the database, which stays and says nothing by being there.
class DatabaseLock {
 public:
  // UNAVAILABLE, in words for an operator, where another process holds it, or the file can't be made.
  [[nodiscard]] static absl::StatusOr<DatabaseLock> Take(const std::string& db);
  ~DatabaseLock();
  DatabaseLock(DatabaseLock&& other) noexcept;
  DatabaseLock& operator=(DatabaseLock&&) = delete;

 private:
  explicit DatabaseLock(int file) : file_(file) {}
  int file_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_DATABASE_LOCK_H_
