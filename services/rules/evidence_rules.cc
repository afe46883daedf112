#include "services/rules/evidence_rules.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"

namespace phancong::rules {
namespace {

constexpr int64_t kMebibyte = int64_t{1} << 20;
constexpr int64_t kGreatestUnlessSaid = 20 * kMebibyte;
constexpr int64_t kNameLength = 200;
constexpr int64_t kEndingLength = 10;

std::string SizeText(int64_t bytes) {
  return bytes % kMebibyte == 0 ? fmt::format("{} MiB", bytes / kMebibyte) : fmt::format("{} byte", bytes);
}

// Whole characters, from the front or from the back.
std::string First(std::string_view text, int64_t length) {
  size_t end = 0;
  while (end < text.size()) {
    size_t next = end + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    if (length-- == 0) break;
    end = next;
  }
  return std::string(text.substr(0, end));
}

}  // namespace

int64_t GreatestEvidence(const v1::Programme& programme) {
  return programme.evidence().max_bytes() == 0 ? kGreatestUnlessSaid : programme.evidence().max_bytes();
}

absl::Status CheckEvidenceSize(const v1::Programme& programme, int64_t size) {
  if (size <= GreatestEvidence(programme)) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_TOO_LARGE, {{"limit", SizeText(GreatestEvidence(programme))}});
}

std::vector<std::string> EvidenceTypes(const v1::Programme& programme) {
  const auto& types = programme.evidence().media_types();
  if (!types.empty()) return {types.begin(), types.end()};
  return {"application/pdf",
          "image/jpeg",
          "image/png",
          "image/tiff",
          "application/vnd.oasis.opendocument.text",
          "application/vnd.oasis.opendocument.spreadsheet",
          "application/vnd.oasis.opendocument.presentation",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.openxmlformats-officedocument.presentationml.presentation"};
}

absl::Status CheckEvidenceType(const v1::Programme& programme, std::string_view media_type) {
  const std::vector<std::string> types = EvidenceTypes(programme);
  if (std::find(types.begin(), types.end(), media_type) != types.end()) return absl::OkStatus();
  return Refuse(v1::ERROR_REASON_FILE_TYPE,
                {{"type", std::string(media_type)}, {"allowed", fmt::format("{}", fmt::join(types, ", "))}});
}

std::string PlainFileName(std::string_view file_name) {
  const size_t slash = file_name.find_last_of("/\\");
  std::string name(slash == std::string_view::npos ? file_name : file_name.substr(slash + 1));
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  absl::StripAsciiWhitespace(&name);
  const absl::StatusOr<std::string> normal = Nfc(name);
  if (!normal.ok() || HasUnsafeCharacters(*normal) || *normal == "." || *normal == "..") return "";
  if (Length(*normal) <= kNameLength) return *normal;
  const size_t dot = normal->rfind('.');
  const std::string ending =
      dot == std::string::npos || Length(normal->substr(dot)) > kEndingLength ? "" : normal->substr(dot);
  return First(*normal, kNameLength - Length(ending)) + ending;
}

}  // namespace phancong::rules
