// The whole server in one process, as tests meet it: SQLite in a temporary file, gRPC on the loopback, time that stands
// still until it is moved, and the persons of a federation of labour, who speak the domain:
//
//   World world;
//   world.IssuesTheYear();
//   world.UnionChair("thpt-viet-vinh").Submits("1.3.thpt-viet-vinh", Claim().Yes("held").With("minutes"));
//   EXPECT_REFUSED(world.UnionChair("thpt-hung-an").Submits("1.3.thpt-viet-vinh", Claim()), NOT_YOUR_UNION);
//   EXPECT_DONE(world.Chair().Accepts("1.3.thpt-viet-vinh"));
//
// When a World ends, the invariants (invariants.h) are checked on what it leaves, and the test fails where one is
// broken.
//
// Short names: a task is "1.3.thpt-viet-vinh" in the round of the year, or "2023-2028/1.1.che-suoi-xanh"; a unit is a
// union's id, or "federation"; a finding is "2025-01/1"; an extension is "1.3.thpt-viet-vinh/1"; days are "2025-11-30".
// Full resource names pass as they are. Every verb makes a request_id of its own; Call sends any request as it is.
#ifndef PHANCONG_TESTS_SUPPORT_WORLD_H_
#define PHANCONG_TESTS_SUPPORT_WORLD_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/inbox_service.pb.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/programme_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/reminders/smtp.h"
#include "storage/store.h"
#include "tests/support/claim.h"
#include "tests/support/outcome.h"

namespace phancong::support {

class World;

// Points by criterion.
using RatingPoints = std::vector<std::pair<std::string, int32_t>>;

// A person with an account. Signs in when they first call, and again when their session is over.
class Person {
 public:
  Person(World& world, std::string account, std::string password)
      : world_(world), account_(std::move(account)), password_(std::move(password)) {}

  [[nodiscard]] const std::string& account() const { return account_; }
  [[nodiscard]] std::string name() const;  // federations/…/accounts/…
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] const std::string& password() const { return password_; }
  // "vi" or "en": the language of the messages they get.
  void Reads(std::string language) { language_ = std::move(language); }
  // From now on they act for this account; "": in their own right.
  void ActsFor(std::string account) { acts_for_ = std::move(account); }

  // Any call. A request_id is made where the request has that field and it is empty; a fixed one is sent as it is.
  template <class Response, class Request>
  Outcome<Response> Call(Request request) {
    Outcome<Response> outcome;
    static_cast<Answered&>(outcome) = Sends(&request, &outcome.response);
    return outcome;
  }
  // The same, of types that are known when it runs.
  Answered Sends(google::protobuf::Message* request, google::protobuf::Message* response);

  // --- Everyone.
  Answered SignsIn();
  Outcome<v1::ChangePasswordResponse> ChangesPassword(const std::string& new_password);
  Outcome<v1::GetTaskResponse> Sees(const std::string& task);
  Outcome<v1::ListTasksResponse> Lists(const std::string& round);
  Outcome<v1::ListAllowedActionsResponse> AsksWhatIsAllowed(const std::string& task);
  // As it stood at a moment; 0: now.
  Outcome<v1::ListDueDatesResponse> SeesDueDates(const std::string& task, int64_t at_micros = 0);
  Outcome<v1::ListExtensionsResponse> ListsExtensions(const std::string& round);
  Outcome<v1::CommentOnTaskResponse> Comments(const std::string& task, const std::string& text);
  Outcome<v1::GetInspectionResponse> SeesInspection(const std::string& inspection);
  // `unit` empty: all that they may see.
  Outcome<v1::ListFindingsResponse> ListsFindings(const std::string& unit = "", bool overdue = false);
  Outcome<v1::ListIndicatorProgressResponse> SeesProgress(const std::string& round);
  Outcome<v1::GetTimelinessResponse> SeesTimeliness(const std::string& round);
  Outcome<v1::GetUnionScorecardResponse> SeesScorecard(const std::string& unit, const std::string& round);
  Outcome<v1::GetRatingResponse> SeesRating(const std::string& unit);
  Outcome<v1::ListRatingsResponse> ListsRatings(const std::string& round);
  Outcome<v1::ListEntriesResponse> ReadsJournal(int64_t from_revision = 1);

  // The only position of `whose`, exercised by `to` as well until that day; from today.
  Outcome<v1::DelegatePositionResponse> Delegates(Person& whose, Person& to, const std::string& until);

