#include "tests/storage/history.h"

#include <utility>

#include "gtest/gtest.h"
#include "services/rules/merkle.h"
#include "services/rules/text.h"
#include "storage/accounts.h"
#include "storage/apply.h"
#include "storage/erasure.h"
#include "storage/inspection_plans.h"
#include "storage/reminders.h"
#include "storage/requests.h"
#include "storage/server_secrets.h"
#include "storage/witnesses.h"

namespace phancong::storage {
namespace {

constexpr int64_t kAdministrator = 1;
constexpr int64_t kChair = 2;
constexpr int64_t kMember = 3;
constexpr int64_t kUnionChair = 4;
constexpr int64_t kInspector = 5;
constexpr int64_t kSecondInspector = 6;
constexpr int64_t kLeft = 7;

constexpr int64_t kDongYen = 1;  // unions
constexpr int64_t kVietVinh = 2;
constexpr int64_t kTanThanh = 3;

constexpr int64_t kAgreements = 1;  // items
constexpr int64_t kPlan = 2;
constexpr int64_t kUrgent = 3;

constexpr int64_t kRound2025 = 1;

const rules::Day kNewYear = rules::DayOf(2025, 1, 2);
const rules::Day kJune = rules::DayOf(2025, 6, 30);

absl::TimeZone Vietnam() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone));
  return zone;
}

int64_t Noon(rules::Day day) { return (day * 24 + 5) * 3'600'000'000; }

v1::Event AccountCreated(int64_t account, const std::string& id, v1::Text name) {
  v1::Event event;
  v1::AccountCreated& created = *event.mutable_account_created();
  created.set_account(account);
  created.set_id(id);
  *created.mutable_display_name() = std::move(name);
  return event;
}

v1::Event PositionGiven(int64_t number, int64_t account, v1::Position position, int64_t union_number = 0) {
  v1::Event event;
  v1::PositionGiven& given = *event.mutable_position_given();
  given.set_position_number(number);
  given.set_account(account);
  given.set_position(position);
  given.set_union_number(union_number);
  given.set_from_day(kNewYear);
  return event;
}

v1::Event ItemIssued(int64_t item, rules::Day due_day, int64_t first_task, const std::vector<int64_t>& assignees) {
  v1::Event event;
  v1::ItemIssued& issued = *event.mutable_item_issued();
  issued.set_round_number(kRound2025);
  issued.set_item_number(item);
  issued.set_due_day(due_day);
  issued.set_first_task(first_task);
  issued.mutable_assignees()->Add(assignees.begin(), assignees.end());
  issued.set_decision_number("12/QĐ-LĐLĐ");
  return event;
}

void SetValue(v1::ReportFacts& report, const std::string& figure, int64_t numerator, int64_t denominator) {
  v1::ReportFacts::Value& value = *report.add_values();
  value.set_figure(figure);
  value.set_numerator(numerator);
  value.set_denominator(denominator);
}

void AddProof(v1::ReportFacts::Proof& proof, v1::Text note) {
  proof.set_kind("minutes");
  proof.set_document_number("07/BB-CĐCS");
  proof.set_document_day(kNewYear + 30);
  proof.set_document_issuer("CĐCS Đồng Yên");
  *proof.mutable_note() = std::move(note);
}

}  // namespace

v1::Text History::Keep(const std::string& text) {
  KeptText kept;
  kept.salt = std::string(rules::kSaltBytes, static_cast<char>('a' + salts_ % 26));
  kept.salt[0] = static_cast<char>(salts_++);
  kept.digest = rules::SaltedDigest(kept.salt, text);
  kept.text = text;
  v1::Text named;
  named.set_digest(kept.digest);
  texts_.push_back(std::move(kept));
  return named;
}

void History::Entry(int64_t account, const std::string& command, const std::vector<v1::Event>& events) {
  const std::vector<KeptText> texts = std::exchange(texts_, {});
  const absl::Status outcome = store_.Write([&](WriteTransaction& tx) {
    EntryContext entry;
    entry.account = account;
    entry.command = command;
    entry.request_id = "request-" + std::to_string(salts_);
    if (federation_ == 0) {
      const v1::FederationCreated& created = events[0].federation_created();
      absl::Status begun = BeginFederation(tx, created.id(), Noon(today_), Vietnam(), created.demo(), entry);
      if (!begun.ok()) return begun;
      federation_ = entry.federation;
    } else {
      absl::Status begun = BeginEntry(tx, federation_, Noon(today_), entry);
      if (!begun.ok()) return begun;
    }
    for (const KeptText& text : texts) entry.texts[text.digest] = text.text;
    std::vector<SaltedEvent> salted;
    for (const v1::Event& event : events) {
      if (event.has_texts_erased()) {
        std::vector<TextPlace> erased;
        for (const v1::TextsErased::Erased& text : event.texts_erased().texts()) {
          erased.push_back({.revision = text.revision(), .ordinal = text.ordinal()});
        }
        absl::Status gone = EraseTexts(tx, entry, erased);
        if (!gone.ok()) return gone;
      }
      absl::Status applied = Apply(tx, entry, event);
      if (!applied.ok()) return applied;
      std::string salt(rules::kSaltBytes, static_cast<char>('A' + salts_ % 26));
      salt[1] = static_cast<char>(salts_++);
      salted.push_back({.salt = std::move(salt), .bytes = event.SerializeAsString()});
    }
    return AppendEntry(tx, entry, salted, texts).status();
  });
  EXPECT_TRUE(outcome.ok()) << command << ": " << outcome;
}

void History::Play() {
  On(kNewYear);
  // As when a database is made: before there is anybody.
  EXPECT_TRUE(
      store_
          .Write([](WriteTransaction& tx) { return SetPasswordCost(tx, {.operations = 2, .memory_bytes = 64 << 20}); })
          .ok());
  Found();
  MakeAccounts();
  LoadProgramme();
  ImportUnions();
  AssignResponsibilities();
  IssueRound();
  WorkOnTasks();
  MoveDates();
  Delegate();
  PlanInspections();
  Inspect();
  Remind();
  ChangeUnions();
  Rate();
  Seal();
  PlanAndAdmit();
  IsWitnessed();
  EraseName();
  MakeOperationalRows();
  PlayDemo();
}

