// What a message says: what is due, when, how late it is, and what to do now.
#ifndef PHANCONG_SERVICES_REMINDERS_WORDS_H_
#define PHANCONG_SERVICES_REMINDERS_WORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "phancong/v1/inbox_service.pb.h"
#include "services/serving/command.h"
#include "services/tasks/task_file.h"
#include "storage/reminders.h"

namespace phancong::reminders {

// Shows messages to the reader of a call, in their language, with the names and the state that tasks have now.
class Words {
 public:
  explicit Words(serving::ReadContext& read) : read_(read), files_(read) {}

  [[nodiscard]] absl::Status Show(const storage::InboxRow& row, v1::InboxMessage* message);
  // One line: "Quá hạn 7 ngày: 1.3 Hội nghị …".
  [[nodiscard]] absl::StatusOr<std::string> Headline(const storage::InboxRow& row);

 private:
  absl::StatusOr<tasks::TaskFile> Open(int64_t task);
  absl::StatusOr<std::string> AssigneeTitle(const tasks::TaskFile& file);
  absl::StatusOr<std::string> Lateness(const storage::InboxRow& row);
  [[nodiscard]] std::string ToDo(const tasks::TaskFile& file) const;
  [[nodiscard]] bool english() const { return read_.actor().language == "en"; }
  [[nodiscard]] std::string Date(rules::Day day) const;

  serving::ReadContext& read_;
  tasks::TaskFiles files_;
};

}  // namespace phancong::reminders

#endif  // PHANCONG_SERVICES_REMINDERS_WORDS_H_
