// The federation's Merkle log: RFC 6962 hashing over the journal's entries. Pure.
#ifndef PHANCONG_SERVICES_RULES_MERKLE_H_
#define PHANCONG_SERVICES_RULES_MERKLE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace phancong::rules {

// 32 bytes, SHA-256.
using Hash = std::string;

inline constexpr size_t kHashBytes = 32;
inline constexpr size_t kSaltBytes = 16;

[[nodiscard]] Hash Sha256(std::string_view bytes);
// SHA-256(salt ‖ bytes): of an event, or of a text stored apart.
[[nodiscard]] Hash SaltedDigest(std::string_view salt, std::string_view bytes);
// SHA-256(0x00 ‖ u32be(length of header) ‖ header ‖ digests), see EntryHeader in event.proto.
[[nodiscard]] Hash LeafHash(std::string_view header, const std::vector<Hash>& event_digests);
// SHA-256(0x01 ‖ left ‖ right).
[[nodiscard]] Hash NodeHash(std::string_view left, std::string_view right);
// Of the empty log: SHA-256 of nothing.
[[nodiscard]] Hash EmptyRoot();

// A complete node: `level` 0 is a leaf, `index` counts the nodes of its level from 0 on the left. It covers the leaves
// index·2^level … (index+1)·2^level − 1.
struct LogNode {
  int64_t level = 0;
  int64_t index = 0;
  Hash hash;
};

// Reads a complete node that is stored.
using NodeReader = std::function<absl::StatusOr<Hash>(int64_t level, int64_t index)>;

// The nodes that become complete when `leaf` is appended to a log of `size` leaves, the leaf itself first. Errors
// (absl) of this and of Root: those of `stored`, DATA_LOSS where it gives other than 32 bytes, INVALID_ARGUMENT for a
// negative size or a leaf of other than 32 bytes.
[[nodiscard]] absl::StatusOr<std::vector<LogNode>> Append(int64_t size, const Hash& leaf, const NodeReader& stored);

// The root of the first `size` leaves, from complete nodes.
[[nodiscard]] absl::StatusOr<Hash> Root(int64_t size, const NodeReader& stored);

// The root over the leaves `from` … `to` − 1 alone, of which there are some; `from` is a multiple of the smallest power
// of two that is not below their number, as it is for every node of a log, complete or not.
[[nodiscard]] absl::StatusOr<Hash> RangeRoot(int64_t from, int64_t to, const NodeReader& stored);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_MERKLE_H_
