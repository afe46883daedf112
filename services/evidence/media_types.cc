#include "services/evidence/media_types.h"

#include <magic.h>

namespace phancong::evidence {

MediaTypes::~MediaTypes() {
  if (table_ != nullptr) magic_close(table_);
}

absl::StatusOr<std::string> MediaTypes::Of(const std::filesystem::path& file) {
  const std::lock_guard lock(mutex_);
  if (table_ == nullptr) {
    magic_set* const table = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR);
    if (table == nullptr) return absl::InternalError("libmagic cannot be opened");
    if (magic_load(table, nullptr) != 0) {
      const std::string why = magic_error(table);
      magic_close(table);
      return absl::InternalError("libmagic has no table: " + why);
    }
    table_ = table;
  }
  const char* const type = magic_file(table_, file.c_str());
  if (type == nullptr) return absl::InternalError("libmagic cannot read a file: " + std::string(magic_error(table_)));
  return std::string(type);
}

}  // namespace phancong::evidence
