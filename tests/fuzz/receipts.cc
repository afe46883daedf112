// Receipts, and checkpoints with their proofs, as somebody may hand them in: made up, altered, cut. There is one text
// for each, and what is changed proves nothing.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/cli/checkpoint_file.h"
#include "client/cli/failure.h"
#include "services/rules/receipt.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  using fuzz::Must;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  rules::Receipt receipt;
  if (const auto problem = rules::ParseReceipt(text, receipt)) {
    Must(!problem->vi.empty() && !problem->en.empty(), "what is wrong is said");
  } else {
    Must(rules::ReceiptText(receipt) == text, "a receipt is written as it was read");
    rules::ProvenEntry proven;
    if (!rules::CheckReceipt(receipt, proven)) {
      Must(proven.header.revision() == receipt.index + 1 && proven.signer < receipt.keys.size(),
           "it says what it proves");
      receipt.header += '\x01';
      Must(rules::CheckReceipt(receipt, proven).has_value(), "another header is another entry");
    }
  }
  const absl::StatusOr<client::CheckpointFile> file = client::ReadCheckpointFile(text);
  if (file.ok()) {
    Must(client::CheckpointFileText(*file) == text, "a checkpoint is written as it was read");
  } else {
    Must(client::ExitCodeOf(file.status()) == client::ExitCode::kRefused, "a file that is wrong is refused");
  }
  return 0;
}
