#include "storage/compress.h"

#include <lz4.h>

namespace phancong::storage {
namespace {

// No byte of a block stands for more.
constexpr int64_t kGreatestGain = 255;

// Never another one: what was compressed with it can be read with it alone. Any words would do; these are what
// programmes, names of resources and dates of the years to come have in common.
constexpr char kDictionary[] =
    "Chủ tịch Phó Chủ tịch Ban Thường vụỦy ban Kiểm traCông đoàn cơ sở CĐCS Công ty TNHH Công ty cổ phần Hợp tác xã "
    "Ủy ban nhân dân xã Trường Tiểu học Trường Mầm non Trường THCS Trường THPT hội nghị Kế hoạch kế hoạch kiểm tra "
    "đơn vị người lao động người sử dụng lao động cán bộ, công chức, viên chứcdoanh nghiệp thực hiện đã tổ chức "
    "đoàn viên công đoàn  trên số Employees' conferenceunions members workers enterprises Public-sector collected of "
    "those due of the  that have  and /QĐ-BTV/BB-CĐ/BC-CĐVNDfederations//accounts//positions//unions//rounds/202/tasks/"
    "\x12\x07\x08\xe8\x0f\x10\x01\x18"
    "\x12\x07\x08\xea\x0f\x10\x01\x18"
    "\x12\x07\x08\xe9\x0f\x10\x01\x18";
constexpr std::string_view kWords(kDictionary, sizeof(kDictionary) - 1);

// Nothing but the dictionary was seen yet. Each compression goes on from a copy: to read it in again takes longer.
LZ4_stream_t Beginning() {
  LZ4_stream_t beginning;
  LZ4_initStream(&beginning, sizeof(beginning));
  LZ4_loadDict(&beginning, kWords.data(), static_cast<int>(kWords.size()));
  return beginning;
}

}  // namespace

std::string Compress(std::string_view bytes) {
  static const LZ4_stream_t beginning = Beginning();
  LZ4_stream_t stream = beginning;
  const int size = static_cast<int>(bytes.size());
  std::string compressed(static_cast<size_t>(LZ4_compressBound(size)), '\0');
  const int written = LZ4_compress_fast_continue(&stream, bytes.data(), compressed.data(), size,
                                                 static_cast<int>(compressed.size()), 1);
  compressed.resize(static_cast<size_t>(written));
  return compressed;
}

absl::StatusOr<std::string> Decompress(std::string_view compressed, int64_t size) {
  // Before there is memory for it: the size may be a damaged one.
  if (size < 0 || size > kGreatestGain * static_cast<int64_t>(compressed.size())) {
    return absl::DataLossError("compressed bytes have an impossible size");
  }
  std::string bytes(static_cast<size_t>(size), '\0');
  const int written =
      LZ4_decompress_safe_usingDict(compressed.data(), bytes.data(), static_cast<int>(compressed.size()),
                                    static_cast<int>(bytes.size()), kWords.data(), static_cast<int>(kWords.size()));
  if (written != static_cast<int>(bytes.size())) return absl::DataLossError("compressed bytes cannot be read");
  return bytes;
}

}  // namespace phancong::storage
