#include "services/rules/signed_note.h"

#include <sodium.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/rules/base64.h"
#include "services/rules/propagate.h"

namespace phancong::rules {
namespace {

constexpr size_t kKeyBytes = crypto_sign_PUBLICKEYBYTES;
constexpr size_t kKeyHashBytes = 4;
constexpr size_t kTimeBytes = 8;
constexpr size_t kSignatureBytes = crypto_sign_BYTES;
constexpr size_t kGreatestNote = 64 * 1024;
constexpr size_t kMostSignatures = 100;
constexpr std::string_view kPrivateKeyPrefix = "PRIVATE+KEY+";
constexpr std::string_view kSignaturePrefix = "\xE2\x80\x94 ";  // an em dash

static_assert(kKeyBytes == 32 && kSignatureBytes == 64 && crypto_sign_SEEDBYTES == kKeyBytes);

char KindByte(KeyKind kind) { return kind == KeyKind::kLog ? '\x01' : '\x04'; }

std::string BigEndian(uint64_t number, size_t bytes) {
  std::string text(bytes, '\0');
  for (size_t i = bytes; i-- > 0; number >>= 8) text[i] = static_cast<char>(number & 0xFF);
  return text;
}

uint64_t FromBigEndian(std::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

std::string KeyHash(const VerifierKey& key) {
  return Sha256(key.name + "\n" + KindByte(key.kind) + key.key).substr(0, kKeyHashBytes);
}

absl::Status NotA(std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("không phải là {0} / not a {0}", what));
}

// In no writing a space, or what is not shown, or is no UTF-8.
bool IsName(std::string_view name) {
  for (size_t at = 0; at < name.size();) {
    UChar32 character = 0;
    U8_NEXT(name.data(), at, name.size(), character);
    if (character < 0 || character == '+' || u_isUWhiteSpace(character) != 0 || u_iscntrl(character) != 0) return false;
  }
  return !name.empty();
}

// "NAME+HASH+BASE64", of a public key or of a seed, which have as many bytes.
struct WrittenKey {
  std::string name;
  std::string hash;
  KeyKind kind = KeyKind::kLog;
  std::string bytes;
};
std::optional<WrittenKey> ParseWrittenKey(std::string_view text) {
  // Base64 has a '+', too: only the first two divide.
  const std::vector<std::string> parts =
      absl::StrSplit(absl::string_view(text.data(), text.size()), absl::MaxSplits('+', 2));
  if (parts.size() != 3 || !IsName(parts[0])) return std::nullopt;
  const std::optional<std::string> bytes = FromBase64(parts[2]);
  if (!bytes || bytes->size() != 1 + kKeyBytes) return std::nullopt;
  WrittenKey key{.name = parts[0], .hash = parts[1], .kind = KeyKind::kLog, .bytes = bytes->substr(1)};
  if (bytes->front() == KindByte(KeyKind::kWitness)) {
    key.kind = KeyKind::kWitness;
  } else if (bytes->front() != KindByte(KeyKind::kLog)) {
    return std::nullopt;
  }
  return key;
}

// What a witness signs (tlog-cosignature).
std::string Witnessed(int64_t seconds, std::string_view text) {
  return fmt::format("cosignature/v1\ntime {}\n{}", seconds, text);
}

std::string SignatureOf(const SigningKey& key, std::string_view message) {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};
  crypto_sign_seed_keypair(public_key.data(), secret_key.data(),
                           reinterpret_cast<const unsigned char*>(key.seed.data()));
  std::string signature(kSignatureBytes, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size(), secret_key.data());
  sodium_memzero(secret_key.data(), secret_key.size());
  return signature;
}

bool IsSignature(const VerifierKey& key, std::string_view signature, std::string_view message) {
  return signature.size() == kSignatureBytes &&
         crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature.data()),
                                     reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                                     reinterpret_cast<const unsigned char*>(key.key.data())) == 0;
}

}  // namespace

std::string CheckpointText(const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, absl::Base64Escape(checkpoint.root));
}

absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text) {
  const std::vector<std::string> lines = absl::StrSplit(absl::string_view(text.data(), text.size()), '\n');
  // The last one is what follows the last line feed: nothing.
  if (lines.size() < 4 || !lines.back().empty() || lines[0].empty()) return NotA("checkpoint");
  Checkpoint checkpoint{.origin = lines[0], .size = 0, .root = {}};
  if (!absl::SimpleAtoi(lines[1], &checkpoint.size) || checkpoint.size < 0 ||
      std::to_string(checkpoint.size) != lines[1]) {
    return NotA("checkpoint");
  }
  const std::optional<std::string> root = FromBase64(lines[2]);
  if (!root || root->size() != kHashBytes) return NotA("checkpoint");
  checkpoint.root = *root;
  return checkpoint;
}

