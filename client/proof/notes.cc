#include "client/proof/notes.h"

#include <sodium.h>

#include <utility>

#include "client/proof/digests.h"

namespace phancong::proof {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // an em dash, as signature lines begin
constexpr size_t kKeyHashBytes = 4;
constexpr size_t kTimeBytes = 8;

std::string KeyHash(const Key& key) {
  const char kind = static_cast<char>(key.kind);
  return Sha256({key.name, "\n", std::string_view(&kind, 1), key.bytes}).substr(0, kKeyHashBytes);
}

// A name has neither spaces nor '+' nor control characters in it.
bool IsName(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || c == '+') return false;
  }
  return true;
}

// Takes a line off the front; nothing where none is ended by a line feed.
std::optional<std::string_view> TakeLine(std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

bool Verifies(const Key& key, const std::string& message, std::string_view signature) {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature.data()),
                                     reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                                     reinterpret_cast<const unsigned char*>(key.bytes.data())) == 0;
}

}  // namespace

std::string TextOf(const Key& key) {
  return key.name + "+" + Hex(KeyHash(key)) + "+" + Base64(static_cast<char>(key.kind) + key.bytes);
}

std::optional<Key> ParseKey(std::string_view text) {
  const size_t name_end = text.find('+');
  if (name_end == std::string_view::npos) return std::nullopt;
  const size_t hash_end = text.find('+', name_end + 1);
  if (hash_end == std::string_view::npos) return std::nullopt;
  const std::optional<std::string> bytes = FromBase64(text.substr(hash_end + 1));
  if (!bytes || bytes->size() != 1 + crypto_sign_PUBLICKEYBYTES) return std::nullopt;
  const auto kind = static_cast<KeyKind>(bytes->front());
  if (kind != KeyKind::kLog && kind != KeyKind::kWitness) return std::nullopt;
  Key key{.name = std::string(text.substr(0, name_end)), .kind = kind, .bytes = bytes->substr(1)};
  if (!IsName(key.name) || TextOf(key) != text) return std::nullopt;
  return key;
}

std::optional<Note> ParseNote(std::string_view note) {
  const size_t text_end = note.rfind("\n\n");
  if (text_end == std::string_view::npos) return std::nullopt;
  Note parsed{.text = std::string(note.substr(0, text_end + 1)), .signatures = {}};
  std::string_view rest = note.substr(text_end + 2);
  while (!rest.empty()) {
    std::optional<std::string_view> line = TakeLine(rest);
    if (!line || !line->starts_with(kDash)) return std::nullopt;
    line->remove_prefix(kDash.size());
    const size_t space = line->find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    std::optional<std::string> bytes = FromBase64(line->substr(space + 1));
    if (!bytes || bytes->size() <= kKeyHashBytes || !IsName(line->substr(0, space))) return std::nullopt;
    parsed.signatures.push_back({.name = std::string(line->substr(0, space)), .bytes = *std::move(bytes)});
  }
  if (parsed.signatures.empty()) return std::nullopt;
  return parsed;
}

std::optional<int64_t> SignedWith(const Key& key, const std::string& text, const Note::Signature& signature) {
  std::string_view rest = signature.bytes;
  if (signature.name != key.name || rest.substr(0, kKeyHashBytes) != KeyHash(key)) return std::nullopt;
  rest.remove_prefix(kKeyHashBytes);
  if (key.kind == KeyKind::kLog) {
    if (!Verifies(key, text, rest)) return std::nullopt;
    return 0;
  }
  if (rest.size() != kTimeBytes + crypto_sign_BYTES) return std::nullopt;
  uint64_t seconds = 0;
  for (const char byte : rest.substr(0, kTimeBytes)) seconds = seconds << 8 | static_cast<unsigned char>(byte);
  if (!Verifies(key, "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + text, rest.substr(kTimeBytes))) {
    return std::nullopt;
  }
  return static_cast<int64_t>(seconds);
}

std::optional<Checkpoint> ParseCheckpoint(std::string_view text) {
  const std::optional<std::string_view> origin = TakeLine(text);
  const std::optional<std::string_view> size = origin ? TakeLine(text) : std::nullopt;
  const std::optional<std::string_view> root = size ? TakeLine(text) : std::nullopt;
  if (!root || !text.empty() || origin->empty()) return std::nullopt;
  const std::optional<int64_t> number = FromDecimal(*size);
  std::optional<std::string> hash = FromBase64(*root);
  if (!number || !hash || hash->size() != kDigestBytes) return std::nullopt;
  return Checkpoint{.origin = std::string(*origin), .size = *number, .root = *std::move(hash)};
}

}  // namespace phancong::proof
