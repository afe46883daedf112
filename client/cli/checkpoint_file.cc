#include "client/cli/checkpoint_file.h"

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "services/rules/propagate.h"
#include "services/rules/receipt.h"

namespace phancong::client {
namespace {

constexpr std::string_view kFirstLine = "phancong-consistency/v1\n";

absl::Status Damaged() {
  return WrongFile("Bằng chứng trước mốc sổ bị hỏng.", "The proof before the checkpoint is damaged.");
}

}  // namespace

std::string CheckpointFileText(const CheckpointFile& file) {
  if (file.from_size == 0) return file.note;
  std::string text = Concat(kFirstLine, "from ", file.from_size, "\n");
  for (const rules::Hash& hash : file.proof) Append(text, std::string(absl::Base64Escape(hash)), "\n");
  return Concat(text, "\n", file.note);
}

absl::StatusOr<CheckpointFile> ReadCheckpointFile(std::string_view text) {
  const std::string_view whole = text;
  CheckpointFile file;
  if (TakePrefix(text, kFirstLine)) {
    auto [from, rest] = SplitOnce(text, '\n');
    if (!TakePrefix(from, "from ") || !absl::SimpleAtoi(std::string(from), &file.from_size) || file.from_size < 1) {
      return Damaged();
    }
    while (!TakePrefix(rest, "\n")) {
      const auto [line, others] = SplitOnce(rest, '\n');
      rules::Hash& hash = file.proof.emplace_back();
      if (!absl::Base64Unescape(std::string(line), &hash) || hash.size() != rules::kHashBytes) return Damaged();
      rest = others;
    }
    text = rest;
  }
  ASSIGN_OR_RETURN(file.read, ReadCheckpointNote(text));
  file.note = text;
  // There is one text for it.
  if (CheckpointFileText(file) != whole) return Damaged();
  return file;
}

absl::StatusOr<CheckpointFile> ReadCheckpointOrReceipt(std::string_view text) {
  rules::Receipt receipt;
  if (rules::ParseReceipt(text, receipt)) return ReadCheckpointFile(text);
  rules::ProvenEntry proven;
  if (const auto problem = rules::CheckReceipt(receipt, proven)) return WrongFile(problem->vi, problem->en);
  CheckpointFile file;
  ASSIGN_OR_RETURN(file.read, ReadCheckpointNote(receipt.checkpoint));
  file.note = receipt.checkpoint;
  return file;
}

}  // namespace phancong::client
