#include "services/journal/journal.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "services/journal/words.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/pages.h"
#include "storage/journal.h"

namespace phancong::journal {
namespace {

constexpr int64_t kReadAtOnce = 100;
// 9999-12-31 24:00 UTC, in seconds.
constexpr int64_t kEndOfTime = 253'402'300'800;

}  // namespace

absl::StatusOr<std::vector<v1::Entry>> EntriesFrom(serving::ReadContext& read, int64_t from_revision, int64_t limit) {
  std::vector<v1::Entry> entries;
  size_t bytes = 0;
  while (limit > 0) {
    ASSIGN_OR_RETURN(const std::vector<storage::StoredEntry> stored,
                     storage::ReadEntries(read.tx(), read.federation(), from_revision, std::min(limit, kReadAtOnce)));
    for (const storage::StoredEntry& entry : stored) {
      ASSIGN_OR_RETURN(v1::Entry described, DescribeEntry(read.tx(), read.federation(), read.actor().federation_id,
                                                          entry, read.actor().language));
      bytes += described.ByteSizeLong();
      if (bytes > kEntriesBytes && !entries.empty()) return entries;
      entries.push_back(std::move(described));
    }
    if (static_cast<int64_t>(stored.size()) < std::min(limit, kReadAtOnce)) return entries;
    limit -= static_cast<int64_t>(stored.size());
    from_revision = entries.back().revision() + 1;
  }
  return entries;
}

serving::Watches::Next<v1::WatchEntriesResponse> EntriesAfter(int64_t revision) {
  return
      [last = revision](serving::ReadContext& read) mutable -> absl::StatusOr<std::vector<v1::WatchEntriesResponse>> {
        if (last < 0) return rules::RefuseField("after_revision", "phải từ 0 trở lên", "must be 0 or more");
        if (last > read.revision()) {
          return rules::Refuse(v1::ERROR_REASON_REVISION_AHEAD, {{"revision", std::to_string(read.revision())}});
        }
        ASSIGN_OR_RETURN(std::vector<v1::Entry> entries, EntriesFrom(read, last + 1, serving::kWatchBatch));
        std::vector<v1::WatchEntriesResponse> batch(entries.size());
        for (size_t i = 0; i < entries.size(); ++i) {
          last = entries[i].revision();
          batch[i].mutable_entry()->Swap(&entries[i]);
        }
        return batch;
      };
}

absl::Status ListEntries(serving::ReadContext& read, const v1::ListEntriesRequest& request,
                         v1::ListEntriesResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  if (request.from_revision() < 0) {
    return rules::RefuseField("from_revision", "phải từ 1 trở lên", "must be 1 or more");
  }
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  // A token that somebody made up may say any number.
  const int64_t from = page.after ? std::min(page.after->numbers[0], read.revision()) + 1
                                  : std::max<int64_t>(request.from_revision(), 1);
  ASSIGN_OR_RETURN(const std::vector<v1::Entry> entries, EntriesFrom(read, from, page.size));
  for (const v1::Entry& entry : entries) *response->add_entries() = entry;
  if (!entries.empty() && entries.back().revision() < read.revision()) {
    response->set_next_page_token(serving::PageTokenOf(request, {.numbers = {entries.back().revision()}}));
  }
  return absl::OkStatus();
}

absl::Status AdvanceClock(serving::CommandContext& command, const v1::AdvanceClockRequest& request,
                          v1::AdvanceClockResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  if (!command.entry().demo) return rules::Refuse(v1::ERROR_REASON_NOT_DEMO);
  const google::protobuf::Timestamp& time = request.time();
  if (time.seconds() <= 0 || time.seconds() >= kEndOfTime || time.nanos() < 0 || time.nanos() > 999'999'999) {
    return rules::RefuseField("time", "phải là một thời điểm từ năm 1970 đến năm 9999",
                              "must be a moment from 1970 to 9999");
  }
  const int64_t wanted = time.seconds() * 1'000'000 + time.nanos() / 1'000;
  const int64_t now = command.entry().time_micros;
  if (wanted < now) {
    return rules::Refuse(
        v1::ERROR_REASON_CLOCK_BACKWARDS,
        {{"now", absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixMicros(now), command.entry().zone)}});
  }
  if (wanted > now) {
    v1::Event event;
    event.mutable_clock_advanced()->set_time_micros(wanted);
    RETURN_IF_ERROR(command.Emit(event));
  }
  response->mutable_time()->set_seconds(wanted / 1'000'000);
  response->mutable_time()->set_nanos(static_cast<int32_t>(wanted % 1'000'000 * 1'000));
  return absl::OkStatus();
}

}  // namespace phancong::journal
