// The log of a pack: its entries, and the Merkle tree over them (RFC 6962, 2.1; the leaves as event.proto has them).
#ifndef PHANCONG_CLIENT_PROOF_LOG_H_
#define PHANCONG_CLIENT_PROOF_LOG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/proof/findings.h"
#include "phancong/v1/event.pb.h"

namespace phancong::proof {

struct Entry {
  v1::EntryHeader header;
  // 32 bytes.
  std::string leaf;
  struct Event {
    // Withheld: only its digest is in the pack.
    bool shown = false;
    v1::Event event;
  };
  std::vector<Event> events;
};

// The entries of entries.binpb: StoredEntry messages, each behind its length as a varint, all in the one way to write
// them. Wrong: what is not written so, an event that cannot be read, headers that are not numbered 1, 2, …, of one
// federation, with times that never go back. Stops at the first that is.
[[nodiscard]] std::vector<Entry> ReadLog(std::string_view bytes, Findings& wrong);

// The root of the tree over the first `size` entries; `size` is not greater than their number.
[[nodiscard]] std::string RootOf(const std::vector<Entry>& entries, int64_t size);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_LOG_H_