void History::Found() {
  v1::Event event;
  v1::FederationCreated& created = *event.mutable_federation_created();
  created.set_id("bac-quang");
  created.mutable_title()->set_vi("Liên đoàn Lao động huyện Bắc Quang");
  created.mutable_title()->set_en("Bắc Quang District Federation of Labour");
  created.set_time_zone("Asia/Ho_Chi_Minh");
  federation_ = 0;
  Entry(0, "Init",
        {event, AccountCreated(kAdministrator, "quan-tri", Keep("Quản trị")),
         PositionGiven(1, kAdministrator, v1::POSITION_ADMINISTRATOR)});
}

void History::MakeAccounts() {
  Entry(kAdministrator, "CreateAccount",
        {AccountCreated(kChair, "an", Keep("Trần Văn An")), AccountCreated(kMember, "binh", Keep("Lê Thị Bình")),
         AccountCreated(kUnionChair, "chi", Keep("Hoàng Kim Chi")),
         AccountCreated(kInspector, "dung", Keep("Vũ Tiến Dũng")),
         AccountCreated(kSecondInspector, "giang", Keep("Phạm Thu Giang")),
         AccountCreated(kLeft, "hai", Keep("Ngô Hải"))});
  Entry(kAdministrator, "GivePosition",
        {PositionGiven(2, kChair, v1::POSITION_STANDING_COMMITTEE_CHAIR),
         PositionGiven(3, kMember, v1::POSITION_STANDING_COMMITTEE_MEMBER),
         PositionGiven(4, kUnionChair, v1::POSITION_UNION_CHAIR, kDongYen),
         PositionGiven(5, kInspector, v1::POSITION_INSPECTION_COMMITTEE_CHAIR),
         PositionGiven(6, kSecondInspector, v1::POSITION_INSPECTION_COMMITTEE_MEMBER),
         PositionGiven(7, kLeft, v1::POSITION_READER)});
  v1::Event ended;
  ended.mutable_position_ended()->set_position_number(7);
  ended.mutable_position_ended()->set_to_day(kNewYear + 1);
  v1::Event disabled;
  disabled.mutable_account_disabled()->set_account(kLeft);
  Entry(kAdministrator, "DisableAccount", {ended, disabled});
  v1::Event enabled;
  enabled.mutable_account_enabled()->set_account(kLeft);
  v1::Event reset;
  reset.mutable_account_reset()->set_account(kLeft);
  Entry(kAdministrator, "ResetAccount", {enabled, reset});
  Entry(kAdministrator, "DisableAccount", {disabled});
}

void History::LoadProgramme() {
  v1::Event event;
  v1::ProgrammeLoaded& loaded = *event.mutable_programme_loaded();
  loaded.set_version(1);
  loaded.set_decision_number("01/NQ-CĐ");
  loaded.mutable_programme()->set_time_zone("Asia/Ho_Chi_Minh");
  v1::Item& agreements = *loaded.mutable_programme()->add_items();
  agreements.set_id("1.3");
  agreements.set_kind(v1::Item::KIND_INDICATOR);
  agreements.mutable_title()->set_vi("Thỏa ước lao động tập thể");
  agreements.mutable_title()->set_en("Collective agreements");
  agreements.set_measure(v1::Item::MEASURE_RATIO);
  agreements.add_figures()->set_id("signed");
  agreements.add_figures()->set_id("better");
  v1::Item& plan = *loaded.mutable_programme()->add_items();
  plan.set_id("P1");
  plan.set_kind(v1::Item::KIND_PLAN);
  plan.mutable_title()->set_vi("Kế hoạch");
  plan.set_measure(v1::Item::MEASURE_JUDGEMENT);
  loaded.add_item_numbers(kAgreements);
  loaded.add_item_numbers(kPlan);
  Entry(kChair, "LoadProgramme", {event});
}

void History::ImportUnions() {
  v1::Event event;
  v1::UnionsImported& imported = *event.mutable_unions_imported();
  imported.set_decision_number("02/QĐ-LĐLĐ");
  imported.set_as_of_day(kNewYear);
  const auto add = [&imported](int64_t number, const std::string& id, const std::string& name) {
    v1::UnionsImported::Union& row = *imported.add_unions();
    row.set_union_number(number);
    row.set_id(id);
    row.set_name(name);
    row.set_type("commune");
    row.set_place("Bắc Quang");
    row.set_founded_day(rules::DayOf(1999, 5, 1));
    row.set_sort_key(rules::SortKey(name));
    (*row.mutable_facts())["members"] = 40 + number;
    (*row.mutable_facts())["women"] = 20 + number;
  };
  add(kDongYen, "dong-yen", "CĐCS xã Đồng Yên");
  add(kVietVinh, "viet-vinh", "CĐCS xã Việt Vinh");
  Entry(kChair, "ImportUnions", {event});
  imported.set_as_of_day(kNewYear + 20);
  imported.mutable_unions()->RemoveLast();
  imported.mutable_unions(0)->mutable_facts()->erase("women");
  On(kNewYear + 20);
  Entry(kChair, "ImportUnions", {event});
}

// One is founded, takes in another, and says how many members it has.
void History::ChangeUnions() {
  On(kJune + 40);
  v1::Event founded;
  v1::UnionChanged& change = *founded.mutable_union_changed();
  change.set_change(1);
  change.set_kind(v1::UNION_CHANGE_KIND_FOUNDED);
  change.set_day(kJune + 30);
  change.set_decision_number("31/QĐ-LĐLĐ");
  v1::UnionsImported::Union& added = *change.add_into();
  added.set_union_number(kTanThanh);
  added.set_id("tan-thanh");
  added.set_name("CĐCS xã Tân Thành");
  added.set_type("commune");
  added.set_founded_day(kJune + 30);
  added.set_sort_key(rules::SortKey(added.name()));
  (*added.mutable_facts())["members"] = 9;
  v1::UnionsImported::Union second = added;
  second.set_union_number(kTanThanh + 1);
  second.set_id("tan-lap");
  second.set_name("CĐCS xã Tân Lập");
  second.set_sort_key(rules::SortKey(second.name()));
  *change.add_into() = second;
  Entry(kChair, "RecordUnionChange", {founded});

  v1::Event merged;
  v1::UnionChanged& merger = *merged.mutable_union_changed();
  merger.set_change(2);
  merger.set_kind(v1::UNION_CHANGE_KIND_MERGED);
  merger.set_day(kJune + 40);
  merger.set_decision_number("32/QĐ-LĐLĐ");
  *merger.mutable_reason() = Keep("Hai đơn vị cùng địa bàn.");
  merger.add_from(kTanThanh);
  merger.add_from(kTanThanh + 1);
  merger.add_ended(kTanThanh + 1);
  *merger.add_into() = change.into(0);
  merger.mutable_into(0)->set_name("CĐCS xã Tân Thành – Tân Lập");
  (*merger.mutable_into(0)->mutable_facts())["members"] = 18;
  Entry(kChair, "RecordUnionChange", {merged});

  v1::Event updated;
  updated.mutable_union_facts_updated()->set_union_number(kTanThanh);
  updated.mutable_union_facts_updated()->set_as_of_day(kJune + 40);
  (*updated.mutable_union_facts_updated()->mutable_facts())["members"] = 17;
  Entry(kUnionChair, "UpdateFacts", {updated});
}

