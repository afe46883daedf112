#include "services/journal/stored_entries.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "services/journal/disclosure.h"
#include "services/journal/journal.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/pages.h"
#include "storage/journal.h"

namespace phancong::journal {
namespace {

// Entries may be large: few are read beyond what the page has room for.
constexpr int64_t kReadAtOnce = 20;

absl::StatusOr<v1::StoredEntry> Disclosed(Disclosure& disclosure, const storage::StoredEntry& stored) {
  v1::StoredEntry entry;
  entry.set_header(stored.header_bytes);
  for (size_t i = 0; i < stored.events.size(); ++i) {
    const storage::StoredEntry::StoredEvent& event = stored.events[i];
    v1::StoredEntry::StoredEvent& added = *entry.add_events();
    ASSIGN_OR_RETURN(const bool shown, disclosure.MayBeShown(stored, i));
    if (shown && event.bytes) {
      added.set_salt(event.salt);
      added.set_event(*event.bytes);
    } else {
      added.set_digest(event.digest);
    }
  }
  return entry;
}

}  // namespace

absl::Status ListStoredEntries(serving::ReadContext& read, const v1::ListStoredEntriesRequest& request,
                               v1::ListStoredEntriesResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  const int64_t first = request.from_revision() == 0 ? 1 : request.from_revision();
  if (first < 1) return rules::RefuseField("from_revision", "phải từ 1 trở lên", "must be 1 or more");
  if (request.to_revision() != 0 && request.to_revision() < first) {
    return rules::RefuseField("to_revision", "phải không nhỏ hơn mục đầu", "must not be before the first one");
  }
  const int64_t last = request.to_revision() == 0 ? read.revision() : std::min(request.to_revision(), read.revision());
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  // A token that somebody made up may say any number.
  int64_t next = page.after ? std::max(first, std::min(page.after->numbers[0], last) + 1) : first;
  Disclosure disclosure(read);
  size_t bytes = 0;
  while (next <= last && response->entries_size() < page.size) {
    const int64_t wanted = std::min({kReadAtOnce, last - next + 1, page.size - response->entries_size()});
    ASSIGN_OR_RETURN(const std::vector<storage::StoredEntry> stored,
                     storage::ReadEntries(read.tx(), read.federation(), next, wanted));
    if (stored.empty()) break;
    for (const storage::StoredEntry& one : stored) {
      ASSIGN_OR_RETURN(v1::StoredEntry entry, Disclosed(disclosure, one));
      bytes += entry.ByteSizeLong();
      if (bytes > kEntriesBytes && !response->entries().empty()) {
        response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {next - 1}}));
        return absl::OkStatus();
      }
      *response->add_entries() = std::move(entry);
      ++next;
    }
  }
  if (next <= last) response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {next - 1}}));
  return absl::OkStatus();
}

}  // namespace phancong::journal
