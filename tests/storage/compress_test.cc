#include "storage/compress.h"

#include <random>
#include <string>

#include "gtest/gtest.h"

namespace phancong::storage {
namespace {

TEST(Compress, WhatIsDecompressedIsWhatWasCompressed) {
  std::mt19937_64 random(20261126);
  std::string all_bytes;
  for (int i = 0; i < 256; ++i) all_bytes += static_cast<char>(i);
  std::string noise(100'000, ' ');
  for (char& byte : noise) byte = static_cast<char>(random());
  std::string words;
  while (words.size() < 300'000) words += "federations/bac-quang/unions/" + std::to_string(random() % 100) + " ";
  for (const std::string& bytes : {std::string(), std::string(1, '\0'), all_bytes, noise, words}) {
    const std::string compressed = Compress(bytes);
    const absl::StatusOr<std::string> again = Decompress(compressed, static_cast<int64_t>(bytes.size()));
    ASSERT_TRUE(again.ok()) << again.status() << ", of " << bytes.size() << " bytes";
    EXPECT_EQ(*again, bytes);
  }
  EXPECT_LT(Compress(words).size(), words.size() / 3);
}

TEST(Compress, WhatIsCutOrLongerIsDataLoss) {
  const std::string bytes = "Ban Chấp hành giao chỉ tiêu cho công đoàn cơ sở, công đoàn cơ sở báo cáo";
  const auto size = static_cast<int64_t>(bytes.size());
  const std::string compressed = Compress(bytes);
  for (size_t kept = 0; kept < compressed.size(); ++kept) {
    EXPECT_EQ(Decompress(compressed.substr(0, kept), size).status().code(), absl::StatusCode::kDataLoss) << kept;
  }
  EXPECT_EQ(Decompress(compressed + "x", size).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Decompress(compressed, size - 1).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Decompress(compressed, -1).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Decompress(compressed, int64_t{1} << 60).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Decompress(compressed, size + 1).status().code(), absl::StatusCode::kDataLoss);
}

// By the format's own description: a token (literals, length of the match - 4), literals, how far back the match
// begins.
TEST(Compress, WhatWasCompressedBeforeIsRead) {
  using std::string_literals::operator""s;
  // Without a dictionary.
  EXPECT_EQ(*Decompress("\x50hello"s, 5), "hello");
  // The dictionary's end: the days of a year. Where it changes, nobody reads what is in the databases.
  EXPECT_EQ(*Decompress("\x04\x08\x00\x50hello"s, 13), "\x12\x07\x08\xe9\x0f\x10\x01\x18hello");
  // Its beginning.
  EXPECT_EQ(*Decompress("\x09\xbf\x02\x50hello"s, 18), "Chủ tịch hello");
}

TEST(Compress, WhatAnswersOftenSayTakesLittle) { EXPECT_LT(Compress("federations/x/rounds/2027/tasks/1").size(), 24); }

}  // namespace
}  // namespace phancong::storage