void History::AssignResponsibilities() {
  std::vector<v1::Event> events;
  for (int64_t number = 1; number <= 4; ++number) {
    v1::ResponsibilityAssigned& assigned = *events.emplace_back().mutable_responsibility_assigned();
    assigned.set_responsibility(number);
    assigned.set_account(kMember);
    assigned.set_from_day(kNewYear);
    assigned.set_decision_number("05/QĐ-LĐLĐ");
  }
  events[0].mutable_responsibility_assigned()->set_field("organisation");
  events[1].mutable_responsibility_assigned()->set_item_number(kAgreements);
  events[2].mutable_responsibility_assigned()->set_union_number(kVietVinh);
  events[3].mutable_responsibility_assigned()->set_union_number(kDongYen);
  Entry(kChair, "AssignResponsibility", events);
  v1::Event ended;
  ended.mutable_responsibility_ended()->set_responsibility(4);
  ended.mutable_responsibility_ended()->set_to_day(kNewYear + 25);
  Entry(kChair, "AssignResponsibility", {ended});
}

void History::IssueRound() {
  v1::Event event;
  v1::RoundDrafted& drafted = *event.mutable_round_drafted();
  drafted.set_round_number(kRound2025);
  drafted.set_id("2025");
  drafted.set_programme_version(1);
  drafted.set_period_begin_day(rules::DayOf(2025, 1, 1));
  drafted.set_period_end_day(rules::DayOf(2025, 12, 31));
  drafted.set_population_day(kNewYear + 20);
  for (const int64_t item : {kAgreements, kPlan}) {
    v1::RoundDrafted::DraftItem& of_draft = *drafted.add_items();
    of_draft.set_item_number(item);
    of_draft.set_due_day(kJune);
  }
  v1::TargetRaised& raised = *drafted.add_targets();
  raised.set_item_number(kAgreements);
  raised.set_figure("signed");
  raised.set_target(90);
  *drafted.add_targets() = raised;
  drafted.mutable_targets(1)->set_target(95);
  drafted.mutable_targets(1)->add_assignees(kVietVinh);
  Entry(kMember, "DraftRound", {event});
  v1::Event calendar;
  calendar.mutable_calendar_loaded()->set_version(1);
  calendar.mutable_calendar_loaded()->set_decision_number("09/QĐ-LĐLĐ");
  calendar.mutable_calendar_loaded()->mutable_calendar()->set_id("vn-2025");
  v1::Event guidance;
  guidance.mutable_guidance_recorded()->set_item_number(kPlan);
  guidance.mutable_guidance_recorded()->set_document_number("12/HD-LĐLĐ");
  guidance.mutable_guidance_recorded()->set_document_day(kNewYear);
  Entry(kChair, "LoadCalendar", {calendar, guidance});
  v1::Event issued;
  issued.mutable_round_issued()->set_round_number(kRound2025);
  issued.mutable_round_issued()->set_decision_number("12/QĐ-LĐLĐ");
  issued.mutable_round_issued()->set_decision_day(kNewYear + 20);
  // Tasks 1 and 2; 3, 4 and 5, the last the federation's own.
  Entry(kChair, "IssueRound",
        {issued, ItemIssued(kAgreements, kJune, 1, {kDongYen, kVietVinh}),
         ItemIssued(kPlan, kJune, 3, {kDongYen, kVietVinh, 0})});
  // Tasks 6 and 7.
  v1::Event ad_hoc = ItemIssued(kUrgent, kJune - 60, 6, {kDongYen, kVietVinh});
  v1::AdHocItem& item = *ad_hoc.mutable_item_issued()->mutable_ad_hoc();
  item.set_id("DX-1");
  item.mutable_title()->set_vi("Báo cáo đột xuất về an toàn lao động");
  item.mutable_title()->set_en("Urgent report on safety at work");
  item.set_document_number("88/LĐLĐ-CSPL");
  item.set_document_day(kNewYear + 19);
  item.set_document_issuer("LĐLĐ tỉnh Hà Giang");
  Entry(kChair, "AssignAdHoc", {ad_hoc});
}

