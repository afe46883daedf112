#include "services/journal/words.h"

#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/position_words.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/accounts.h"
#include "storage/directory.h"
#include "storage/federations.h"
#include "storage/inspection_plans.h"
#include "storage/inspections.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/tasks.h"
#include "storage/witnesses.h"

namespace phancong::journal {
namespace {

// Of free text, in a sentence.
constexpr size_t kQuotedBytes = 300;

std::string Quoted(const std::string& text) {
  if (text.size() <= kQuotedBytes) return text;
  size_t end = kQuotedBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

// Says one event, with the names that things have now. The first error of the store is kept; what is not there any more
// is shown by its number.
class Speaker {
 public:
  Speaker(storage::ReadTransaction& tx, int64_t federation, const storage::StoredEntry& entry, bool english)
      : tx_(tx), federation_(federation), english_(english) {
    for (const storage::StoredEntry::StoredText& text : entry.texts) {
      texts_[text.digest] = text.text ? *text.text : Say("(đã xóa)", "(erased)");
    }
  }

  std::string Say(const v1::Event& event) {
    switch (event.event_case()) {
      case v1::Event::kFederationCreated:
        return Say("Lập {}.", "{} was made.", Local(event.federation_created().title()));
      case v1::Event::kAccountCreated:
        return Say("Tạo tài khoản {} ({}).", "Account {} ({}) was made.", event.account_created().id(),
                   Text(event.account_created().display_name()));
      case v1::Event::kAccountDisabled:
        return Say("Khóa tài khoản của {}.", "The account of {} was disabled.",
                   Account(event.account_disabled().account()));
      case v1::Event::kAccountEnabled:
        return Say("Mở lại tài khoản của {}.", "The account of {} was enabled again.",
                   Account(event.account_enabled().account()));
      case v1::Event::kAccountReset:
        return Say("Cấp mã dùng một lần mới cho {}.", "{} was given a new one-time code.",
                   Account(event.account_reset().account()));
      case v1::Event::kPositionGiven:
        return SayPosition(event.position_given());
      case v1::Event::kPositionEnded:
        return SayPosition(event.position_ended());
      case v1::Event::kProgrammeLoaded:
        return Say("Nạp chương trình, phiên bản {}, theo quyết định {}: {} mục.",
                   "The programme was loaded, version {}, decision {}: {} items.", event.programme_loaded().version(),
                   event.programme_loaded().decision_number(), event.programme_loaded().item_numbers_size());
      case v1::Event::kUnionsImported:
        return Say("Nhập {} công đoàn cơ sở theo quyết định {}, số liệu ngày {}.",
                   "{} unions were imported, decision {}, figures of {}.", event.unions_imported().unions_size(),
                   event.unions_imported().decision_number(), Date(event.unions_imported().as_of_day()));
      case v1::Event::kResponsibilityAssigned:
        return SayResponsibility(event.responsibility_assigned());
      case v1::Event::kResponsibilityEnded:
        return SayResponsibility(event.responsibility_ended());
      case v1::Event::kRoundDrafted:
        return Say("Dự thảo đợt giao {}: {} mục.", "Round {} was drafted: {} items.", event.round_drafted().id(),
                   event.round_drafted().items_size());
      case v1::Event::kRoundIssued:
        return Say("Ban hành đợt giao {} theo quyết định {}.", "Round {} was issued, decision {}.",
                   Round(event.round_issued().round_number()), event.round_issued().decision_number());
      case v1::Event::kItemIssued:
        return SayIssued(event.item_issued());
      case v1::Event::kTaskAcknowledged:
        return Say("Tiếp nhận nhiệm vụ {}.", "Task {} was acknowledged.", Task(event.task_acknowledged().task()));
      case v1::Event::kProgressReported:
        return Say("Báo cáo tiến độ nhiệm vụ {}.", "Progress was reported on task {}.",
                   Task(event.progress_reported().task()));
      case v1::Event::kTaskSubmitted:
        if (event.task_submitted().on_paper()) {
          return Say("Nhập báo cáo giấy của nhiệm vụ {}, nhận ngày {}.",
                     "The report of task {} was entered from paper, received on {}.",
                     Task(event.task_submitted().task()), Date(event.task_submitted().received_day()));
        }
        return Say("Nộp báo cáo nhiệm vụ {}.", "Task {} was submitted.", Task(event.task_submitted().task()));
      case v1::Event::kTaskRecalled:
        return Say("Rút lại báo cáo đã nộp của nhiệm vụ {}.", "The submission of task {} was recalled.",
                   Task(event.task_recalled().task()));
      case v1::Event::kReviewTaken:
        return Say("{} nhận duyệt nhiệm vụ {}.", "{} took the review of task {}.",
                   Account(event.review_taken().reviewer()), Task(event.review_taken().task()));
      case v1::Event::kReviewReleased:
        return Say("Thôi nhận duyệt nhiệm vụ {}.", "The review of task {} was released.",
                   Task(event.review_released().task()));
      case v1::Event::kTaskAccepted:
        return Say("Duyệt nhiệm vụ {}{}.", "Task {} was accepted{}.", Task(event.task_accepted().task()),
                   Because(event.task_accepted().reason()));
      case v1::Event::kTaskReturned:
        return Say("Trả lại nhiệm vụ {}, hạn làm lại {}{}.", "Task {} was returned, to be reworked by {}{}.",
                   Task(event.task_returned().task()), Date(event.task_returned().rework_due_day()),
                   Because(event.task_returned().reason()));
      case v1::Event::kTaskWithdrawn:
        return Say("Thu hồi nhiệm vụ {} theo quyết định {}{}.", "Task {} was withdrawn, decision {}{}.",
                   Task(event.task_withdrawn().task()), event.task_withdrawn().decision_number(),
                   Because(event.task_withdrawn().reason()));
      case v1::Event::kTaskReopened:
        return SayReopened(event.task_reopened());
      case v1::Event::kCommentAdded:
        return Say("Góp ý về nhiệm vụ {}: “{}”", "A comment on task {}: “{}”", Task(event.comment_added().task()),
                   Quoted(Text(event.comment_added().text())));
      case v1::Event::kInspectionScheduled:
        return Say("Lập đoàn kiểm tra {} tại {}, ngày {}, trưởng đoàn {}.",
                   "Inspection {} of {} was scheduled for {}, headed by {}.", event.inspection_scheduled().id(),
                   Unit(event.inspection_scheduled().union_number()),
                   Date(event.inspection_scheduled().scheduled_day()), Account(event.inspection_scheduled().head()));
      case v1::Event::kInspectionStarted:
        return Say("Bắt đầu cuộc kiểm tra {}.", "Inspection {} began.",
                   Inspection(event.inspection_started().inspection()));
      case v1::Event::kTaskChecked:
        return SayChecked(event.task_checked());
      case v1::Event::kFindingRecorded:
        // What a finding says is the Inspection Committee's alone until it is issued.
        return Say("Ghi phát hiện số {} của cuộc kiểm tra {}.", "Finding {} of inspection {} was recorded.",
                   event.finding_recorded().finding(), Inspection(event.finding_recorded().inspection()));
      case v1::Event::kInspectionConcluded:
        return Say("Kết luận cuộc kiểm tra {}, văn bản số {} ngày {}.",
                   "Inspection {} was concluded, document {} of {}.",
                   Inspection(event.inspection_concluded().inspection()),
                   event.inspection_concluded().document_number(), Date(event.inspection_concluded().document_day()));
      case v1::Event::kRemedySubmitted:
        return Say("Báo cáo khắc phục phát hiện số {} của cuộc kiểm tra {}.",
                   "A remedy of finding {} of inspection {} was submitted.", event.remedy_submitted().finding(),
                   Inspection(event.remedy_submitted().inspection()));
      case v1::Event::kRemedyVerified:
        return Say("Xác nhận đã khắc phục phát hiện số {} của cuộc kiểm tra {}.",
                   "The remedy of finding {} of inspection {} was verified.", event.remedy_verified().finding(),
                   Inspection(event.remedy_verified().inspection()));
      case v1::Event::kRemedyRejected:
        return Say("Chưa chấp nhận việc khắc phục phát hiện số {} của cuộc kiểm tra {}, hạn mới {}{}.",
                   "The remedy of finding {} of inspection {} was rejected, due again on {}{}.",
                   event.remedy_rejected().finding(), Inspection(event.remedy_rejected().inspection()),
                   Date(event.remedy_rejected().remedy_due_day()), Because(event.remedy_rejected().reason()));
      case v1::Event::kInspectionNotified:
        return Say("Thông báo cuộc kiểm tra {} cho đơn vị, văn bản số {} ngày {}.",
                   "Notice of inspection {} was given, document {} of {}.",
                   Inspection(event.inspection_notified().inspection()), event.inspection_notified().document_number(),
                   Date(event.inspection_notified().document_day()));
      case v1::Event::kFindingDropped:
        // Why is the Inspection Committee's alone, as what was found is.
        return Say("Bỏ phát hiện số {} của cuộc kiểm tra {}.", "Finding {} of inspection {} was dropped.",
                   event.finding_dropped().finding(), Inspection(event.finding_dropped().inspection()));
      case v1::Event::kConclusionDrafted:
        return Say("Dự thảo kết luận cuộc kiểm tra {}, đơn vị giải trình đến hết {}.",
                   "The conclusion of inspection {} was drafted; the unit may explain until {}.",
                   Inspection(event.conclusion_drafted().inspection()),
                   Date(event.conclusion_drafted().explain_by_day()));
      case v1::Event::kConclusionSigned:
        return SaySigned(event.conclusion_signed());
      case v1::Event::kSupervisionReported:
        return Say("Báo cáo kết quả giám sát {}, văn bản số {} ngày {}.",
                   "Supervision {} was reported on, document {} of {}.",
                   Inspection(event.supervision_reported().inspection()),
                   event.supervision_reported().document_number(), Date(event.supervision_reported().document_day()));
      case v1::Event::kInspectionCancelled:
        return Say("Hủy cuộc kiểm tra {} theo quyết định {}{}.", "Inspection {} was cancelled, decision {}{}.",
                   Inspection(event.inspection_cancelled().inspection()),
                   event.inspection_cancelled().decision_number(), Because(event.inspection_cancelled().reason()));
      case v1::Event::kFindingExplained:
        return Say("Giải trình phát hiện số {} của cuộc kiểm tra {}.", "Finding {} of inspection {} was explained.",
                   event.finding_explained().finding(), Inspection(event.finding_explained().inspection()));
      case v1::Event::kFindingClosedWithoutRemedy:
        return Say("Khép phát hiện số {} của cuộc kiểm tra {} mà không khắc phục, theo quyết định {}{}.",
                   "Finding {} of inspection {} was closed without a remedy, decision {}{}.",
                   event.finding_closed_without_remedy().finding(),
                   Inspection(event.finding_closed_without_remedy().inspection()),
                   event.finding_closed_without_remedy().decision_number(),
                   Because(event.finding_closed_without_remedy().reason()));
      case v1::Event::kAttemptRefused:
        return SayRefused(event.attempt_refused());
      case v1::Event::kClockAdvanced:
        return Say("Đặt đồng hồ mô phỏng đến {}.", "The simulated clock was set to {}.",
                   Moment(event.clock_advanced().time_micros()));
      case v1::Event::kExtensionRequested:
        return Say("Đề nghị gia hạn nhiệm vụ {} đến {}{}.", "An extension of task {} to {} was requested{}.",
                   Task(event.extension_requested().task()), Date(event.extension_requested().due_day()),
                   Because(event.extension_requested().reason()));
      case v1::Event::kExtensionDecided:
        if (!event.extension_decided().approved()) {
          return Say("Không gia hạn nhiệm vụ {}{}.", "The extension of task {} was refused{}.",
                     Task(event.extension_decided().task()), Because(event.extension_decided().reason()));
        }
        return Say("Gia hạn nhiệm vụ {} đến {}{}.", "Task {} was extended to {}{}.",
                   Task(event.extension_decided().task()), Date(event.extension_decided().due_day()),
                   Because(event.extension_decided().reason()));
      case v1::Event::kExtensionCancelled:
        return Say("Rút đề nghị gia hạn nhiệm vụ {}.", "The request to extend task {} was taken back.",
                   Task(event.extension_cancelled().task()));
      case v1::Event::kTasksExtended:
        return Say("Gia hạn {} nhiệm vụ theo quyết định {}{}.", "{} tasks were extended, decision {}{}.",
                   event.tasks_extended().tasks_size(), event.tasks_extended().decision_number(),
                   Because(event.tasks_extended().reason()));
      case v1::Event::kTaskSuspended:
        return Say("Tạm dừng nhiệm vụ {} theo quyết định {}{}.", "Task {} was suspended, decision {}{}.",
                   Task(event.task_suspended().task()), event.task_suspended().decision_number(),
                   Because(event.task_suspended().reason()));
      case v1::Event::kTaskResumed:
        return Say("Tiếp tục nhiệm vụ {} theo quyết định {}, hạn {}{}.",
                   "Task {} was resumed, decision {}, due on {}{}.", Task(event.task_resumed().task()),
                   event.task_resumed().decision_number(), Date(event.task_resumed().due_day()),
                   Because(event.task_resumed().reason()));
      case v1::Event::kTaskClosedNotMet:
        return Say("Ghi nhận không hoàn thành nhiệm vụ {}{}.", "Task {} was closed as not met{}.",
                   Task(event.task_closed_not_met().task()), Because(event.task_closed_not_met().reason()));
      case v1::Event::kPeriodSealed:
        return Say("Khóa sổ đợt giao {} theo quyết định {}.", "Round {} was sealed, decision {}.",
                   Round(event.period_sealed().round_number()), event.period_sealed().decision_number());
      case v1::Event::kResultRestated:
        return Say("Điều chỉnh kết quả đã khóa sổ của nhiệm vụ {}, ghi vào đợt giao {}, theo quyết định {}{}.",
                   "The sealed result of task {} was restated in round {}, decision {}{}.",
                   Task(event.result_restated().task()), Round(event.result_restated().round_number()),
                   event.result_restated().decision_number(), Because(event.result_restated().reason()));
      case v1::Event::kCalendarLoaded:
        return Say("Nạp lịch làm việc, phiên bản {}, theo quyết định {}.",
                   "The calendar of working days was loaded, version {}, decision {}.",
                   event.calendar_loaded().version(), event.calendar_loaded().decision_number());
      case v1::Event::kGuidanceRecorded:
        return Say("Ghi nhận hướng dẫn của cấp trên cho mục {}: văn bản số {} ngày {}.",
                   "The superior's guidance for item {} was recorded: document {} of {}.",
                   Item(event.guidance_recorded().item_number()), event.guidance_recorded().document_number(),
                   Date(event.guidance_recorded().document_day()));
      case v1::Event::kEvidenceUploaded:
        return Say("Tải lên tệp minh chứng số {} của {}: “{}”.", "Evidence file {} of {} was uploaded: “{}”.",
                   event.evidence_uploaded().evidence(), Unit(event.evidence_uploaded().union_number()),
                   Quoted(Text(event.evidence_uploaded().file_name())));
      case v1::Event::kEvidenceErased:
        return Say("Xóa nội dung tệp minh chứng số {} theo quyết định {}{}.",
                   "The content of evidence file {} was erased, decision {}{}.", event.evidence_erased().evidence(),
                   event.evidence_erased().decision_number(), Because(event.evidence_erased().reason()));
      case v1::Event::kEvidenceWaived:
        return Say("Cho phép nhiệm vụ {} nộp không kèm minh chứng “{}”{}.",
                   "Task {} may be submitted without evidence “{}”{}.", Task(event.evidence_waived().task()),
                   event.evidence_waived().kind(), Because(event.evidence_waived().reason()));
      case v1::Event::kRemindersRung:
        return Say("Nhắc hạn: {} lần nhắc.", "Reminders: {} were rung.", event.reminders_rung().rungs_size());
      case v1::Event::kMailAddressSet:
        return Say("Đặt địa chỉ thư điện tử của {}.", "The mail address of {} was set.",
                   Account(event.mail_address_set().account()));
      case v1::Event::kPositionDelegated:
        return Say("Ủy quyền chức vụ số {} cho {} từ {} đến hết {}{}.",
                   "Position {} was delegated to {} from {} to {}{}.", event.position_delegated().position_number(),
                   Account(event.position_delegated().account()), Date(event.position_delegated().from_day()),
                   Date(event.position_delegated().to_day()), Because(event.position_delegated().reason()));
      case v1::Event::kDelegationEnded:
        return Say("Chấm dứt ủy quyền số {}, đến hết {}.", "Delegation {} was ended, after {}.",
                   event.delegation_ended().delegation(), Date(event.delegation_ended().to_day()));
      case v1::Event::kUnionChanged:
        return SayUnionChanged(event.union_changed());
      case v1::Event::kUnionFactsUpdated:
        return Say("Cập nhật số liệu của {} ngày {}.", "Facts of {} were updated, as of {}.",
                   Unit(event.union_facts_updated().union_number()), Date(event.union_facts_updated().as_of_day()));
      case v1::Event::kUnionPlanSubmitted:
        return Say("{} gửi kế hoạch của đơn vị cho đợt giao {}, lần {}: văn bản số {}.",
                   "{} sent its own plan for round {}, version {}: document {}.",
                   Unit(event.union_plan_submitted().union_number()),
                   Round(event.union_plan_submitted().round_number()), event.union_plan_submitted().version(),
                   event.union_plan_submitted().document_number());
      case v1::Event::kFederationClosed:
        return Say("Kết thúc hoạt động của liên đoàn theo quyết định {}.", "The federation was closed, decision {}.",
                   event.federation_closed().decision_number());
      case v1::Event::kUnionsAdmitted:
        return Say("Tiếp nhận {} công đoàn cơ sở từ liên đoàn {} theo quyết định {}.",
                   "{} unions were admitted from federation {}, decision {}.", event.unions_admitted().unions_size(),
                   event.unions_admitted().federation(), event.unions_admitted().decision_number());
      case v1::Event::kSettlementRecorded:
        return Say("Ghi nhận báo cáo quyết toán năm {} gửi cấp trên ngày {}, văn bản số {}{}.",
                   "The settlement of {} was recorded as sent up on {}, document {}{}.",
                   event.settlement_recorded().year(), Date(event.settlement_recorded().sent_day()),
                   event.settlement_recorded().document_number(), Because(event.settlement_recorded().reason()));
      case v1::Event::kSelfRatingSubmitted:
        return Say(
            "{} tự xếp loại năm {}: {}, {}/{} điểm.", "{} rated itself for {}: {}, {} of {} points.",
            Unit(event.self_rating_submitted().union_number()), Round(event.self_rating_submitted().round_number()),
            Level(event.self_rating_submitted().round_number(), event.self_rating_submitted().facts().level()),
            event.self_rating_submitted().facts().points(), event.self_rating_submitted().facts().possible_points());
      case v1::Event::kRatingDecided:
        return Say("Quyết định xếp loại {} năm {}: {}, {}/{} điểm, quyết định {}{}.",
                   "{} was rated for {}: {}, {} of {} points, decision {}{}.",
                   Unit(event.rating_decided().union_number()), Round(event.rating_decided().round_number()),
                   Level(event.rating_decided().round_number(), event.rating_decided().facts().level()),
                   event.rating_decided().facts().points(), event.rating_decided().facts().possible_points(),
                   event.rating_decided().decision_number(), Because(event.rating_decided().reason()));
      case v1::Event::kReportIssued:
        return Say("Gửi báo cáo đợt giao {} số {} ngày {}, số liệu đến {}, cho {} nơi nhận.",
                   "The report of round {}, document {} of {}, figures as of {}, was sent to {} recipients.",
                   Round(event.report_issued().round_number()), event.report_issued().document_number(),
                   Date(event.report_issued().document_day()), Date(event.report_issued().as_of_day()),
                   event.report_issued().recipients_size());
      case v1::Event::kSuperiorSet:
        if (event.superior_set().superior().empty()) {
          return Say("Thôi trực thuộc liên đoàn cấp trên, theo quyết định {}.",
                     "The federation belongs to no superior any more, decision {}.",
                     event.superior_set().decision_number());
        }
        return Say("Liên đoàn trực thuộc {} theo quyết định {}.", "The federation belongs to {}, decision {}.",
                   event.superior_set().superior(), event.superior_set().decision_number());
      case v1::Event::kInspectionPlanDrafted:
      case v1::Event::kInspectionPlanApproved:
      case v1::Event::kSampleDrawn:
      case v1::Event::kDrawnUnitReplaced:
      case v1::Event::kInspectionPlanClosed:
        return SayInspectionPlan(event);
      case v1::Event::kJournalKeySet:
        return SayKeySet(event.journal_key_set());
      case v1::Event::kWitnessNamed:
        return Say("{} làm chứng cho sổ ghi, theo quyết định {}.", "{} witnesses the journal, decision {}.",
                   event.witness_named().name(), event.witness_named().decision_number());
      case v1::Event::kWitnessEnded:
        return Say("{} thôi làm chứng cho sổ ghi, theo quyết định {}.",
                   "{} witnesses the journal no longer, decision {}.", Witness(event.witness_ended().witness()),
                   event.witness_ended().decision_number());
      case v1::Event::kRestoredFromBackup:
        return SayRestored(event.restored_from_backup());
      case v1::Event::kTextsErased:
        return Say("Xóa {} đoạn văn theo quyết định {}. Lý do: {}", "{} texts were erased, decision {}. Reason: {}",
                   event.texts_erased().texts_size(), event.texts_erased().decision_number(),
                   Text(event.texts_erased().reason()));
      case v1::Event::EVENT_NOT_SET:
        break;
    }
    return Say("Nội dung đã được xóa.", "What happened was erased.");
  }

  template <class... Values>
  std::string Say(std::string_view vi, std::string_view en, Values&&... values) const {
    return fmt::format(fmt::runtime(english_ ? en : vi), std::forward<Values>(values)...);
  }

  // "Nguyễn Văn An"; of the operator: who that is.
  std::string Account(int64_t account) {
    if (account == 0) return Say("Người vận hành máy chủ", "Operator of the server");
    const auto row = storage::GetAccount(tx_, federation_, account);
    if (!Found(row)) return Numbered(account);
    // A name may have been erased; the account keeps its id.
    return row->display_name.empty() ? row->id : row->display_name;
  }
  std::string AccountId(int64_t account) {
    const auto row = storage::GetAccount(tx_, federation_, account);
    return Found(row) ? row->id : Numbered(account);
  }

  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  template <class Row>
  bool Found(const absl::StatusOr<Row>& row) {
    if (!row.ok() && !absl::IsNotFound(row.status())) status_.Update(row.status());
    return row.ok();
  }

  static std::string Numbered(int64_t number) { return fmt::format("#{}", number); }

  std::string Local(const v1::LocalText& text) const { return english_ && !text.en().empty() ? text.en() : text.vi(); }

  std::string Text(const v1::Text& text) const {
    const auto found = texts_.find(text.digest());
    return found == texts_.end() ? std::string() : found->second;
  }

  std::string Because(const v1::Text& reason) const {
    const std::string text = Text(reason);
    return text.empty() ? text : Say("; lý do: {}", "; reason: {}", Quoted(text));
  }

  std::string Date(rules::Day day) const {
    if (day == 0) return Say("không rõ", "unknown");
    const google::type::Date date = rules::DateOf(day);
    return Say("{2:02}/{1:02}/{0}", "{0}-{1:02}-{2:02}", date.year(), date.month(), date.day());
  }

  std::string Moment(int64_t time_micros) {
    const auto federation = storage::GetFederation(tx_, federation_);
    absl::TimeZone zone = absl::UTCTimeZone();
    if (Found(federation)) absl::LoadTimeZone(federation->time_zone, &zone);
    return absl::FormatTime(english_ ? "%Y-%m-%d %H:%M" : "%H:%M ngày %d/%m/%Y", absl::FromUnixMicros(time_micros),
                            zone);
  }

  std::string Unit(int64_t union_number) {
    if (union_number == 0) return Say("liên đoàn", "the federation");
    const auto row = storage::GetUnion(tx_, federation_, union_number);
    return Found(row) ? row->title : Numbered(union_number);
  }

  std::string SayUnionChanged(const v1::UnionChanged& event) {
    std::string from;
    for (const int64_t number : event.from()) from += fmt::format("{}{}", from.empty() ? "" : ", ", Unit(number));
    std::string into;
    for (const auto& part : event.into()) into += fmt::format("{}{}", into.empty() ? "" : ", ", part.name());
    const std::string day = Date(event.day());
    const std::string& decision = event.decision_number();
    switch (event.kind()) {
      case v1::UNION_CHANGE_KIND_FOUNDED:
        return Say("Thành lập {} từ {}, quyết định {}.", "{} was founded on {}, decision {}.", into, day, decision);
      case v1::UNION_CHANGE_KIND_DISSOLVED:
        return Say("Giải thể {} từ {}, quyết định {}.", "{} was dissolved on {}, decision {}.", from, day, decision);
      case v1::UNION_CHANGE_KIND_MERGED:
        return Say("Sáp nhập {} thành {} từ {}, quyết định {}.", "{} were merged into {} on {}, decision {}.", from,
                   into, day, decision);
      case v1::UNION_CHANGE_KIND_SPLIT:
        return Say("Chia tách {} thành {} từ {}, quyết định {}.", "{} was split into {} on {}, decision {}.", from,
                   into, day, decision);
      case v1::UNION_CHANGE_KIND_TYPE_CHANGED:
        return Say("Chuyển loại hình {} từ {}, quyết định {}.", "{} changed its type on {}, decision {}.", from, day,
                   decision);
      default:
        return Say("Đổi tên {} thành {} từ {}, quyết định {}.", "{} was renamed {} on {}, decision {}.", from, into,
                   day, decision);
    }
  }

  std::string Item(int64_t item) {
    const auto row = storage::GetItem(tx_, federation_, item);
    return Found(row) ? row->id : Numbered(item);
  }

  std::string Round(int64_t round) {
    const auto row = storage::GetRound(tx_, federation_, round);
    return Found(row) ? row->id : Numbered(round);
  }

  // What a rating level of the round's programme is called.
  std::string Level(int64_t round, const std::string& id) {
    const auto row = storage::GetRound(tx_, federation_, round);
    if (!Found(row)) return id;
    const auto programme = storage::GetProgramme(tx_, federation_, row->programme_version);
    if (!Found(programme)) return id;
    for (const v1::RatingLevel& level : programme->programme->rating().levels()) {
      if (level.id() == id) return Local(level.title());
    }
    return id;
  }

  std::string Inspection(int64_t inspection) {
    const auto row = storage::GetInspection(tx_, federation_, inspection);
    return Found(row) ? row->id : Numbered(inspection);
  }

  std::string InspectionPlan(int64_t plan) {
    const auto row = storage::GetInspectionPlan(tx_, federation_, plan);
    return Found(row) ? row->id : Numbered(plan);
  }

  std::string SayInspectionPlan(const v1::Event& event) {
    if (event.has_inspection_plan_drafted()) {
      const v1::InspectionPlanDrafted& drafted = event.inspection_plan_drafted();
      if (drafted.of_term()) {
        return Say("Dự thảo chương trình kiểm tra toàn khóa {}.",
                   "The inspection programme of the term {} was drafted.", drafted.id());
      }
      return Say("Dự thảo kế hoạch kiểm tra {}: {} đơn vị chọn theo rủi ro, {} đơn vị để ngoài.",
                 "Inspection plan {} was drafted: {} units picked for their risk, {} left out.", drafted.id(),
                 drafted.risk_picks_size(), drafted.left_out_size());
    }
    if (event.has_inspection_plan_approved()) return SayApproved(event.inspection_plan_approved());
    if (event.has_sample_drawn()) {
      int units = 0;
      for (const auto& stratum : event.sample_drawn().strata()) units += stratum.sample_size();
      return Say("Chọn mẫu kế hoạch kiểm tra {}: {} đơn vị; công bố số ngẫu nhiên {}.",
                 "The sample of inspection plan {} was drawn: {} units; the seed is {}.",
                 InspectionPlan(event.sample_drawn().plan()), units,
                 absl::BytesToHexString(event.sample_drawn().seed()));
    }
    if (event.has_drawn_unit_replaced()) {
      const v1::DrawnUnitReplaced& replaced = event.drawn_unit_replaced();
      return Say("Thay {} bằng {} trong mẫu của kế hoạch kiểm tra {}, quyết định {}{}.",
                 "{} was replaced by {} in the sample of inspection plan {}, decision {}{}.",
                 Unit(replaced.union_number()), Unit(replaced.replacement()), InspectionPlan(replaced.plan()),
                 replaced.decision_number(), Because(replaced.reason()));
    }
    const v1::InspectionPlanClosed& closed = event.inspection_plan_closed();
    if (closed.decision_number().empty()) {
      return Say("Khép kế hoạch kiểm tra {}: đã đủ số đơn vị.", "Inspection plan {} was closed: its quota is met.",
                 InspectionPlan(closed.plan()));
    }
    return Say("Khép kế hoạch kiểm tra {} khi chưa đủ số đơn vị, quyết định {}{}.",
               "Inspection plan {} was closed without its quota, decision {}{}.", InspectionPlan(closed.plan()),
               closed.decision_number(), Because(closed.shortfall_reason()));
  }

  std::string SayApproved(const v1::InspectionPlanApproved& event) {
    if (event.seed_commitment().empty()) {
      return Say("Phê duyệt chương trình kiểm tra {} theo quyết định {}.",
                 "Inspection programme {} was approved, decision {}.", InspectionPlan(event.plan()),
                 event.decision_number());
    }
    return Say("Phê duyệt kế hoạch kiểm tra {} theo quyết định {}; cam kết số ngẫu nhiên {}.",
               "Inspection plan {} was approved, decision {}; the commitment to its seed is {}.",
               InspectionPlan(event.plan()), event.decision_number(), absl::BytesToHexString(event.seed_commitment()));
  }

  // "1.3 (CĐCS Trường THPT Việt Vinh, 2025)"
  std::string Task(int64_t task) {
    const auto row = storage::GetTask(tx_, federation_, task);
    if (!Found(row)) return Numbered(task);
    return fmt::format("{} ({}, {})", Item(row->item), Unit(row->assignee), Round(row->round));
  }

  std::string PositionIn(v1::Position position, int64_t union_number) {
    const rules::PositionTitle title = rules::TitleOf(position);
    const std::string text = Say(title.vi, title.en);
    return union_number == 0 ? text : fmt::format("{} ({})", text, Unit(union_number));
  }

  std::string SayPosition(const v1::PositionGiven& event) {
    const std::string until = event.to_day() == 0 ? "" : Say(" đến hết ngày {}", " to {}", Date(event.to_day()));
    return Say("Giao {} giữ chức vụ {} từ ngày {}{}.", "{} was given the position {} from {}{}.",
               Account(event.account()), PositionIn(event.position(), event.union_number()), Date(event.from_day()),
               until);
  }

  std::string SayPosition(const v1::PositionEnded& event) {
    const auto fact = storage::FindPosition(tx_, federation_, event.position_number());
    if (!Found(fact) || !*fact) {
      return Say("Thôi giữ chức vụ {} sau ngày {}.", "Position {} ended after {}.", Numbered(event.position_number()),
                 Date(event.to_day()));
    }
    return Say("{} thôi giữ chức vụ {} sau ngày {}.", "{} no longer holds the position {} after {}.",
               Account((*fact)->account), PositionIn((*fact)->position, (*fact)->union_number), Date(event.to_day()));
  }

  std::string Charge(const std::string& field, int64_t item, int64_t union_number) {
    if (!field.empty()) return Say("lĩnh vực {}", "field {}", field);
    if (item != 0) return Say("mục {}", "item {}", Item(item));
    return Unit(union_number);
  }

  std::string SayResponsibility(const v1::ResponsibilityAssigned& event) {
    return Say("Phân công {} phụ trách {} từ ngày {}.", "{} was put in charge of {} from {}.", Account(event.account()),
               Charge(event.field(), event.item_number(), event.union_number()), Date(event.from_day()));
  }

  std::string SayResponsibility(const v1::ResponsibilityEnded& event) {
    const auto row = storage::FindResponsibility(tx_, federation_, event.responsibility());
    if (!Found(row) || !*row) {
      return Say("Thôi phụ trách {} sau ngày {}.", "Responsibility {} ended after {}.",
                 Numbered(event.responsibility()), Date(event.to_day()));
    }
    return Say("{} thôi phụ trách {} sau ngày {}.", "{} is no longer in charge of {} after {}.",
               Account((*row)->account), Charge((*row)->field, (*row)->item, (*row)->union_number),
               Date(event.to_day()));
  }

  std::string SayIssued(const v1::ItemIssued& event) {
    const std::string to =
        event.assignees_size() == 1 ? Unit(event.assignees(0)) : Say("{} đơn vị", "{} units", event.assignees_size());
    if (event.has_ad_hoc()) {
      return Say("Giao việc đột xuất {} “{}” cho {}, hạn {}.", "The urgent duty {} “{}” was given to {}, due on {}.",
                 event.ad_hoc().id(), Local(event.ad_hoc().title()), to, Date(event.due_day()));
    }
    return Say("Giao mục {} cho {}, hạn {}.", "Item {} was given to {}, due on {}.", Item(event.item_number()), to,
               Date(event.due_day()));
  }

  std::string SayReopened(const v1::TaskReopened& event) {
    if (event.finding() == 0) {
      return Say("Mở lại nhiệm vụ {} do sai sót đã ghi nhận, hạn mới {}.",
                 "Task {} was reopened for a recorded error, due on {}.", Task(event.task()), Date(event.due_day()));
    }
    return Say("Mở lại nhiệm vụ {} theo phát hiện số {} của cuộc kiểm tra {}, hạn mới {}.",
               "Task {} was reopened by finding {} of inspection {}, due on {}.", Task(event.task()), event.finding(),
               Inspection(event.inspection()), Date(event.due_day()));
  }

  std::string SayChecked(const v1::TaskChecked& event) {
    return event.confirmed() ? Say("Cuộc kiểm tra {} xác nhận kết quả nhiệm vụ {} là đúng.",
                                   "Inspection {} confirmed the result of task {}.", Inspection(event.inspection()),
                                   Task(event.task()))
                             : Say("Cuộc kiểm tra {} thấy kết quả nhiệm vụ {} chưa đúng.",
                                   "Inspection {} did not confirm the result of task {}.",
                                   Inspection(event.inspection()), Task(event.task()));
  }

  std::string SaySigned(const v1::ConclusionSigned& event) {
    return event.reservation().digest().empty()
               ? Say("{} ký dự thảo kết luận cuộc kiểm tra {}.", "{} signed the drafted conclusion of inspection {}.",
                     Account(event.member()), Inspection(event.inspection()))
               : Say("{} ký dự thảo kết luận cuộc kiểm tra {}, có ý kiến bảo lưu.",
                     "{} signed the drafted conclusion of inspection {}, with a reservation.", Account(event.member()),
                     Inspection(event.inspection()));
  }

  std::string SayRefused(const v1::AttemptRefused& event) {
    if (event.command().empty()) {
      return Say("Thêm {} lần bị từ chối trong một giờ trước đó, gộp lại.",
                 "{} more attempts in an hour before were refused, counted in one.", event.count());
    }
    // Only a message without values can be said without them.
    std::string why =
        rules::RefusalMessage({.reason = event.reason(), .values = {}, .problems = {}}, english_ ? "en" : "vi");
    if (why.find('{') != std::string::npos) why = rules::ReasonName(event.reason());
    return Say("Bị từ chối: {} {}. {}", "Refused: {} {}. {}", event.command(), event.resource(), why);
  }

  std::string Witness(int64_t number) {
    const auto witnesses = storage::Witnesses(tx_, federation_);
    if (!Found(witnesses) || number < 1 || number > static_cast<int64_t>(witnesses->size())) return Numbered(number);
    return (*witnesses)[static_cast<size_t>(number) - 1].name;
  }

  std::string SayKeySet(const v1::JournalKeySet& event) const {
    const std::string set =
        Say("Từ đây mốc sổ được ký bằng khóa số {}.", "From here on checkpoints are signed with key {}.", event.key());
    if (event.key() == 1 || !event.handover().empty()) return set;
    return set + Say(" Khóa trước không bàn giao cho khóa này.", " The key before did not hand over to it.");
  }

  std::string SayRestored(const v1::RestoredFromBackup& event) const {
    const std::string kept = Say(
        "Cơ sở dữ liệu được khôi phục từ bản sao lưu: giữ lại {} mục đầu của sổ ghi.",
        "The database was restored from a backup: the first {} entries of the journal were kept.", event.kept_size());
    if (event.lost_size() <= event.kept_size()) return kept;
    return kept + Say(" Các mục từ {} đến {} đã mất.", " Entries {} to {} were lost.", event.kept_size() + 1,
                      event.lost_size());
  }

  storage::ReadTransaction& tx_;
  const int64_t federation_;
  const bool english_;
  std::map<rules::Hash, std::string> texts_;
  absl::Status status_;
};

std::string KindOf(const v1::Event& event) {
  const google::protobuf::OneofDescriptor& kinds = *v1::Event::descriptor()->oneof_decl(0);
  const google::protobuf::FieldDescriptor* field = event.GetReflection()->GetOneofFieldDescriptor(event, &kinds);
  return field == nullptr ? "erased" : field->name();
}

}  // namespace

absl::StatusOr<v1::Entry> DescribeEntry(storage::ReadTransaction& tx, int64_t federation,
                                        std::string_view federation_id, const storage::StoredEntry& entry,
                                        std::string_view language) {
  return DescribeEntry(tx, federation, federation_id, entry, language, [](const v1::Event&) { return true; });
}

absl::StatusOr<v1::Entry> DescribeEntry(storage::ReadTransaction& tx, int64_t federation,
                                        std::string_view federation_id, const storage::StoredEntry& entry,
                                        std::string_view language, absl::FunctionRef<bool(const v1::Event&)> told) {
  Speaker speaker(tx, federation, entry, language == "en");
  const v1::EntryHeader& header = entry.header;
  v1::Entry described;
  described.set_name(rules::EntryName(federation_id, header.revision()));
  described.set_revision(header.revision());
  described.mutable_time()->set_seconds(header.time_micros() / 1'000'000);
  described.mutable_time()->set_nanos(static_cast<int32_t>(header.time_micros() % 1'000'000 * 1'000));
  if (header.account() != 0) {
    described.set_account(rules::AccountName(federation_id, speaker.AccountId(header.account())));
  }
  described.set_display_name(speaker.Account(header.account()));
  if (header.on_behalf_of() != 0) {
    described.set_on_behalf_of(rules::AccountName(federation_id, speaker.AccountId(header.on_behalf_of())));
    described.set_display_name(speaker.Say("{} thay {}", "{} for {}", speaker.Account(header.account()),
                                           speaker.Account(header.on_behalf_of())));
  }
  described.set_command(header.command());
  described.set_request_id(header.request_id());
  for (const storage::StoredEntry::StoredEvent& event : entry.events) {
    if (!told(event.event)) continue;
    described.add_happened(speaker.Say(event.event));
    described.add_event_kinds(KindOf(event.event));
  }
  described.set_leaf_hash(entry.leaf_hash);
  RETURN_IF_ERROR(speaker.status());
  return described;
}

}  // namespace phancong::journal
