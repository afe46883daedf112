#include "services/rules/sealing.h"

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"

namespace phancong::rules {

absl::Status MaySeal(const SealFacts& facts, Day today) {
  if (today <= facts.period_end) {
    return Refuse(v1::ERROR_REASON_PERIOD_NOT_OVER,
                  {{"end.vi", VietnameseDate(facts.period_end)}, {"end.en", IsoDate(facts.period_end)}});
  }
  if (facts.open_tasks != 0) {
    return Refuse(v1::ERROR_REASON_TASKS_OPEN,
                  {{"count", std::to_string(facts.open_tasks)}, {"task", facts.open_task}});
  }
  return facts.has_decision ? absl::OkStatus() : Refuse(v1::ERROR_REASON_DECISION_REQUIRED);
}

absl::Status CheckAsOf(Day as_of, const Period& period, bool sealed, Day today) {
  if (as_of > today) return RefuseField("as_of_date", "chưa đến ngày này", "is not yet come");
  if (as_of < period.begin) {
    return RefuseField("as_of_date", "trước khi nhiệm kỳ của đợt giao bắt đầu", "is before the round's period");
  }
  return sealed ? Refuse(v1::ERROR_REASON_PERIOD_SEALED) : absl::OkStatus();
}

absl::Status MayRestate(const RestatementFacts& facts) {
  if (!facts.sealed) return Refuse(v1::ERROR_REASON_PERIOD_NOT_SEALED);
  if (!facts.accepted) return Refuse(v1::ERROR_REASON_TASK_NOT_ACCEPTED);
  if (facts.author) return Refuse(v1::ERROR_REASON_AUTHOR_OF_REPORT);
  if (facts.position_in_assignee) return Refuse(v1::ERROR_REASON_POSITION_IN_ASSIGNEE);
  if (facts.accepted_by_them) return Refuse(v1::ERROR_REASON_DECIDED_BY_REQUESTER);
  RETURN_IF_ERROR(facts.fit);
  if (!facts.has_reason) {
    return Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "kết quả đã khóa sổ sẽ được điều chỉnh."},
                                                     {"why.en", "a sealed result will be restated."}});
  }
  if (!facts.has_decision) return Refuse(v1::ERROR_REASON_DECISION_REQUIRED);
  if (!facts.differs) {
    return Refuse(v1::ERROR_REASON_NOTHING_TO_DO, {{"why.vi", "số liệu điều chỉnh giống số liệu đang có."},
                                                   {"why.en", "the figures are those that stand already."}});
  }
  return absl::OkStatus();
}

}  // namespace phancong::rules
