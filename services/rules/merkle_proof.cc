#include "services/rules/merkle_proof.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::rules {
namespace {

// The largest power of two below `width`, which is 2 or more: where RFC 6962 divides a tree.
int64_t Split(int64_t width) { return static_cast<int64_t>(std::bit_floor(static_cast<uint64_t>(width - 1))); }

// PATH(m, D[from:to]) of RFC 6962, with `leaf` counted from the log's beginning.
absl::Status AddPath(int64_t leaf, int64_t from, int64_t to, const NodeReader& stored, std::vector<Hash>& path) {
  if (to - from == 1) return absl::OkStatus();
  const int64_t middle = from + Split(to - from);
  const bool on_the_left = leaf < middle;
  RETURN_IF_ERROR(on_the_left ? AddPath(leaf, from, middle, stored, path) : AddPath(leaf, middle, to, stored, path));
  ASSIGN_OR_RETURN(Hash beside, on_the_left ? RangeRoot(middle, to, stored) : RangeRoot(from, middle, stored));
  path.push_back(std::move(beside));
  return absl::OkStatus();
}

// SUBPROOF(m, D[from:to], whole) of RFC 6962, with `old_size` counted from the log's beginning.
absl::Status AddSubproof(int64_t old_size, int64_t from, int64_t to, bool whole, const NodeReader& stored,
                         std::vector<Hash>& proof) {
  if (old_size == to) {
    if (whole) return absl::OkStatus();
    ASSIGN_OR_RETURN(Hash root, RangeRoot(from, to, stored));
    proof.push_back(std::move(root));
    return absl::OkStatus();
  }
  const int64_t middle = from + Split(to - from);
  if (old_size <= middle) {
    RETURN_IF_ERROR(AddSubproof(old_size, from, middle, whole, stored, proof));
    ASSIGN_OR_RETURN(Hash right, RangeRoot(middle, to, stored));
    proof.push_back(std::move(right));
  } else {
    RETURN_IF_ERROR(AddSubproof(old_size, middle, to, false, stored, proof));
    ASSIGN_OR_RETURN(Hash left, RangeRoot(from, middle, stored));
    proof.push_back(std::move(left));
  }
  return absl::OkStatus();
}

absl::Status Wrong(std::string_view what) {
  return absl::DataLossError(fmt::format("the proof does not show it: {}", what));
}

bool AreHashes(const std::vector<Hash>& proof) {
  return std::all_of(proof.begin(), proof.end(), [](const Hash& hash) { return hash.size() == kHashBytes; });
}

}  // namespace

absl::StatusOr<std::vector<Hash>> InclusionProof(int64_t index, int64_t size, const NodeReader& stored) {
  if (index < 0 || index >= size) {
    return absl::InvalidArgumentError(fmt::format("a log of {} leaves has no leaf {}", size, index));
  }
  std::vector<Hash> path;
  RETURN_IF_ERROR(AddPath(index, 0, size, stored, path));
  return path;
}

absl::StatusOr<std::vector<Hash>> ConsistencyProof(int64_t old_size, int64_t size, const NodeReader& stored) {
  if (old_size < 1 || old_size > size) {
    return absl::InvalidArgumentError(fmt::format("a log of {} leaves was never one of {}", size, old_size));
  }
  std::vector<Hash> proof;
  RETURN_IF_ERROR(AddSubproof(old_size, 0, size, true, stored, proof));
  return proof;
}

absl::Status CheckInclusion(const Hash& leaf, int64_t index, int64_t size, const std::vector<Hash>& proof,
                            const Hash& root) {
  if (index < 0 || index >= size) return Wrong("there is no such leaf");
  if (leaf.size() != kHashBytes || !AreHashes(proof)) return Wrong("a hash has 32 bytes");
  // RFC 9162, section 2.1.3.2.
  int64_t node = index;
  int64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& beside : proof) {
    if (last == 0) return Wrong("it is too long");
    if (node % 2 == 1 || node == last) {
      hash = NodeHash(beside, hash);
      while (node % 2 == 0 && node != 0) {
        node /= 2;
        last /= 2;
      }
    } else {
      hash = NodeHash(hash, beside);
    }
    node /= 2;
    last /= 2;
  }
  if (last != 0) return Wrong("it is too short");
  if (hash != root) return Wrong("it leads to another root");
  return absl::OkStatus();
}

absl::Status CheckConsistency(int64_t old_size, const Hash& old_root, int64_t size, const Hash& root,
                              const std::vector<Hash>& proof) {
  if (old_size < 1 || old_size > size) return Wrong("a log does not shrink");
  if (!AreHashes(proof)) return Wrong("a hash has 32 bytes");
  if (old_size == size) {
    if (!proof.empty()) return Wrong("it is too long");
    return old_root == root ? absl::OkStatus() : Wrong("the same size has two roots");
  }
  // RFC 9162, section 2.1.4.2. A complete old tree is itself the first hash.
  std::vector<Hash> hashes = proof;
  if (std::has_single_bit(static_cast<uint64_t>(old_size))) hashes.insert(hashes.begin(), old_root);
  if (hashes.empty()) return Wrong("it is too short");
  int64_t node = old_size - 1;
  int64_t last = size - 1;
  while (node % 2 == 1) {
    node /= 2;
    last /= 2;
  }
  Hash of_old = hashes.front();
  Hash of_new = hashes.front();
  for (size_t i = 1; i < hashes.size(); ++i) {
    if (last == 0) return Wrong("it is too long");
    if (node % 2 == 1 || node == last) {
      of_old = NodeHash(hashes[i], of_old);
      of_new = NodeHash(hashes[i], of_new);
      while (node % 2 == 0 && node != 0) {
        node /= 2;
        last /= 2;
      }
    } else {
      of_new = NodeHash(of_new, hashes[i]);
    }
    node /= 2;
    last /= 2;
  }
  if (last != 0) return Wrong("it is too short");
  if (of_old != old_root) return Wrong("it leads to another old root");
  if (of_new != root) return Wrong("it leads to another root");
  return absl::OkStatus();
}

}  // namespace phancong::rules
