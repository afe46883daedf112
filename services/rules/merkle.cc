#include "services/rules/merkle.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <initializer_list>
#include <memory>

#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::rules {
namespace {

constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::string_view kNodePrefix("\x01", 1);

// OpenSSL's, which uses what the processor has for it: a quarter of libsodium's time.
const EVP_MD* Sha256Method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

class Hasher {
 public:
  Hasher() : context_(EVP_MD_CTX_new()) {
    // Without it there is no journal: nothing may go on. It fails for want of memory alone.
    if (context_ == nullptr || EVP_DigestInit_ex(context_.get(), Sha256Method(), nullptr) != 1) std::abort();
  }

  void Add(std::string_view bytes) {
    if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1) std::abort();
  }

  Hash Finish() {
    Hash hash(kHashBytes, '\0');
    if (EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr) != 1) std::abort();
    return hash;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

Hash HashOf(std::initializer_list<std::string_view> parts) {
  Hasher hasher;
  for (const std::string_view part : parts) hasher.Add(part);
  return hasher.Finish();
}

absl::StatusOr<Hash> Read(const NodeReader& stored, int64_t level, int64_t index) {
  absl::StatusOr<Hash> hash = stored(level, index);
  if (hash.ok() && hash->size() != kHashBytes) {
    return absl::DataLossError(fmt::format("node {}/{} of the log has {} bytes", level, index, hash->size()));
  }
  return hash;
}

}  // namespace

Hash Sha256(std::string_view bytes) { return HashOf({bytes}); }

Hash SaltedDigest(std::string_view salt, std::string_view bytes) { return HashOf({salt, bytes}); }

Hash LeafHash(std::string_view header, const std::vector<Hash>& event_digests) {
  const auto size = static_cast<uint32_t>(header.size());
  const char length[4] = {static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
                          static_cast<char>(size)};
  Hasher hasher;
  hasher.Add(kLeafPrefix);
  hasher.Add(std::string_view(length, sizeof(length)));
  hasher.Add(header);
  for (const Hash& digest : event_digests) hasher.Add(digest);
  return hasher.Finish();
}

Hash NodeHash(std::string_view left, std::string_view right) { return HashOf({kNodePrefix, left, right}); }

Hash EmptyRoot() { return Sha256(""); }

absl::StatusOr<std::vector<LogNode>> Append(int64_t size, const Hash& leaf, const NodeReader& stored) {
  if (size < 0) return absl::InvalidArgumentError(fmt::format("a log has no {} leaves", size));
  if (leaf.size() != kHashBytes) return absl::InvalidArgumentError("a leaf hash has 32 bytes");
  std::vector<LogNode> complete = {{.level = 0, .index = size, .hash = leaf}};
  // A right child completes its parent; a left one waits for its sibling.
  while (complete.back().index % 2 == 1) {
    const LogNode& right = complete.back();
    ASSIGN_OR_RETURN(const Hash left, Read(stored, right.level, right.index - 1));
    LogNode parent = {.level = right.level + 1, .index = right.index / 2, .hash = NodeHash(left, right.hash)};
    complete.push_back(std::move(parent));
  }
  return complete;
}

absl::StatusOr<Hash> Root(int64_t size, const NodeReader& stored) {
  if (size < 0) return absl::InvalidArgumentError(fmt::format("a log has no {} leaves", size));
  if (size == 0) return EmptyRoot();
  return RangeRoot(0, size, stored);
}

absl::StatusOr<Hash> RangeRoot(int64_t from, int64_t to, const NodeReader& stored) {
  // The binary digits of the width are the complete subtrees, the greatest on the left; folded from the right.
  Hash root;
  int64_t end = to;
  int64_t rest = to - from;
  for (int64_t level = 0; rest != 0; ++level, rest /= 2) {
    if (rest % 2 == 0) continue;
    const int64_t width = int64_t{1} << level;
    ASSIGN_OR_RETURN(const Hash subtree, Read(stored, level, end / width - 1));
    end -= width;
    root = root.empty() ? subtree : NodeHash(subtree, root);
  }
  return root;
}

}  // namespace phancong::rules