void History::WorkOnTasks() {
  v1::Event event;
  On(kNewYear + 40);
  event.mutable_task_acknowledged()->set_task(1);
  Entry(kUnionChair, "AcknowledgeTask", {event});

  // Two files, the second of which is erased; and minutes need not be brought.
  for (const int64_t number : {1, 2}) {
    v1::Event sent;
    v1::EvidenceUploaded& file = *sent.mutable_evidence_uploaded();
    file.set_evidence(number);
    file.set_union_number(kDongYen);
    file.set_sha256(rules::Sha256(number == 1 ? "biên bản" : "ảnh chụp"));
    file.set_size(10 + number);
    file.set_media_type("application/pdf");
    *file.mutable_file_name() = Keep(number == 1 ? "bien-ban.pdf" : "anh-chup.pdf");
    file.set_kind("minutes");
    file.set_document_number("12/BB-CĐ");
    file.set_document_day(kNewYear + 30);
    file.set_document_issuer("CĐCS xã Đồng Yên");
    Entry(kUnionChair, "UploadEvidence", {sent});
  }
  v1::Event erased;
  erased.mutable_evidence_erased()->set_evidence(2);
  *erased.mutable_evidence_erased()->mutable_reason() = Keep("Gửi nhầm tệp.");
  erased.mutable_evidence_erased()->set_decision_number("15/QĐ-LĐLĐ");
  Entry(kChair, "EraseEvidence", {erased});
  v1::Event waived;
  waived.mutable_evidence_waived()->set_task(1);
  waived.mutable_evidence_waived()->set_cycle(1);
  waived.mutable_evidence_waived()->set_kind("minutes");
  *waived.mutable_evidence_waived()->mutable_reason() = Keep("Đã gửi bản gốc.");
  Entry(kMember, "WaiveEvidence", {waived});

  v1::ProgressReported& progress = *event.mutable_progress_reported();
  progress.set_task(1);
  SetValue(*progress.mutable_report(), "signed", 3, 4);
  *progress.mutable_report()->mutable_narrative() = Keep("Đã ký ba bản.");
  Entry(kUnionChair, "ReportProgress", {event});

  const auto report = [this](v1::ReportFacts& facts) {
    SetValue(facts, "signed", 4, 5);
    v1::ReportFacts::Value& better = *facts.add_values();
    better.set_figure("better");
    *better.mutable_not_applicable_reason() = Keep("Không có bản nào có lợi hơn luật.");
    *facts.mutable_narrative() = Keep("Đã ký bốn bản.");
    AddProof(*facts.add_evidence(), Keep("Biên bản lấy ý kiến"));
    AddProof(*facts.add_evidence(), Keep("Biên bản ký kết"));
    facts.mutable_evidence(1)->set_evidence(1);
    facts.set_document_number("09/BC-CĐCS");
    facts.set_document_day(kNewYear + 41);
    facts.set_document_issuer("CĐCS xã Đồng Yên");
  };
  const auto submit = [&](int64_t task) {
    v1::Event submitted;
    submitted.mutable_task_submitted()->set_task(task);
    report(*submitted.mutable_task_submitted()->mutable_report());
    Entry(kUnionChair, "SubmitTask", {submitted});
  };
  const auto take_review = [&](int64_t task) {
    v1::Event taken;
    taken.mutable_review_taken()->set_task(task);
    taken.mutable_review_taken()->set_reviewer(kMember);
    Entry(kMember, "TakeReview", {taken});
  };
  submit(1);
  event.mutable_task_recalled()->set_task(1);
  Entry(kUnionChair, "RecallTask", {event});
  submit(1);
  take_review(1);
  event.mutable_review_released()->set_task(1);
  Entry(kMember, "ReleaseReview", {event});
  take_review(1);
  event.mutable_task_returned()->set_task(1);
  *event.mutable_task_returned()->mutable_reason() = Keep("Thiếu một bản.");
  event.mutable_task_returned()->set_rework_due_day(kNewYear + 60);
  Entry(kMember, "ReturnTask", {event});
  On(kNewYear + 62);
  submit(1);
  take_review(1);
  v1::TaskAccepted& accepted = *event.mutable_task_accepted();
  accepted.set_task(1);
  report(*accepted.mutable_result());
  accepted.mutable_result()->mutable_values(0)->set_numerator(3);
  *accepted.mutable_reason() = Keep("Một bản đã hết hạn.");
  accepted.set_met(true);
  Entry(kMember, "AcceptTask", {event});

  // On paper; a judgement, accepted at once; withdrawn; waiting; in review.
  v1::TaskSubmitted& on_paper = *event.mutable_task_submitted();
  on_paper.set_task(2);
  SetValue(*on_paper.mutable_report(), "signed", 1, 2);
  SetValue(*on_paper.mutable_report(), "better", 0, 1);
  on_paper.set_on_paper(true);
  on_paper.set_received_day(kNewYear + 59);
  Entry(kMember, "RecordPaperReport", {event});
  submit(3);
  event.mutable_task_accepted()->set_task(3);
  event.mutable_task_accepted()->set_met(true);
  Entry(kMember, "AcceptTask", {event});
  event.mutable_task_withdrawn()->set_task(4);
  *event.mutable_task_withdrawn()->mutable_reason() = Keep("Đơn vị sáp nhập.");
  event.mutable_task_withdrawn()->set_decision_number("30/QĐ-LĐLĐ");
  Entry(kChair, "WithdrawTask", {event});
  submit(6);
  take_review(6);

  event.mutable_comment_added()->set_task(1);
  event.mutable_comment_added()->set_comment(1);
  *event.mutable_comment_added()->mutable_text() = Keep("Xin gửi kèm bản gốc.");
  Entry(kUnionChair, "CommentOnTask", {event});

  event.mutable_attempt_refused()->set_command("AcceptTask");
  event.mutable_attempt_refused()->set_reason(v1::ERROR_REASON_POSITION_REQUIRED);
  event.mutable_attempt_refused()->set_resource("federations/bac-quang/rounds/2025/tasks/1.3.dong-yen");
  event.mutable_attempt_refused()->set_count(1);
  Entry(kInspector, "AcceptTask", {event});
}

// Drafted twice, approved, drawn; one is replaced, and it is closed short of its quota.
void History::PlanInspections() {
  On(kNewYear + 60);
  for (const bool again : {false, true}) {
    v1::Event event;
    v1::InspectionPlanDrafted& drafted = *event.mutable_inspection_plan_drafted();
    drafted.set_plan(1);
    drafted.set_id("2025");
    *drafted.mutable_content() = Keep(again ? "Kiểm tra tài chính hai đơn vị." : "Kiểm tra tài chính một đơn vị.");
    drafted.set_document_number("01/KH-UBKT");
    drafted.set_document_day(kNewYear + 59);
    drafted.set_document_issuer("UBKT");
    drafted.set_population_day(kNewYear + 30);
    drafted.set_programme_version(1);
    v1::InspectionPlanDrafted::Named& risk = *drafted.add_risk_picks();
    risk.set_union_number(kVietVinh);
    *risk.mutable_reason() = Keep("Quyết toán chậm.");
    Entry(again ? kInspector : kSecondInspector, "DraftInspectionPlan", {event});
  }
  const std::string seed(32, 's');
  v1::Event event;
  v1::InspectionPlanApproved& approved = *event.mutable_inspection_plan_approved();
  approved.set_plan(1);
  approved.set_decision_number("20/QĐ-LĐLĐ");
  approved.set_population_digest(rules::Sha256("đơn vị"));
  approved.set_seed_commitment(rules::Sha256(seed));
  v1::InspectionPlanApproved::Stratum& stratum = *approved.add_strata();
  stratum.set_id("communes");
  stratum.set_percent(50);
  stratum.set_quota(1);
  stratum.add_units()->set_union_number(kDongYen);
  stratum.mutable_units(0)->set_last_year(2023);
  stratum.add_units()->set_union_number(kVietVinh);
  stratum.mutable_units(1)->set_risk(true);
  Entry(kChair, "ApproveInspectionPlan", {event});
  v1::SampleDrawn& drawn = *event.mutable_sample_drawn();
  drawn.set_plan(1);
  drawn.set_seed(seed);
  drawn.add_strata()->set_id("communes");
  drawn.mutable_strata(0)->add_sample(kVietVinh);
  Entry(kInspector, "DrawSample", {event});
  v1::DrawnUnitReplaced& replaced = *event.mutable_drawn_unit_replaced();
  replaced.set_plan(1);
  replaced.set_stratum("communes");
  replaced.set_union_number(kVietVinh);
  replaced.set_replacement(kDongYen);
  *replaced.mutable_reason() = Keep("Đang sáp nhập.");
  replaced.set_decision_number("05/QĐ-UBKT");
  Entry(kInspector, "ReplaceDrawnUnit", {event});
  v1::InspectionPlanClosed& closed = *event.mutable_inspection_plan_closed();
  closed.set_plan(1);
  *closed.mutable_shortfall_reason() = Keep("Không còn đơn vị nào.");
  closed.set_decision_number("21/QĐ-LĐLĐ");
  Entry(kChair, "DecideInspectionShortfall", {event});
}

