#include "storage/trouble.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/cord.h"

namespace phancong::storage {
namespace {

constexpr char kUrl[] = "phancong/storage-trouble";

}  // namespace

std::string_view WordOf(Trouble trouble) {
  return trouble == Trouble::kNone ? std::string_view() : kTroubles.at(static_cast<size_t>(trouble) - 1);
}

absl::Status Because(absl::Status error, Trouble trouble) {
  const std::string_view word = WordOf(trouble);
  error.SetPayload(kUrl, absl::Cord(absl::string_view(word.data(), word.size())));
  return error;
}

Trouble TroubleOf(const absl::Status& outcome) {
  if (outcome.ok()) return Trouble::kNone;
  const absl::optional<absl::Cord> payload = outcome.GetPayload(kUrl);
  if (!payload) return Trouble::kOther;
  const auto found = std::find(kTroubles.begin(), kTroubles.end(), std::string(*payload));
  return found == kTroubles.end() ? Trouble::kOther : static_cast<Trouble>(found - kTroubles.begin() + 1);
}

}  // namespace phancong::storage