  Outcome<v1::ListInboxResponse> ReadsInbox(bool only_unread = false);
  Outcome<v1::MarkInboxReadResponse> MarksReadUpTo(int64_t number);
  Outcome<v1::SetMailAddressResponse> SetsMailAddress(const std::string& address);

  Outcome<v1::GetInspectionPlanResponse> SeesInspectionPlan(const std::string& plan);
  Outcome<v1::GetDrawResponse> SeesDraw(const std::string& plan);
  // At the end of `day`; "": today.
  Outcome<v1::GetCoverageResponse> SeesCoverage(const std::string& round, const std::string& day = "");

  // --- The administrator.
  Outcome<v1::CreateAccountResponse> CreatesAccount(const std::string& account, const std::string& display_name);
  Outcome<v1::CreateUnionAccountsResponse> CreatesUnionAccounts();
  // `unit` for positions in a union.
  Outcome<v1::GivePositionResponse> Gives(const std::string& account, v1::Position position,
                                          const std::string& unit = "", const std::string& from = "",
                                          const std::string& to = "");
  Outcome<v1::EndPositionResponse> EndsPosition(const std::string& position, const std::string& last_day = "");
  Outcome<v1::DisableAccountResponse> Disables(const std::string& account);
  Outcome<v1::EnableAccountResponse> Enables(const std::string& account);
  Outcome<v1::ResetAccountResponse> Resets(const std::string& account);
  Outcome<v1::AdvanceClockResponse> AdvancesClock(const std::string& day);

  // --- The Standing Committee.
  Outcome<v1::LoadProgrammeResponse> LoadsProgramme(const std::string& source,
                                                    const std::string& decision = "01/QĐ-BTV");
  Outcome<v1::ImportUnionsResponse> ImportsUnions(const std::string& csv, const std::string& decision = "02/QĐ-BTV",
                                                  const std::string& as_of = "");
  Outcome<v1::AssignResponsibilityResponse> PutsInChargeOfField(const std::string& account, const std::string& field);
  Outcome<v1::AssignResponsibilityResponse> PutsInChargeOfItem(const std::string& account, const std::string& item);
  Outcome<v1::AssignResponsibilityResponse> PutsInChargeOfUnion(const std::string& account, const std::string& unit);
  Outcome<v1::EndResponsibilityResponse> EndsResponsibility(int64_t responsibility);
  Outcome<v1::DraftRoundResponse> DraftsRound(const std::string& round, const std::vector<std::string>& without = {},
                                              const std::string& population_day = "");
  Outcome<v1::IssueRoundResponse> IssuesRound(const std::string& round, const std::string& etag,
                                              const std::string& decision = "03/QĐ-BTV");
  Outcome<v1::AssignItemResponse> AssignsItem(const std::string& round, const std::string& item,
                                              const std::vector<std::string>& units, const std::string& due,
                                              const std::string& decision = "04/QĐ-BTV");
  // `units` empty: every union.
  Outcome<v1::AssignAdHocResponse> AssignsAdHoc(const std::string& round, const std::string& title,
                                                const std::vector<std::string>& units, const std::string& due,
                                                const std::string& decision = "05/QĐ-BTV");
  Outcome<v1::RecordPaperReportResponse> RecordsPaper(const std::string& task, const v1::Report& report,
                                                      const std::string& received);
  Outcome<v1::TakeReviewResponse> TakesReview(const std::string& task, const std::string& reviewer = "");
  Outcome<v1::ReleaseReviewResponse> ReleasesReview(const std::string& task);
  Outcome<v1::AcceptTaskResponse> Accepts(const std::string& task, const std::string& reason = "");
  Outcome<v1::AcceptTaskResponse> AcceptsInstead(const std::string& task, const v1::Report& result,
                                                 const std::string& reason);
  Outcome<v1::ReturnTaskResponse> Returns(const std::string& task, const std::string& reason,
                                          const std::string& rework_due);
  Outcome<v1::WithdrawTaskResponse> Withdraws(const std::string& task, const std::string& reason = "không còn phù hợp",
                                              const std::string& decision = "06/QĐ-BTV");
  // An extension is "1.3.thpt-viet-vinh/1". Without a day: the one asked for.
  Outcome<v1::DecideExtensionResponse> Grants(const std::string& extension, const std::string& due = "");
  Outcome<v1::DecideExtensionResponse> Refuses(const std::string& extension,
                                               const std::string& reason = "chưa đủ lý do");
  // `items` and `units` empty: all of the round.
  Outcome<v1::ExtendTasksResponse> ExtendsTasks(const std::string& round, const std::string& due,
                                                const std::vector<std::string>& items = {},
                                                const std::vector<std::string>& units = {}, bool validate_only = false,
                                                const std::string& decision = "10/QĐ-BTV");
  Outcome<v1::SuspendTaskResponse> Suspends(const std::string& task, const std::string& reason = "chờ hướng dẫn",
                                            const std::string& decision = "11/QĐ-BTV");
  Outcome<v1::ResumeTaskResponse> Resumes(const std::string& task, const std::string& reason = "đã có hướng dẫn",
                                          const std::string& decision = "12/QĐ-BTV");
  Outcome<v1::CloseTaskNotMetResponse> ClosesNotMet(const std::string& task,
                                                    const std::string& reason = "quá hạn, không thực hiện");
  Outcome<v1::ReopenTaskResponse> Reopens(const std::string& task, const std::string& due,
                                          const std::string& reason = "nhập nhầm số liệu");
  Outcome<v1::WaiveEvidenceResponse> Waives(const std::string& task, const std::string& kind,
                                            const std::string& reason = "đã gửi bản gốc");
  Outcome<v1::SealPeriodResponse> Seals(const std::string& round, const std::string& decision = "40/QĐ-LĐLĐ");
  // What sealing would find open.
  Outcome<v1::SealPeriodResponse> AsksWhatIsOpen(const std::string& round);
  // `round`: the open one in which the correction stands.
  Outcome<v1::RestateResultResponse> Restates(const std::string& task, const v1::Report& result,
                                              const std::string& round, const std::string& reason = "đếm nhầm",
                                              const std::string& decision = "41/QĐ-LĐLĐ");
  // The open work of one account to another.
  Outcome<v1::HandOverResponse> HandsOver(const std::string& from, const std::string& to,
                                          const std::string& decision = "30/QĐ-BTV", bool validate_only = false);