void History::Inspect() {
  v1::Event event;
  On(kNewYear + 80);
  v1::InspectionScheduled& scheduled = *event.mutable_inspection_scheduled();
  scheduled.set_inspection(1);
  scheduled.set_id("2025-01");
  scheduled.set_kind("regular");
  scheduled.set_union_number(kDongYen);
  scheduled.set_scheduled_day(kNewYear + 90);
  scheduled.set_head(kInspector);
  scheduled.add_members(kSecondInspector);
  scheduled.set_decision_number("03/QĐ-UBKT");
  scheduled.set_plan(1);
  Entry(kInspector, "ScheduleInspection", {event});
  On(kNewYear + 85);
  v1::InspectionNotified& notified = *event.mutable_inspection_notified();
  notified.set_inspection(1);
  notified.set_document_number("03/TB-UBKT");
  notified.set_document_day(kNewYear + 84);
  notified.set_document_issuer("Ủy ban Kiểm tra");
  Entry(kSecondInspector, "NotifyInspection", {event});
  On(kNewYear + 90);
  event.mutable_inspection_started()->set_inspection(1);
  Entry(kInspector, "StartInspection", {event});
  v1::TaskChecked& checked = *event.mutable_task_checked();
  checked.set_inspection(1);
  checked.set_check(1);
  checked.set_task(3);
  checked.set_confirmed(true);
  *checked.mutable_note() = Keep("Kế hoạch đúng.");
  Entry(kSecondInspector, "CheckTask", {event});
  v1::FindingRecorded& found = *event.mutable_finding_recorded();
  found.set_inspection(1);
  found.set_finding(1);
  found.set_task(1);
  found.set_contests(true);
  found.set_grave(true);
  *found.mutable_text() = Keep("Hai bản chưa có hiệu lực.");
  found.set_remedy_due_day(kNewYear + 120);
  Entry(kSecondInspector, "RecordFinding", {event});
  v1::Event found_more;
  v1::FindingRecorded& second = *found_more.mutable_finding_recorded();
  second.set_inspection(1);
  second.set_finding(2);
  *second.mutable_text() = Keep("Thiếu một chữ ký.");
  second.set_remedy_due_day(kNewYear + 120);
  Entry(kInspector, "RecordFinding", {found_more});
  v1::FindingRecorded& third = *found_more.mutable_finding_recorded();
  third.set_finding(3);
  *third.mutable_text() = Keep("Lưu hồ sơ chưa đúng chỗ.");
  Entry(kInspector, "RecordFinding", {found_more});
  const auto draft = [this] {
    v1::Event drafted;
    v1::ConclusionDrafted& facts = *drafted.mutable_conclusion_drafted();
    facts.set_inspection(1);
    *facts.mutable_conclusion() = Keep("Hai phát hiện.");
    *facts.mutable_discipline_proposal() = Keep("Đề nghị nhắc nhở.");
    facts.set_explain_by_day(kNewYear + 92);
    Entry(kInspector, "DraftConclusion", {drafted});
  };
  const auto sign = [this](int64_t member, const std::string& reservation) {
    v1::Event signature;
    signature.mutable_conclusion_signed()->set_inspection(1);
    signature.mutable_conclusion_signed()->set_member(member);
    if (!reservation.empty()) *signature.mutable_conclusion_signed()->mutable_reservation() = Keep(reservation);
    Entry(member, "SignConclusion", {signature});
  };
  draft();
  sign(kInspector, "");
  v1::Event dropped;
  dropped.mutable_finding_dropped()->set_inspection(1);
  dropped.mutable_finding_dropped()->set_finding(2);
  *dropped.mutable_finding_dropped()->mutable_reason() = Keep("Đã có chữ ký.");
  Entry(kInspector, "DropFinding", {dropped});
  v1::Event explained;
  explained.mutable_finding_explained()->set_inspection(1);
  explained.mutable_finding_explained()->set_finding(1);
  *explained.mutable_finding_explained()->mutable_explanation() = Keep("Chờ đối tác ký.");
  Entry(kUnionChair, "ExplainFinding", {explained});
  draft();
  sign(kInspector, "");
  sign(kSecondInspector, "Nên nêu rõ hơn.");
  v1::InspectionConcluded& concluded = *event.mutable_inspection_concluded();
  concluded.set_inspection(1);
  *concluded.mutable_conclusion() = Keep("Một phát hiện.");
  concluded.set_document_number("04/KL-UBKT");
  concluded.set_document_day(kNewYear + 90);
  v1::Event reopened;
  reopened.mutable_task_reopened()->set_task(1);
  reopened.mutable_task_reopened()->set_due_day(kNewYear + 120);
  reopened.mutable_task_reopened()->set_inspection(1);
  reopened.mutable_task_reopened()->set_finding(1);
  Entry(kInspector, "ConcludeInspection", {event, reopened});
  const auto remedy = [this] {
    v1::Event submitted;
    v1::RemedySubmitted& facts = *submitted.mutable_remedy_submitted();
    facts.set_inspection(1);
    facts.set_finding(1);
    *facts.mutable_text() = Keep("Đã ký lại.");
    AddProof(*facts.add_evidence(), Keep("Bản ký lại"));
    facts.mutable_evidence(facts.evidence_size() - 1)->set_evidence(1);
    Entry(kUnionChair, "SubmitRemedy", {submitted});
  };
  On(kNewYear + 100);
  remedy();
  event.mutable_remedy_rejected()->set_inspection(1);
  event.mutable_remedy_rejected()->set_finding(1);
  *event.mutable_remedy_rejected()->mutable_reason() = Keep("Chưa có chữ ký.");
  event.mutable_remedy_rejected()->set_remedy_due_day(kNewYear + 130);
  Entry(kInspector, "RejectRemedy", {event});
  remedy();
  event.mutable_remedy_verified()->set_inspection(1);
  event.mutable_remedy_verified()->set_finding(1);
  *event.mutable_remedy_verified()->mutable_note() = Keep("Đã đủ.");
  Entry(kInspector, "VerifyRemedy", {event});
  v1::Event closed;
  v1::FindingClosedWithoutRemedy& closing = *closed.mutable_finding_closed_without_remedy();
  closing.set_inspection(1);
  closing.set_finding(3);
  *closing.mutable_reason() = Keep("Hồ sơ đã nộp lưu trữ.");
  closing.set_decision_number("35/QĐ-BTV");
  Entry(kChair, "CloseFindingWithoutRemedy", {closed});

  // One without notice is called off; a supervision is reported on.
  for (const int64_t number : {2, 3}) {
    v1::Event further;
    v1::InspectionScheduled& another = *further.mutable_inspection_scheduled();
    another.set_inspection(number);
    another.set_id(number == 2 ? "2025-02" : "2025-04");
    another.set_kind(number == 2 ? "regular" : "supervision");
    another.set_union_number(kVietVinh);
    another.set_scheduled_day(kNewYear + 110);
    another.set_head(kInspector);
    another.set_plan(number == 2 ? 1 : 0);
    another.set_unannounced(true);
    another.set_period_begin_day(kNewYear - 365);
    another.set_period_end_day(kNewYear - 1);
    Entry(kInspector, "ScheduleInspection", {further});
    further.mutable_inspection_started()->set_inspection(number);
    Entry(kInspector, "StartInspection", {further});
  }
  v1::Event ended;
  v1::InspectionCancelled& cancelled = *ended.mutable_inspection_cancelled();
  cancelled.set_inspection(2);
  *cancelled.mutable_reason() = Keep("Đơn vị sáp nhập.");
  cancelled.set_decision_number("05/QĐ-UBKT");
  Entry(kInspector, "CancelInspection", {ended});
  v1::SupervisionReported& reported = *ended.mutable_supervision_reported();
  reported.set_inspection(3);
  *reported.mutable_report() = Keep("Thực hiện nghiêm túc.");
  reported.set_document_number("06/BC-UBKT");
  reported.set_document_day(kNewYear + 110);
  reported.set_document_issuer("Ủy ban Kiểm tra");
  Entry(kInspector, "ReportSupervision", {ended});
}

