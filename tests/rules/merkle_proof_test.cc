#include "services/rules/merkle_proof.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "tests/rules/merkle_log.h"

namespace phancong::rules {
namespace {

std::vector<std::string> Hex(const std::vector<Hash>& hashes) {
  std::vector<std::string> hex;
  for (const Hash& hash : hashes) hex.push_back(absl::BytesToHexString(hash));
  return hex;
}

// The eight inputs of the reference implementation of Certificate Transparency.
class Reference : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* input :
         {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
      leaves_.push_back(Sha256(std::string(1, '\0') + absl::HexStringToBytes(input)));
      log_.Add(leaves_.back());
    }
  }
  MerkleLog log_;
  std::vector<Hash> leaves_;
};

// Its published audit paths; leaves counted from 0 here.
TEST_F(Reference, InclusionProofsAreThoseOfCertificateTransparency) {
  using Paths = std::vector<std::string>;
  const auto proof = [&](int64_t index, int64_t size) {
    return Hex(InclusionProof(index, size, log_.Reader()).value());
  };
  EXPECT_EQ(proof(0, 1), Paths{});
  EXPECT_EQ(proof(0, 8), (Paths{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(proof(5, 8), (Paths{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(proof(2, 3), (Paths{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}));
  EXPECT_EQ(proof(1, 5), (Paths{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST_F(Reference, ConsistencyProofsAreThoseOfCertificateTransparency) {
  using Paths = std::vector<std::string>;
  const auto proof = [&](int64_t old_size, int64_t size) {
    return Hex(ConsistencyProof(old_size, size, log_.Reader()).value());
  };
  EXPECT_EQ(proof(1, 1), Paths{});
  EXPECT_EQ(proof(1, 8), (Paths{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(proof(6, 8), (Paths{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(proof(2, 5), (Paths{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

// Every leaf of every log up to 70 leaves, and every beginning of each.
class EveryLog : public testing::Test {
 protected:
  static constexpr int64_t kLeaves = 70;
  void SetUp() override {
    roots_.push_back(EmptyRoot());
    for (int64_t i = 0; i < kLeaves; ++i) {
      leaves_.push_back(LeafHash("entry " + std::to_string(i), {}));
      log_.Add(leaves_.back());
      roots_.push_back(Root(i + 1, log_.Reader()).value());
    }
    log_.TakeReads();
  }
  const Hash& leaf(int64_t index) const { return leaves_[static_cast<size_t>(index)]; }
  const Hash& root(int64_t size) const { return roots_[static_cast<size_t>(size)]; }

  MerkleLog log_;
  std::vector<Hash> leaves_;
  std::vector<Hash> roots_;
};

int64_t BinaryDigits(int64_t number) {
  int64_t digits = 0;
  for (; number > 0; number /= 2) ++digits;
  return digits;
}

TEST_F(EveryLog, ShowsEachOfItsLeavesAndNoOther) {
  for (int64_t size = 1; size <= kLeaves; ++size) {
    for (int64_t index = 0; index < size; ++index) {
      const auto proof = InclusionProof(index, size, log_.Reader());
      ASSERT_TRUE(proof.ok());
      EXPECT_LE(proof->size(), static_cast<size_t>(BinaryDigits(size)));
      EXPECT_LE(log_.TakeReads(), 2 * BinaryDigits(size));
      EXPECT_TRUE(CheckInclusion(leaf(index), index, size, *proof, root(size)).ok()) << index << " of " << size;
      // Elsewhere, in another log, or another leaf: no.
      for (int64_t other = 0; other < size; ++other) {
        if (other != index) {
          EXPECT_FALSE(CheckInclusion(leaf(index), other, size, *proof, root(size)).ok());
        }
      }
      EXPECT_FALSE(CheckInclusion(leaf(index), index, size, *proof, root(size - 1)).ok());
      EXPECT_FALSE(CheckInclusion(Sha256("another"), index, size, *proof, root(size)).ok());
    }
  }
}

TEST_F(EveryLog, ShowsEachOfItsBeginningsAndNoOther) {
  for (int64_t size = 1; size <= kLeaves; ++size) {
    for (int64_t old_size = 1; old_size <= size; ++old_size) {
      const auto proof = ConsistencyProof(old_size, size, log_.Reader());
      ASSERT_TRUE(proof.ok());
      EXPECT_LE(proof->size(), static_cast<size_t>(BinaryDigits(size)) + 1);
      EXPECT_LE(log_.TakeReads(), 2 * BinaryDigits(size) + 1);
      EXPECT_TRUE(CheckConsistency(old_size, root(old_size), size, root(size), *proof).ok())
          << old_size << ", " << size;
      EXPECT_FALSE(CheckConsistency(old_size, Sha256("another"), size, root(size), *proof).ok());
      EXPECT_FALSE(CheckConsistency(old_size, root(old_size), size, Sha256("another"), *proof).ok());
      if (old_size < size) {
        EXPECT_FALSE(CheckConsistency(old_size + 1, root(old_size), size, root(size), *proof).ok());
      }
    }
  }
}

// Whoever changes, drops, adds or swaps a hash of a proof shows nothing.
TEST_F(EveryLog, NoChangedProofShowsAnything) {
  for (const int64_t size : {2, 3, 7, 8, 9, 33, 64, 70}) {
    for (int64_t at = 0; at < size; ++at) {
      const std::vector<Hash> inclusion = InclusionProof(at, size, log_.Reader()).value();
      const std::vector<Hash> consistency = ConsistencyProof(at + 1, size, log_.Reader()).value();
      const auto none = [&](const std::vector<Hash>& proof, const std::vector<Hash>& of) {
        if (&of == &inclusion) return !CheckInclusion(leaf(at), at, size, proof, root(size)).ok();
        return !CheckConsistency(at + 1, root(at + 1), size, root(size), proof).ok();
      };
      for (const std::vector<Hash>* proof : {&inclusion, &consistency}) {
        std::vector<Hash> longer = *proof;
        longer.push_back(Sha256("more"));
        EXPECT_TRUE(none(longer, *proof));
        for (size_t i = 0; i < proof->size(); ++i) {
          std::vector<Hash> changed = *proof;
          changed[i][0] = static_cast<char>(changed[i][0] ^ 1);
          EXPECT_TRUE(none(changed, *proof));
          changed[i] = "short";
          EXPECT_TRUE(none(changed, *proof));
          std::vector<Hash> shorter = *proof;
          shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
          EXPECT_TRUE(none(shorter, *proof));
        }
        if (proof->size() > 1) {
          std::vector<Hash> swapped = *proof;
          std::swap(swapped.front(), swapped.back());
          EXPECT_TRUE(none(swapped, *proof));
        }
      }
    }
  }
}

TEST_F(EveryLog, WhatIsNotThereIsNotShown) {
  EXPECT_EQ(InclusionProof(70, 70, log_.Reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InclusionProof(-1, 70, log_.Reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ConsistencyProof(0, 70, log_.Reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ConsistencyProof(71, 70, log_.Reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InclusionProof(0, 71, log_.Reader()).status().code(), absl::StatusCode::kNotFound);
  for (const int64_t wrong : {-1, 70, 1 << 30}) {
    EXPECT_EQ(CheckInclusion(leaf(0), wrong, 70, {}, root(70)).code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(CheckConsistency(0, root(1), 70, root(70), {}).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(CheckConsistency(70, root(70), 69, root(69), {}).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace phancong::rules