std::string VerifierKeyText(const VerifierKey& key) {
  return fmt::format("{}+{}+{}", key.name, absl::BytesToHexString(KeyHash(key)),
                     absl::Base64Escape(KindByte(key.kind) + key.key));
}

absl::StatusOr<VerifierKey> ParseVerifierKey(std::string_view text) {
  const std::optional<WrittenKey> written = ParseWrittenKey(text);
  if (!written) return NotA("verifier key");
  VerifierKey key{.name = written->name, .kind = written->kind, .key = written->bytes};
  if (absl::BytesToHexString(KeyHash(key)) != written->hash) return NotA("verifier key");
  return key;
}

std::string SigningKeyText(const SigningKey& key) {
  return fmt::format("{}{}+{}+{}", kPrivateKeyPrefix, key.verifier.name, absl::BytesToHexString(KeyHash(key.verifier)),
                     absl::Base64Escape(KindByte(key.verifier.kind) + key.seed));
}

absl::StatusOr<SigningKey> ParseSigningKey(std::string_view text) {
  if (!text.starts_with(kPrivateKeyPrefix)) return NotA("signing key");
  const std::optional<WrittenKey> written = ParseWrittenKey(text.substr(kPrivateKeyPrefix.size()));
  if (!written) return NotA("signing key");
  SigningKey key = MakeSigningKey(written->name, written->kind, written->bytes);
  if (absl::BytesToHexString(KeyHash(key.verifier)) != written->hash) return NotA("signing key");
  return key;
}

SigningKey MakeSigningKey(std::string_view name, KeyKind kind, std::string_view seed) {
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};
  std::string public_key(kKeyBytes, '\0');
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key.data()), secret_key.data(),
                           reinterpret_cast<const unsigned char*>(seed.data()));
  sodium_memzero(secret_key.data(), secret_key.size());
  return {.verifier = {.name = std::string(name), .kind = kind, .key = std::move(public_key)},
          .seed = std::string(seed)};
}

std::string SignedNoteText(const SignedNote& note) {
  std::string text = note.text + "\n";
  for (const SignedNote::Signature& signature : note.signatures) {
    text += fmt::format("{}{} {}\n", kSignaturePrefix, signature.name, absl::Base64Escape(signature.bytes));
  }
  return text;
}

absl::StatusOr<SignedNote> ParseSignedNote(std::string_view note) {
  const bool plain = std::none_of(note.begin(), note.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  });
  const size_t end = note.rfind("\n\n");
  if (note.size() > kGreatestNote || !plain || end == std::string_view::npos || note.back() != '\n') {
    return NotA("signed note");
  }
  SignedNote parsed;
  parsed.text = note.substr(0, end + 1);
  std::string_view rest = note.substr(end + 2);
  while (!rest.empty()) {
    const size_t line_end = rest.find('\n');
    std::string_view line = rest.substr(0, line_end);
    rest.remove_prefix(line_end + 1);
    if (!line.starts_with(kSignaturePrefix)) return NotA("signed note");
    line.remove_prefix(kSignaturePrefix.size());
    const size_t space = line.find(' ');
    if (space == std::string_view::npos || !IsName(line.substr(0, space))) return NotA("signed note");
    const std::optional<std::string> bytes = FromBase64(line.substr(space + 1));
    if (!bytes || bytes->size() <= kKeyHashBytes) return NotA("signed note");
    parsed.signatures.push_back({.name = std::string(line.substr(0, space)), .bytes = *bytes});
  }
  if (parsed.signatures.empty() || parsed.signatures.size() > kMostSignatures) return NotA("signed note");
  return parsed;
}

void Sign(const SigningKey& key, SignedNote& note) {
  note.signatures.push_back({.name = key.verifier.name, .bytes = KeyHash(key.verifier) + SignatureOf(key, note.text)});
}

void Cosign(const SigningKey& key, int64_t seconds, SignedNote& note) {
  note.signatures.push_back({.name = key.verifier.name,
                             .bytes = KeyHash(key.verifier) + BigEndian(static_cast<uint64_t>(seconds), kTimeBytes) +
                                      SignatureOf(key, Witnessed(seconds, note.text))});
}

std::optional<int64_t> SignedBy(const VerifierKey& key, const SignedNote& note) {
  const std::string hash = KeyHash(key);
  for (const SignedNote::Signature& signature : note.signatures) {
    if (signature.name != key.name || !std::string_view(signature.bytes).starts_with(hash)) continue;
    std::string_view rest = std::string_view(signature.bytes).substr(kKeyHashBytes);
    if (key.kind == KeyKind::kLog) {
      if (IsSignature(key, rest, note.text)) return 0;
    } else if (rest.size() > kTimeBytes) {
      const auto seconds = static_cast<int64_t>(FromBigEndian(rest.substr(0, kTimeBytes)));
      if (IsSignature(key, rest.substr(kTimeBytes), Witnessed(seconds, note.text))) return seconds;
    }
  }
  return std::nullopt;
}

}  // namespace phancong::rules