// One request is granted, one refused, one taken back; a decree, a suspension, and in the end it is not met.
void History::MoveDates() {
  constexpr int64_t kTask = 5;
  const auto request = [&](int64_t extension) {
    v1::Event event;
    v1::ExtensionRequested& requested = *event.mutable_extension_requested();
    requested.set_task(kTask);
    requested.set_extension(extension);
    requested.set_due_day(kNewYear + 185 + extension);
    *requested.mutable_reason() = Keep("Mưa lũ, lần " + std::to_string(extension));
    Entry(kUnionChair, "RequestExtension", {event});
  };
  for (const bool approved : {true, false}) {
    const int64_t extension = approved ? 1 : 2;
    request(extension);
    v1::Event event;
    v1::ExtensionDecided& decided = *event.mutable_extension_decided();
    decided.set_task(kTask);
    decided.set_extension(extension);
    decided.set_approved(approved);
    if (approved) decided.set_due_day(kNewYear + 186);
    *decided.mutable_reason() = Keep(approved ? "Có lý do." : "Chưa đủ lý do.");
    decided.set_decision_number("31/QĐ-LĐLĐ");
    Entry(kMember, "DecideExtension", {event});
  }
  request(3);
  v1::Event event;
  event.mutable_extension_cancelled()->set_task(kTask);
  event.mutable_extension_cancelled()->set_extension(3);
  Entry(kUnionChair, "CancelExtension", {event});
  v1::TasksExtended& extended = *event.mutable_tasks_extended();
  extended.add_tasks(kTask);
  extended.add_due_days(kNewYear + 190);
  *extended.mutable_reason() = Keep("Bão số 3.");
  extended.set_decision_number("32/QĐ-LĐLĐ");
  Entry(kChair, "ExtendTasks", {event});
  event.mutable_task_suspended()->set_task(kTask);
  *event.mutable_task_suspended()->mutable_reason() = Keep("Chờ hướng dẫn.");
  event.mutable_task_suspended()->set_decision_number("33/QĐ-LĐLĐ");
  Entry(kChair, "SuspendTask", {event});
  event.mutable_task_resumed()->set_task(kTask);
  *event.mutable_task_resumed()->mutable_reason() = Keep("Đã có hướng dẫn.");
  event.mutable_task_resumed()->set_decision_number("34/QĐ-LĐLĐ");
  event.mutable_task_resumed()->set_due_day(kNewYear + 192);
  Entry(kChair, "ResumeTask", {event});
  event.mutable_task_closed_not_met()->set_task(kTask);
  *event.mutable_task_closed_not_met()->mutable_reason() = Keep("Không thực hiện.");
  Entry(kChair, "CloseTaskNotMet", {event});
}

// The chair's position is exercised by a member for a while, which is cut short.
void History::Delegate() {
  v1::Event event;
  v1::PositionDelegated& delegated = *event.mutable_position_delegated();
  delegated.set_delegation(1);
  delegated.set_position_number(2);
  delegated.set_account(kMember);
  delegated.set_from_day(kNewYear + 63);
  delegated.set_to_day(kNewYear + 90);
  *delegated.mutable_reason() = Keep("Đi học.");
  Entry(kChair, "DelegatePosition", {event});
  event.mutable_delegation_ended()->set_delegation(1);
  event.mutable_delegation_ended()->set_to_day(kNewYear + 70);
  Entry(kChair, "EndDelegation", {event});
}

