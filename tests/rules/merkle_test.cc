#include "services/rules/merkle.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "tests/rules/merkle_log.h"

namespace phancong::rules {
namespace {

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

// RFC 6962, section 2.1, word for word: over the hashes of leaves D[0:n],
// MTH({}) = SHA-256(), MTH({d0}) = d0, MTH(D[n]) = SHA-256(0x01 ‖ MTH(D[0:k]) ‖ MTH(D[k:n])) with k the largest power
// of two smaller than n.
Hash Mth(const std::vector<Hash>& leaves, size_t from, size_t to) {
  if (from == to) return Sha256("");
  if (to - from == 1) return leaves[from];
  size_t k = 1;
  while (2 * k < to - from) k *= 2;
  return Sha256("\x01" + Mth(leaves, from, from + k) + Mth(leaves, from + k, to));
}

// FIPS 180-2, appendix B.1.
TEST(Hashing, IsSha256) {
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("abc").size(), kHashBytes);
}

TEST(Hashing, OfTheEmptyLogIsOfNothing) {
  EXPECT_EQ(Hex(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Root(0, MerkleLog().Reader()).value(), EmptyRoot());
}

TEST(Hashing, PutsTheSaltFirst) {
  EXPECT_EQ(SaltedDigest("ab", "c"), Sha256("abc"));
  EXPECT_NE(SaltedDigest("0123456789abcdef", "x"), SaltedDigest("0123456789abcdeF", "x"));
}

TEST(Hashing, OfALeafTakesTheHeadersLengthIn) {
  using std::string_literals::operator""s;
  const Hash a = Sha256("a");
  const Hash b = Sha256("b");
  EXPECT_EQ(LeafHash("header", {a, b}), Sha256("\x00"s + "\x00\x00\x00\x06"s + "header" + a + b));
  EXPECT_EQ(LeafHash("", {}), Sha256("\x00\x00\x00\x00\x00"s));
  EXPECT_EQ(LeafHash(std::string(66'000, 'h'), {a}), Sha256("\x00\x00\x01\x01\xD0"s + std::string(66'000, 'h') + a));
  // What belongs to the header can't be taken for a digest.
  EXPECT_NE(LeafHash("header" + a, {b}), LeafHash("header", {a, b}));
}

TEST(Hashing, TellsNodesFromLeaves) {
  const Hash a = Sha256("a");
  const Hash b = Sha256("b");
  EXPECT_EQ(NodeHash(a, b), Sha256("\x01" + a + b));
  EXPECT_NE(NodeHash(a, b), NodeHash(b, a));
}

// The eight inputs of the reference implementation of Certificate Transparency, and the roots of the first 1 to 8.
TEST(TheLog, HasTheRootsOfCertificateTransparency) {
  const std::vector<std::string> inputs = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  MerkleLog log;
  for (size_t i = 0; i < inputs.size(); ++i) {
    log.Add(Sha256(std::string(1, '\0') + absl::HexStringToBytes(inputs[i])));
    EXPECT_EQ(Hex(Root(static_cast<int64_t>(i) + 1, log.Reader()).value()), roots[i]) << i + 1;
  }
}

TEST(TheLog, HasTheRootOfTheDefinitionAtEverySize) {
  constexpr size_t kLeaves = 130;
  std::vector<Hash> leaves;
  MerkleLog log;
  for (size_t i = 0; i < kLeaves; ++i) {
    leaves.push_back(LeafHash("entry " + std::to_string(i), {}));
    log.Add(leaves.back());
  }
  for (size_t size = 0; size <= kLeaves; ++size) {
    EXPECT_EQ(Root(static_cast<int64_t>(size), log.Reader()).value(), Mth(leaves, 0, size)) << size;
  }
}

TEST(TheLog, StoresEveryCompleteNodeAndNoOther) {
  constexpr int64_t kLeaves = 77;
  std::vector<Hash> leaves;
  MerkleLog log;
  for (int64_t i = 0; i < kLeaves; ++i) {
    leaves.push_back(Sha256(std::to_string(i)));
    log.Add(leaves.back());
  }
  size_t complete = 0;
  for (int64_t level = 0, width = 1; width <= kLeaves; ++level, width *= 2) {
    for (int64_t index = 0; (index + 1) * width <= kLeaves; ++index, ++complete) {
      EXPECT_EQ(log.nodes().at({level, index}),
                Mth(leaves, static_cast<size_t>(index * width), static_cast<size_t>((index + 1) * width)));
    }
  }
  EXPECT_EQ(log.nodes().size(), complete);
}

TEST(TheLog, GivesTheLeafFirst) {
  MerkleLog log;
  log.Add(Sha256("0"));
  const auto complete = Append(1, Sha256("1"), log.Reader());
  ASSERT_TRUE(complete.ok());
  ASSERT_EQ(complete->size(), 2u);
  EXPECT_EQ((*complete)[0].level, 0);
  EXPECT_EQ((*complete)[0].index, 1);
  EXPECT_EQ((*complete)[0].hash, Sha256("1"));
  EXPECT_EQ((*complete)[1].level, 1);
  EXPECT_EQ((*complete)[1].index, 0);
}

TEST(TheLog, HandsOnWhatReadingSays) {
  const NodeReader broken = [](int64_t, int64_t) -> absl::StatusOr<Hash> { return absl::UnavailableError("disk"); };
  EXPECT_EQ(Append(1, Sha256("x"), broken).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Root(1, broken).status().code(), absl::StatusCode::kUnavailable);
}

TEST(TheLog, SeesANodeThatIsNoHash) {
  MerkleLog log;
  log.Add(Sha256("0"));
  log.nodes().at({0, 0}) = "short";
  EXPECT_EQ(Root(1, log.Reader()).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Append(1, Sha256("1"), log.Reader()).status().code(), absl::StatusCode::kDataLoss);
}

TEST(TheLog, RefusesWhatIsNoLeafOrSize) {
  const MerkleLog log;
  EXPECT_EQ(Append(0, "short", log.Reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Append(-1, Sha256(""), log.Reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Root(-1, log.Reader()).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace phancong::rules
