// What a file is, by its content and never by its name.
#ifndef PHANCONG_SERVICES_EVIDENCE_MEDIA_TYPES_H_
#define PHANCONG_SERVICES_EVIDENCE_MEDIA_TYPES_H_

#include <filesystem>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"

struct magic_set;

namespace phancong::evidence {

// libmagic with the machine's own table, read once, when first asked. Thread-safe.
class MediaTypes {
 public:
  MediaTypes() = default;
  ~MediaTypes();
  MediaTypes(const MediaTypes&) = delete;
  MediaTypes& operator=(const MediaTypes&) = delete;

  // Such as "application/pdf". INTERNAL where libmagic has no table or cannot read the file.
  [[nodiscard]] absl::StatusOr<std::string> Of(const std::filesystem::path& file);

 private:
  std::mutex mutex_;
  magic_set* table_ = nullptr;  // guarded by mutex_
};

}  // namespace phancong::evidence

#endif  // PHANCONG_SERVICES_EVIDENCE_MEDIA_TYPES_H_