// A union rates itself, twice, and is rated; the settlement is sent up, and its day corrected.
void History::Rate() {
  const auto facts = [](int64_t results, v1::Text reason) {
    v1::RatingFacts facts;
    v1::RatingFacts::Line& computed = *facts.add_lines();
    computed.set_criterion("results");
    computed.set_max_points(60);
    computed.set_numerator(2);
    computed.set_denominator(3);
    computed.set_computed_points(40);
    computed.set_points(results);
    *computed.mutable_reason() = std::move(reason);
    v1::RatingFacts::Line& judged = *facts.add_lines();
    judged.set_criterion("spirit");
    judged.set_max_points(40);
    judged.set_computed_points(-1);
    judged.set_points(35);
    facts.set_possible_points(100);
    facts.set_points(results + 35);
    facts.set_level("GOOD");
    return facts;
  };
  for (const int64_t results : {50, 45}) {
    v1::Event rated;
    v1::SelfRatingSubmitted& submitted = *rated.mutable_self_rating_submitted();
    submitted.set_union_number(kDongYen);
    submitted.set_round_number(kRound2025);
    *submitted.mutable_facts() = facts(results, Keep("Tính cả việc ngoài chương trình."));
    *submitted.mutable_narrative() = Keep("Một năm tốt.");
    Entry(kUnionChair, "SubmitSelfRating", {rated});
  }
  v1::Event event;
  v1::RatingDecided& decided = *event.mutable_rating_decided();
  decided.set_union_number(kDongYen);
  decided.set_round_number(kRound2025);
  *decided.mutable_facts() = facts(40, Keep("Chỉ tính việc trong chương trình."));
  *decided.mutable_reason() = Keep("Theo số liệu đã duyệt.");
  decided.set_decision_number("60/QĐ-LĐLĐ");
  Entry(kChair, "DecideRating", {event});
  for (const bool again : {false, true}) {
    v1::Event sent;
    v1::SettlementRecorded& recorded = *sent.mutable_settlement_recorded();
    recorded.set_year(2025);
    recorded.set_sent_day(kNewYear + 75 + (again ? 1 : 0));
    recorded.set_document_number("12/BC-LĐLĐ");
    recorded.set_document_day(kNewYear + 75);
    recorded.set_document_issuer("LĐLĐ huyện Bắc Quang");
    if (again) *recorded.mutable_reason() = Keep("Ghi nhầm ngày.");
    Entry(kMember, "RecordSettlement", {sent});
  }
}

// The year is sealed with its figures, and a result of it restated, for a finding.
void History::Seal() {
  On(kJune + 45);
  v1::Event event;
  v1::PeriodSealed& sealed = *event.mutable_period_sealed();
  sealed.set_round_number(kRound2025);
  sealed.set_decision_number("40/QĐ-LĐLĐ");
  sealed.add_indicators()->set_item("1.1");
  sealed.add_stands()->set_item("1.2");
  Entry(kChair, "SealPeriod", {event});
  v1::Event correction;
  v1::ResultRestated& restated = *correction.mutable_result_restated();
  restated.set_restatement(1);
  restated.set_round_number(kRound2025);
  restated.set_task(1);
  v1::ReportFacts::Value& value = *restated.mutable_result()->add_values();
  value.set_figure("signed");
  value.set_numerator(2);
  *restated.mutable_reason() = Keep("Ghi nhầm.");
  restated.set_decision_number("41/QĐ-LĐLĐ");
  restated.set_inspection(1);
  restated.set_finding(1);
  Entry(kMember, "RestateResult", {correction});
}

// A union sends its own plan, twice; a union is taken in from elsewhere; in the end the federation is closed.
void History::PlanAndAdmit() {
  On(kJune + 50);
  for (const int64_t version : {1, 2}) {
    v1::Event planned;
    v1::UnionPlanSubmitted& plan = *planned.mutable_union_plan_submitted();
    plan.set_union_number(kDongYen);
    plan.set_round_number(kRound2025);
    plan.set_version(version);
    plan.set_document_number("05/KH-CĐCS");
    plan.set_document_day(kJune + 49);
    plan.set_document_issuer("CĐCS xã Đồng Yên");
    v1::UnionPlanSubmitted::Line& line = *plan.add_lines();
    line.set_item_number(kAgreements);
    v1::PlanTarget& target = *line.add_targets();
    target.set_figure("signed");
    target.set_target(80 + version);
    *line.mutable_measures() = Keep("Ký lại bản đã hết hạn, lần " + std::to_string(version));
    *line.mutable_person() = Keep("Chủ tịch công đoàn");
    line.set_due_day(kJune + 90);
    Entry(kUnionChair, "SubmitUnionPlan", {planned});
  }

  v1::Event admitted;
  v1::UnionsAdmitted& admission = *admitted.mutable_unions_admitted();
  admission.set_change(3);
  admission.set_federation("quang-binh");
  admission.set_decision_number("33/QĐ-LĐLĐ");
  v1::UnionsAdmitted::Admitted& one = *admission.add_unions();
  one.set_predecessor("tan-trinh");
  one.mutable_admitted()->set_union_number(kTanThanh + 2);
  one.mutable_admitted()->set_id("tan-trinh-2");
  one.mutable_admitted()->set_name("CĐCS xã Tân Trịnh");
  one.mutable_admitted()->set_type("commune");
  one.mutable_admitted()->set_sort_key(rules::SortKey("CĐCS xã Tân Trịnh"));
  (*one.mutable_admitted()->mutable_facts())["members"] = 11;
  Entry(kChair, "AdmitUnions", {admitted});

  // It belongs to another, changes that on the same day, and sends a report up.
  for (const std::string superior : {"tuyen-quang", "ha-giang-tinh"}) {
    v1::Event below;
    below.mutable_superior_set()->set_superior(superior);
    below.mutable_superior_set()->set_decision_number("48/QĐ-LĐLĐ");
    Entry(kChair, "SetSuperior", {below});
  }
  v1::Event reported;
  v1::ReportIssued& report = *reported.mutable_report_issued();
  report.set_report(1);
  report.set_round_number(kRound2025);
  report.set_document_number("49/BC-LĐLĐ");
  report.set_document_day(kJune + 50);
  report.set_document_issuer("LĐLĐ huyện Bắc Quang");
  report.set_title("Báo cáo 6 tháng");
  report.add_recipients("LĐLĐ tỉnh");
  report.add_recipients("Huyện ủy");
  *report.mutable_remarks() = Keep("Kèm biểu số liệu");
  report.set_as_of_day(kJune + 30);
  report.mutable_figures()->mutable_timeliness()->set_done_on_time(3);
  Entry(kChair, "IssueReport", {reported});

  On(kJune + 60);
  v1::Event closed;
  closed.mutable_federation_closed()->set_successor("ha-giang");
  closed.mutable_federation_closed()->set_decision_number("50/QĐ-LĐLĐ");
  Entry(kChair, "CloseFederation", {closed});
}

