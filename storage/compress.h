// Bytes made smaller, for what is kept long and read seldom.
#ifndef PHANCONG_STORAGE_COMPRESS_H_
#define PHANCONG_STORAGE_COMPRESS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace phancong::storage {

// One block of LZ4, without a frame or a checksum: the database looks after its bytes. What answers often say (names of
// resources, words of the field) is found in a dictionary of the program's own. Any bytes, up to 2 GB, none included.
// What has nothing in it twice becomes longer, by a 255th.
[[nodiscard]] std::string Compress(std::string_view bytes);
// What was compressed, with the dictionary or before there was one, of `size` bytes. DATA_LOSS where `compressed` is
// not that.
[[nodiscard]] absl::StatusOr<std::string> Decompress(std::string_view compressed, int64_t size);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_COMPRESS_H_