  Outcome<v1::DecideRatingResponse> DecidesRating(const std::string& unit, const RatingPoints& points,
                                                  const std::string& reason = "",
                                                  const std::string& decision = "60/QĐ-BTV");
  Outcome<v1::RecordSettlementResponse> RecordsSettlement(const std::string& sent, const std::string& reason = "");
  Outcome<v1::CloseFindingWithoutRemedyResponse> ClosesWithoutRemedy(
      const std::string& finding, const std::string& reason = "người phải khắc phục đã nghỉ hưu",
      const std::string& decision = "13/QĐ-BTV");
  // The draft as it is now.
  Outcome<v1::ApproveInspectionPlanResponse> ApprovesInspectionPlan(const std::string& plan,
                                                                    const std::string& decision = "13/QĐ-BTV");
  Outcome<v1::DecideInspectionShortfallResponse> DecidesShortfall(const std::string& plan,
                                                                  const std::string& reason = "đơn vị ngừng hoạt động",
                                                                  const std::string& decision = "14/QĐ-BTV");

  // --- A union, or the member in charge of a task of the federation's own.
  Outcome<v1::AcknowledgeTaskResponse> Acknowledges(const std::string& task);
  Outcome<v1::ReportProgressResponse> Reports(const std::string& task, const v1::Report& report);
  Outcome<v1::SubmitTaskResponse> Submits(const std::string& task, const v1::Report& report);
  // What was reported last.
  Outcome<v1::SubmitTaskResponse> Submits(const std::string& task);
  Outcome<v1::RecallTaskResponse> Recalls(const std::string& task);
  Outcome<v1::RequestExtensionResponse> RequestsExtension(const std::string& task, const std::string& due,
                                                          const std::string& reason = "bão làm gián đoạn");
  Outcome<v1::CancelExtensionResponse> CancelsExtension(const std::string& extension);
  // In the round that short names mean; `reason` is given for each of the points.
  Outcome<v1::SubmitSelfRatingResponse> RatesItself(const std::string& unit, const RatingPoints& points,
                                                    const std::string& reason = "");
  Outcome<v1::ExplainFindingResponse> Explains(const std::string& finding,
                                               const std::string& explanation = "Đơn vị nhầm sổ, xin bổ sung.");
  Outcome<v1::SubmitRemedyResponse> SubmitsRemedy(const std::string& finding, const std::string& text);