// One is told of what is due, and by mail; a rung that was overtaken tells nobody.
void History::Remind() {
  v1::Event addressed;
  addressed.mutable_mail_address_set()->set_account(kUnionChair);
  *addressed.mutable_mail_address_set()->mutable_address() = Keep("viet-vinh@congdoan.vn");
  Entry(kUnionChair, "SetMailAddress", {addressed});
  v1::Event rung;
  for (const int64_t offset : {-14, -3}) {
    v1::RemindersRung::Rung& one = *rung.mutable_reminders_rung()->add_rungs();
    one.set_task(1);
    one.set_cycle(2);
    one.set_offset_days(offset);
    one.set_due_day(kNewYear + 120);
    one.set_overtaken(offset == -14);
    if (!one.overtaken()) one.add_accounts(kUnionChair);
  }
  Entry(0, "RingReminders", {rung});
}

// The journal is signed, by a second key after the first, witnessed, and was once brought back from a copy.
void History::IsWitnessed() {
  for (const int64_t key : {1, 2}) {
    v1::Event event;
    v1::JournalKeySet& set = *event.mutable_journal_key_set();
    set.set_key(key);
    set.set_public_key(std::string(32, static_cast<char>('0' + key)));
    if (key == 2) set.set_handover("phancong journal key\n");
    Entry(0, "journal-key", {event});
  }
  for (const int64_t witness : {1, 2}) {
    v1::Event event;
    v1::WitnessNamed& named = *event.mutable_witness_named();
    named.set_witness(witness);
    named.set_name(witness == 1 ? "ldld-tinh" : "ubkt-tinh");
    named.set_public_key(std::string(32, static_cast<char>('a' + witness)));
    named.set_decision_number("21/QĐ-LĐLĐ");
    Entry(kChair, "NameWitness", {event});
  }
  v1::Event ended;
  ended.mutable_witness_ended()->set_witness(1);
  ended.mutable_witness_ended()->set_decision_number("22/QĐ-LĐLĐ");
  Entry(kChair, "EndWitness", {ended});
  v1::Event restored;
  restored.mutable_restored_from_backup()->set_lost_size(1000);
  restored.mutable_restored_from_backup()->set_lost_root(std::string(32, 'l'));
  restored.mutable_restored_from_backup()->set_kept_size(70);
  Entry(0, "restore", {restored});
}

void History::EraseName() {
  v1::Event event;
  v1::TextsErased& erased = *event.mutable_texts_erased();
  EXPECT_TRUE(store_
                  .Read([&](ReadTransaction& tx) -> absl::Status {
                    const auto names = NamesOfAccount(tx, federation_, kLeft);
                    if (!names.ok()) return names.status();
                    for (const TextPlace& name : *names) {
                      v1::TextsErased::Erased& text = *erased.add_texts();
                      text.set_revision(name.revision);
                      text.set_ordinal(name.ordinal);
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(erased.texts_size(), 1);
  erased.set_account(kLeft);
  erased.set_decision_number("90/QĐ-LĐLĐ");
  *erased.mutable_reason() = Keep("đã nghỉ việc, đề nghị xóa tên");
  Entry(kChair, "EraseTexts", {event});
}

void History::MakeOperationalRows() {
  EXPECT_TRUE(store_
                  .Write([this](WriteTransaction& tx) {
                    absl::Status done =
                        SetCredential(tx, federation_, kChair, {.hash = "$argon2id$", .one_time = true});
                    if (!done.ok()) return done;
                    done = AddSession(tx,
                                      {.federation = federation_,
                                       .account = kChair,
                                       .token_hash = std::string(32, 'x'),
                                       .created_at = Noon(today_),
                                       .expires_at = Noon(today_ + 1)},
                                      0)
                               .status();
                    if (!done.ok()) return done;
                    done = KeepSecret(tx, "known_device", std::string(32, 's')).status();
                    if (!done.ok()) return done;
                    done = RememberRequest(tx, federation_, 1, kChair, "r-1",
                                           {.digest = std::string(32, 'd'), .response = "R"}, Noon(today_));
                    if (!done.ok()) return done;
                    done = KeepSeed(tx, federation_, 2, std::string(32, 'r'));
                    if (!done.ok()) return done;
                    done = MarkRead(tx, federation_, kUnionChair, 1, 1);
                    if (!done.ok()) return done;
                    WitnessRow witness;
                    witness.number = 2;
                    witness.signed_size = 3;
                    witness.signed_root = std::string(32, 'r');
                    witness.signed_at = 1'740'000'000;
                    witness.signature = std::string(76, 's');
                    done = KeepWitnessSignature(tx, federation_, witness);
                    if (!done.ok()) return done;
                    done = QueueMail(tx, federation_, kUnionChair, 0, Noon(today_));
                    if (!done.ok()) return done;
                    return CountRefusedAttempt(tx, federation_, kInspector, 486'000, 20).status();
                  })
                  .ok());
}

void History::PlayDemo() {
  v1::Event event;
  v1::FederationCreated& created = *event.mutable_federation_created();
  created.set_id("trinh-dien");
  created.mutable_title()->set_vi("Liên đoàn trình diễn");
  created.set_time_zone("Asia/Ho_Chi_Minh");
  created.set_demo(true);
  federation_ = 0;
  Entry(0, "Init", {event, AccountCreated(kAdministrator, "quan-tri", Keep("Quản trị"))});
  event.mutable_clock_advanced()->set_time_micros(Noon(today_ + 10));
  Entry(kAdministrator, "AdvanceClock", {event});
  event.mutable_account_disabled()->set_account(kAdministrator);
  Entry(kAdministrator, "DisableAccount", {event});
}

}  // namespace phancong::storage
