#include "services/reminders/words.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/task_machine.h"
#include "storage/federations.h"
#include "storage/tasks.h"

namespace phancong::reminders {
namespace {

std::string TitleOf(const v1::Item& item, bool english) {
  return english && !item.title().en().empty() ? item.title().en() : item.title().vi();
}

// "2025/1.3.thpt-viet-vinh", as the client takes it.
std::string ShortName(const tasks::TaskFile& file) {
  return fmt::format("{}/{}.{}", file.round.id, file.item->id(),
                     file.assignee ? std::string_view(file.assignee->id) : rules::kFederationAssignee);
}

}  // namespace

absl::Status Words::Show(const storage::InboxRow& row, v1::InboxMessage* message) {
  ASSIGN_OR_RETURN(const tasks::TaskFile file, Open(row.task));
  message->set_number(row.message);
  *message->mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.created_at);
  message->set_read(row.read);
  message->set_task(file.name);
  *message->mutable_title() = file.item->title();
  ASSIGN_OR_RETURN(*message->mutable_assignee_title(), AssigneeTitle(file));
  *message->mutable_due_date() = rules::DateOf(row.due_day);
  message->set_offset_days(static_cast<int32_t>(row.offset_days));

  ASSIGN_OR_RETURN(const std::string headline, Headline(row));
  std::string text = fmt::format(fmt::runtime(english() ? "{} ({}), due on {}." : "{} ({}), hạn {}."), headline,
                                 message->assignee_title(), Date(row.due_day));
  if (file.row.due_day != row.due_day || file.row.cycle != row.cycle) {
    text +=
        fmt::format(fmt::runtime(english() ? " It is now due on {}." : " Hạn hiện nay: {}."), Date(file.row.due_day));
  }
  message->set_text(text + " " + ToDo(file));
  return absl::OkStatus();
}

absl::StatusOr<std::string> Words::Headline(const storage::InboxRow& row) {
  ASSIGN_OR_RETURN(const tasks::TaskFile file, Open(row.task));
  ASSIGN_OR_RETURN(const std::string lateness, Lateness(row));
  return fmt::format("{}: {} {}", lateness, file.item->id(), TitleOf(*file.item, english()));
}

absl::StatusOr<tasks::TaskFile> Words::Open(int64_t task) {
  ASSIGN_OR_RETURN(storage::TaskRow row, storage::GetTask(read_.tx(), read_.federation(), task));
  return files_.Open(std::move(row));
}

absl::StatusOr<std::string> Words::AssigneeTitle(const tasks::TaskFile& file) {
  if (file.assignee) return file.assignee->title;
  ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(read_.tx(), read_.federation()));
  return federation.title_vi;
}

// By the day on which the message was written.
absl::StatusOr<std::string> Words::Lateness(const storage::InboxRow& row) {
  ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(read_.tx(), read_.federation()));
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(federation.time_zone, &zone)) return absl::InternalError("the time zone is unknown");
  const int64_t late = rules::LocalDay(row.created_at, zone) - row.due_day;
  if (late > 0) {
    return english() ? fmt::format("{} {} overdue", late, late == 1 ? "day" : "days")
                     : fmt::format("Quá hạn {} ngày", late);
  }
  if (late == 0) return std::string(english() ? "Due today" : "Đến hạn hôm nay");
  return english() ? fmt::format("Due in {} {}", -late, late == -1 ? "day" : "days")
                   : fmt::format("Còn {} ngày đến hạn", -late);
}

std::string Words::ToDo(const tasks::TaskFile& file) const {
  const std::string name = ShortName(file);
  if (rules::PhaseOf(file.row.state) != rules::TaskPhase::kWithAssignee) {
    return english() ? fmt::format("Nothing is to be done for it now: phancong task show {}", name)
                     : fmt::format("Hiện không phải làm gì thêm ({}): phancong task show {}",
                                   rules::StateWord(file.row.state), name);
  }
  const int64_t reader = read_.actor().account;
  const bool theirs = file.assignee ? read_.actor().Holds(v1::POSITION_UNION_CHAIR, file.assignee->union_number) ||
                                          read_.actor().Holds(v1::POSITION_UNION_OFFICER, file.assignee->union_number)
                                    : file.in_charge.empty() || std::find(file.in_charge.begin(), file.in_charge.end(),
                                                                          reader) != file.in_charge.end();
  if (theirs) {
    return fmt::format(
        fmt::runtime(english() ? "Report and submit it: phancong submit {}" : "Hãy báo cáo và nộp: phancong submit {}"),
        name);
  }
  return fmt::format(fmt::runtime(english() ? "See how it stands and urge the unit: phancong task show {}"
                                            : "Hãy xem tình hình và đôn đốc đơn vị: phancong task show {}"),
                     name);
}

std::string Words::Date(rules::Day day) const { return english() ? rules::IsoDate(day) : rules::VietnameseDate(day); }

}  // namespace phancong::reminders