  // --- The Inspection Committee.
  Outcome<v1::DraftInspectionPlanResponse> DraftsInspectionPlan(const std::string& plan,
                                                                const std::vector<std::string>& risk_picks = {},
                                                                const std::vector<std::string>& left_out = {},
                                                                const std::string& population_day = "");
  Outcome<v1::DrawSampleResponse> DrawsSample(const std::string& plan);
  Outcome<v1::ReplaceDrawnUnitResponse> ReplacesDrawnUnit(const std::string& plan, const std::string& unit,
                                                          const std::string& reason = "đang sáp nhập",
                                                          const std::string& decision = "10/QĐ-UBKT");
  Outcome<v1::CloseInspectionPlanResponse> ClosesInspectionPlan(const std::string& plan);
  Outcome<v1::ScheduleInspectionResponse> Schedules(const std::string& kind, const std::string& unit,
                                                    const std::string& day, const std::string& head,
                                                    const std::vector<std::string>& members);
  Outcome<v1::NotifyInspectionResponse> Notifies(const std::string& inspection,
                                                 const std::string& document = "04/TB-UBKT");
  Outcome<v1::StartInspectionResponse> Starts(const std::string& inspection);
  Outcome<v1::CheckTaskResponse> Checks(const std::string& inspection, const std::string& task, bool confirmed = true);
  Outcome<v1::RecordFindingResponse> Finds(const std::string& inspection, const std::string& text,
                                           const std::string& remedy_due);
  // A finding that a task's accepted result is wrong.
  Outcome<v1::RecordFindingResponse> Contests(const std::string& inspection, const std::string& task,
                                              const std::string& text, const std::string& remedy_due);
  Outcome<v1::DropFindingResponse> DropsFinding(const std::string& finding,
                                                const std::string& reason = "không đủ căn cứ");
  // Until when the unit may explain.
  Outcome<v1::DraftConclusionResponse> DraftsConclusion(const std::string& inspection, const std::string& explain_by,
                                                        const std::string& discipline_proposal = "");
  Outcome<v1::SignConclusionResponse> Signs(const std::string& inspection, const std::string& reservation = "");
  // What was drafted, or that it was found in order.
  Outcome<v1::ConcludeInspectionResponse> Concludes(const std::string& inspection,
                                                    const std::string& document = "07/KL-UBKT");
  Outcome<v1::ReportSupervisionResponse> ReportsSupervision(const std::string& inspection,
                                                            const std::string& document = "08/BC-UBKT");
  Outcome<v1::CancelInspectionResponse> CancelsInspection(const std::string& inspection,
                                                          const std::string& reason = "đơn vị đang sáp nhập",
                                                          const std::string& decision = "15/QĐ-UBKT");
  Outcome<v1::VerifyRemedyResponse> VerifiesRemedy(const std::string& finding);
  Outcome<v1::RejectRemedyResponse> RejectsRemedy(const std::string& finding, const std::string& reason,
                                                  const std::string& remedy_due);

 private:
  World& world_;
  const std::string account_;
  std::string password_;
  std::string token_;
  int64_t signed_in_until_ = 0;
  std::string language_ = "vi";
  std::string acts_for_;
};

struct WorldOptions {
  std::string federation = "bac-quang";
  // A demo has a simulated clock: AdvancesClock moves it.
  bool demo = false;
  // 08:00 of this local day, at Asia/Ho_Chi_Minh.
  std::string first_day = "2025-01-06";
  // The round that short task names mean.
  std::string round = "2025";
  std::string term = "2023-2028";
  // Files below the root of the project.
  std::string programme = "deploy/programmes/bac-quang-2023-2028.textproto";
  std::string unions = "deploy/sample/bac-quang-unions.csv";
  // Of everything random in the server.
  uint64_t seed = 1;
  // Where messages are mailed; nowhere where it is nothing.
  std::optional<reminders::SmtpOptions> smtp = {};
  // How long an upload may bring nothing, in real time.
  absl::Duration upload_patience = absl::Hours(1);
};

