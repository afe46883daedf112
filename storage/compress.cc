#include "storage/compress.h"

#include <lz4.h>

namespace phancong::storage {
namespace {

// No byte of a block stands for more.
constexpr int64_t kGreatestGain = 255;

}  // namespace

std::string Compress(std::string_view bytes) {
  const int size = static_cast<int>(bytes.size());
  std::string compressed(static_cast<size_t>(LZ4_compressBound(size)), '\0');
  const int written = LZ4_compress_default(bytes.data(), compressed.data(), size, static_cast<int>(compressed.size()));
  compressed.resize(static_cast<size_t>(written));
  return compressed;
}

absl::StatusOr<std::string> Decompress(std::string_view compressed, int64_t size) {
  // Before there is memory for it: the size may be a damaged one.
  if (size < 0 || size > kGreatestGain * static_cast<int64_t>(compressed.size())) {
    return absl::DataLossError("compressed bytes have an impossible size");
  }
  std::string bytes(static_cast<size_t>(size), '\0');
  const int written = LZ4_decompress_safe(compressed.data(), bytes.data(), static_cast<int>(compressed.size()),
                                          static_cast<int>(bytes.size()));
  if (written != static_cast<int>(bytes.size())) return absl::DataLossError("compressed bytes cannot be read");
  return bytes;
}

}  // namespace phancong::storage