class World {
 public:
  // Makes the federation with its first administrator, and starts the server.
  explicit World(WorldOptions options = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // --- The persons of the federation. Each is made, with the position named, when first asked for.
  Person& Administrator();
  Person& Chair();
  Person& ViceChair();
  Person& Member(int which = 1);
  Person& InspectionChair();
  Person& Inspector(int which = 1);
  Person& ExecutiveMember();
  Person& Reader();
  Person& UnionChair(const std::string& unit);
  Person& UnionOfficer(const std::string& unit);
  // Somebody with an account and no position.
  Person& Newcomer(const std::string& account);

  // --- The stage. Each fails the test where it does not succeed.
  // The chair loads the programme and imports the unions of the options.
  void LoadsTheProgramme();
  // That, and the year's round is drafted and issued as it is (the term's, too, with IssuesTheTerm).
  void IssuesTheYear();
  void IssuesTheTerm();
  // A report that is complete for a task, and meets its targets: every fact yes, every ratio 10 of 10, every count its
  // target, the evidence asked for.
  [[nodiscard]] v1::Report CompleteReport(const std::string& task);
  // The union reports it, and the chair of the federation accepts it.
  void GetsAccepted(const std::string& task);
  // The head of the team drafts the conclusion, the unit explains what was found, the team signs, and the head
  // concludes.
  void GetsConcluded(const std::string& inspection, const std::string& document = "07/KL-UBKT");

  // --- Time.
  // 08:00 of a local day; back too, which the journal's time never follows.
  void GoTo(const std::string& day);
  void PassHours(int64_t hours);
  [[nodiscard]] int64_t now_micros() const;

  // Reminders ring, and mail is sent, only when told; how many entries, and how many mails.
  int64_t RingsReminders();
  int64_t SendsMail();

  // --- The server.
  // Stops it gracefully and starts it again on the same database.
  void Restart();
  void Stop();
  // "127.0.0.1:PORT".
  [[nodiscard]] const std::string& address() const;
  [[nodiscard]] storage::Store& store();
  // The database's file.
  [[nodiscard]] std::string path() const;
  // Checks the invariants now; the World's end does it too, unless the test broke the database on purpose.
  void ChecksInvariants();
  void ExpectsABrokenDatabase() { broken_ = true; }

  [[nodiscard]] const WorldOptions& options() const { return options_; }
  // Full names for short ones.
  [[nodiscard]] std::string TaskName(const std::string& task) const;
  [[nodiscard]] std::string RoundName(const std::string& round) const;
  [[nodiscard]] std::string UnitName(const std::string& unit) const;
  [[nodiscard]] std::string AccountName(const std::string& account) const;
  [[nodiscard]] std::string InspectionName(const std::string& inspection) const;
  [[nodiscard]] std::string InspectionPlanName(const std::string& plan) const;
  [[nodiscard]] std::string FindingName(const std::string& finding) const;
  [[nodiscard]] std::string ExtensionName(const std::string& extension) const;
  // A union's rating in the round that short names mean.
  [[nodiscard]] std::string RatingName(const std::string& unit) const;
  [[nodiscard]] std::string FederationName() const;
  // Of the only position that the person was given.
  [[nodiscard]] std::string PositionName(const Person& person);
  [[nodiscard]] std::string NextRequestId();

  // A call by a token (empty: nobody signed in), of any method that takes one message; an upload's `chunk` is sent in
  // pieces of 100,000 bytes. From any thread.
  Answered Call(const google::protobuf::Message& request, google::protobuf::Message* response, const std::string& token,
                const std::string& language = "vi", const std::string& on_behalf_of = "");
  // Every message that a stream sends goes to `take`, until that returns false, or the stream ends.
  Answered Watch(const google::protobuf::Message& request, google::protobuf::Message* response,
                 const std::string& token, const std::function<bool()>& take);

 private:
  struct Running;

  void Start();
  void IssuesRound(const std::string& round);
  Person& Cast(const std::string& account, const std::string& display_name, v1::Position position,
               const std::string& unit);

  const WorldOptions options_;
  const std::string folder_;
  std::unique_ptr<Running> running_;
  std::map<std::string, std::unique_ptr<Person>> persons_;
  std::atomic<int64_t> requests_ = 0;
  bool loaded_ = false;
  bool broken_ = false;
};

// "2025-11-30" → the date; the unset date for "".
[[nodiscard]] google::type::Date DateOf(const std::string& day);
// 08:00 of a local day at Asia/Ho_Chi_Minh, in microseconds since 1970-01-01 UTC.
[[nodiscard]] int64_t MomentOf(const std::string& day);
// A file below the root of the project; fails the test where it is not there.
[[nodiscard]] std::string FileOf(const std::string& path);

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_WORLD_H_
