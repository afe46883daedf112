// The main job in readable form: plain maps, and for each command what it needs and what it does. A specification that
// the random walk compares with the server, step by step; it shares no code with services/rules.
//
// Of the programme in tests/programmes/walk.textproto. Each verb returns the reason for which it is refused, by its
// name in error_reason.proto, or nothing where it is done.
#ifndef PHANCONG_TESTS_SUPPORT_MODEL_H_
#define PHANCONG_TESTS_SUPPORT_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "phancong/v1/vocabulary.pb.h"

namespace phancong::support {

// Days since 1970-01-01.
using ModelDay = int64_t;
[[nodiscard]] ModelDay ModelDayOf(int year, int month, int day);

class Model {
 public:
  // --- What there is.

  enum class Measure { kCoverage, kRatio, kCount, kAverage, kLevel, kJudgement };
  struct Item {
    bool yearly = true;
    Measure measure = Measure::kJudgement;
    std::vector<std::string> units;    // whom it goes to; "federation" is the federation itself
    std::vector<std::string> figures;  // in order
    std::vector<int64_t> targets;      // of each figure
    bool may_exceed = false;
    bool needs_minutes = false;
    bool needs_document = false;
    std::string field;
    int due_month = 12;
    int due_day = 31;
  };

  struct Office {
    std::string account;
    v1::Position position = v1::POSITION_UNSPECIFIED;
    std::string unit;
    ModelDay from = 0;
    ModelDay to = 0;  // 0: open
  };

  enum class State {
    kIssued,
    kInProgress,
    kSubmitted,
    kInReview,
    kReturned,
    kSuspended,
    kAccepted,
    kNotMet,
    kWithdrawn
  };
  enum class ExtensionState { kRequested, kApproved, kRefused, kCancelled };
  struct Extension {
    ExtensionState state = ExtensionState::kRequested;
    std::set<std::string> requested_by = {};
    ModelDay due = 0;
  };
  // From one due date to the next: the first leg ends with a submission, each return opens another.
  struct Leg {
    ModelDay due = 0;
    std::optional<ModelDay> submitted;
  };
  struct Task {
    std::string round;
    std::string item;
    std::string unit;
    State state = State::kIssued;
    int cycle = 1;
    ModelDay base_due = 0;
    std::vector<Leg> legs;
    std::set<std::string> authors;
    std::string reviewer;     // whose duty it is
    std::string accepted_by;  // in person
    v1::Report claim;
    std::optional<v1::Report> result;
    // In force instead of the result, which stays as it was sealed.
    std::optional<v1::Report> restated;
    std::vector<Extension> extensions;  // number 1 is the first
    std::set<std::string> waived_by;    // who decided that this cycle needs no minutes
    State before_suspension = State::kIssued;
    ModelDay suspended = 0;
    bool closed = false;  // as not met; it lies with the reviewer because it was submitted late
    int64_t etag = 0;

    [[nodiscard]] ModelDay due() const { return legs.back().due; }
  };

  struct Progress {
    std::vector<std::pair<int64_t, int64_t>> figures = {};
    int64_t reported = 0;
    int64_t expected = 0;
    int64_t not_applicable = 0;
    int64_t submitted = 0;
    bool has_data = false;
  };
  // A year's figures, as they are shown.
  struct Figures {
    std::map<std::string, Progress> indicators;
    int64_t members = 0;
    int64_t inspected = 0;
  };
  struct Round {
    bool issued = false;
    std::optional<Figures> frozen;  // since it was sealed
    int restatements = 0;           // that stand in it
    ModelDay decided = 0;
    std::map<std::string, ModelDay> due;  // of its items
    int ad_hoc = 0;
    int64_t etag = 0;
  };

  struct Delegation {
    int64_t office = 0;
    std::string to_whom;
    ModelDay from = 0;
    ModelDay to = 0;
  };

  struct Charge {
    std::string account;
    std::string field;
    std::string item;
    std::string unit;
    ModelDay from = 0;
    ModelDay to = 0;  // 0: open
  };

  enum class FindingState { kDraft, kIssued, kRemedySubmitted, kClosed, kDropped };
  struct Finding {
    FindingState state = FindingState::kDraft;
    std::string task;
    bool contests = false;
    bool grave = false;
    ModelDay remedy_due = 0;
    std::set<std::string> found_by = {};
    std::set<std::string> explained_by = {};
    std::set<std::string> remedied_by = {};
  };
  enum class InspectionState { kScheduled, kNotified, kFieldwork, kDrafted, kConcluded, kReported, kCancelled };
  struct Inspection {
    std::string kind;
    std::string unit;
    bool unannounced = false;
    InspectionState state = InspectionState::kScheduled;
    ModelDay concluded = 0;
    ModelDay explain_by = 0;
    std::string head;
    std::set<std::string> team;
    std::set<std::string> signatures;
    std::vector<Finding> findings;  // number 1 is the first
    int checks = 0;

    [[nodiscard]] bool is_supervision() const { return kind == "watch"; }
  };
  // Somebody wrote, entered, took or judged a report of a unit on a day.
  struct Dealing {
    std::string who;
    std::string unit;
    ModelDay day = 0;
  };

  // Task names are "ROUND/ITEM.UNIT", finding names "INSPECTION/NUMBER".
  std::map<std::string, Item> items;
  std::map<std::string, Task> tasks;
  std::map<std::string, Round> rounds;
  std::map<std::string, Inspection> inspections;
  std::map<int64_t, Office> offices;
  std::map<int64_t, Charge> charges;
  std::map<int64_t, Delegation> delegations;
  std::map<std::string, std::string> witnesses;  // those in office, and the public key of each
  std::vector<Dealing> dealings;
  std::map<std::string, bool> disabled;                        // of every account
  std::map<std::string, std::map<ModelDay, int64_t>> members;  // of each union, from a day on
  std::map<std::string, int64_t> union_etag;
  int64_t versions = 0;  // of the programme
  int64_t revision = 0;
  int64_t now_micros = 0;
  ModelDay today = 0;

  Model();

  // --- The clock.
  void Now(int64_t micros);

  // Somebody asks for something. `etag` empty: none was given. `behalf`: whose delegated positions they exercise;
  // empty: they ask in their own right.
  struct Ask {
    std::string who;
    std::string etag;
    std::string behalf = {};

    // Whose duties these are.
    [[nodiscard]] const std::string& principal() const { return behalf.empty() ? who : behalf; }
  };

  // --- Who they are.
  [[nodiscard]] bool Holds(const std::string& who, v1::Position position, const std::string& unit = "") const;
  [[nodiscard]] bool IsOfStandingCommittee(const std::string& who) const;
  [[nodiscard]] bool IsHeadOfStandingCommittee(const std::string& who) const;
  [[nodiscard]] bool IsInspector(const std::string& who) const;
  [[nodiscard]] bool HoldsAnyIn(const std::string& who, const std::string& unit) const;
  [[nodiscard]] std::vector<std::string> InChargeOf(const Task& task) const;

  // The same of who asks, by the authority that they have in this.
  [[nodiscard]] bool Holds(const Ask& ask, v1::Position position, const std::string& unit = "") const;
  [[nodiscard]] bool IsOfStandingCommittee(const Ask& ask) const;
  [[nodiscard]] bool IsHeadOfStandingCommittee(const Ask& ask) const;
  [[nodiscard]] bool IsInspector(const Ask& ask) const;
  [[nodiscard]] bool HoldsAnyIn(const Ask& ask, const std::string& unit) const;
  // Whether somebody may act for another today, and which of the other's offices they exercise.
  [[nodiscard]] bool MayActFor(const std::string& who, const std::string& behalf) const;
  [[nodiscard]] std::set<int64_t> Exercised(const std::string& who, const std::string& behalf) const;

  // --- What people do.
  std::string Acknowledge(const Ask& ask, const std::string& task);
  std::string Report(const Ask& ask, const std::string& task, const v1::Report& report);
  // Nothing given: what was reported last.
  std::string Submit(const Ask& ask, const std::string& task, const std::optional<v1::Report>& report);
  std::string Recall(const Ask& ask, const std::string& task);
  std::string RecordPaper(const Ask& ask, const std::string& task, const v1::Report& report, ModelDay received);
  std::string TakeReview(const Ask& ask, const std::string& task, const std::string& reviewer);
  std::string ReleaseReview(const Ask& ask, const std::string& task);
  std::string Accept(const Ask& ask, const std::string& task, const std::optional<v1::Report>& result, bool reason);
  std::string Return(const Ask& ask, const std::string& task, bool reason, ModelDay rework_due);
  std::string Withdraw(const Ask& ask, const std::string& task, bool reason, bool decision);
  std::string Comment(const Ask& ask, const std::string& task, bool text);

  std::string RequestExtension(const Ask& ask, const std::string& task, ModelDay due, bool reason);
  std::string DecideExtension(const Ask& ask, const std::string& task, size_t number, bool approve,
                              std::optional<ModelDay> due, bool reason);
  std::string CancelExtension(const Ask& ask, const std::string& task, size_t number);
  std::string ExtendTasks(const Ask& ask, const std::string& round, const std::string& item, const std::string& unit,
                          ModelDay due, bool reason, bool decision);
  std::string Suspend(const Ask& ask, const std::string& task, bool reason, bool decision);
  std::string Resume(const Ask& ask, const std::string& task, bool reason, bool decision);
  std::string CloseNotMet(const Ask& ask, const std::string& task, bool reason);
  std::string Reopen(const Ask& ask, const std::string& task, ModelDay due, bool reason);
  // The minutes.
  std::string Waive(const Ask& ask, const std::string& task, bool reason);
  std::string Seal(const Ask& ask, const std::string& round, bool decision);
  // `round`: in which the correction stands.
  std::string Restate(const Ask& ask, const std::string& task, const std::string& round, const v1::Report& result,
                      bool reason, bool decision);
  // What is in the way of sealing.
  [[nodiscard]] std::vector<std::string> OpenTasksOf(const std::string& round) const;
  [[nodiscard]] bool IsSealed(const Task& task) const;

  std::string LoadProgramme(const Ask& ask, bool decision, bool right);
  std::string ImportUnions(const Ask& ask, const std::map<std::string, int64_t>& members_now);
  std::string Draft(const Ask& ask, const std::string& round, const std::set<std::string>& without);
  std::string Issue(const Ask& ask, const std::string& round, bool decision);
  std::string AssignItem(const Ask& ask, const std::string& round, const std::string& item, const std::string& unit,
                         ModelDay due, bool decision);
  // No unit: every union.
  std::string AssignAdHoc(const Ask& ask, const std::string& round, const std::string& unit, ModelDay due,
                          bool decision);
  std::string AssignCharge(const Ask& ask, const Charge& charge);
  std::string EndCharge(const Ask& ask, int64_t number);
  std::string HandOver(const Ask& ask, const std::string& leaver, const std::string& successor, bool decision);
  // An office, from today to a day.
  std::string Delegate(const Ask& ask, int64_t office, const std::string& to_whom, ModelDay to);
  std::string EndDelegation(const Ask& ask, int64_t number, bool at_once);

  std::string Schedule(const Ask& ask, const std::string& kind, const std::string& unit, const std::string& head,
                       const std::vector<std::string>& others, int year, bool unannounced);
  std::string Notify(const Ask& ask, const std::string& inspection, bool document);
  std::string Start(const Ask& ask, const std::string& inspection);
  std::string Check(const Ask& ask, const std::string& inspection, const std::string& task);
  std::string Find(const Ask& ask, const std::string& inspection, const Finding& finding);
  std::string Drop(const Ask& ask, const std::string& finding, bool reason);
  std::string DraftConclusion(const Ask& ask, const std::string& inspection, ModelDay explain_by);
  std::string Explain(const Ask& ask, const std::string& finding);
  std::string Sign(const Ask& ask, const std::string& inspection);
  std::string Conclude(const Ask& ask, const std::string& inspection, bool document);
  std::string ReportSupervision(const Ask& ask, const std::string& inspection, bool document);
  std::string Cancel(const Ask& ask, const std::string& inspection, bool reason, bool decision);
  std::string CloseWithoutRemedy(const Ask& ask, const std::string& finding, bool reason, bool decision);
  std::string SubmitRemedy(const Ask& ask, const std::string& finding);
  std::string VerifyRemedy(const Ask& ask, const std::string& finding);
  std::string RejectRemedy(const Ask& ask, const std::string& finding, bool reason, ModelDay due);

  std::string CreateAccount(const Ask& ask, const std::string& account);
  std::string CreateUnionAccounts(const Ask& ask);
  std::string Disable(const Ask& ask, const std::string& account);
  std::string Enable(const Ask& ask, const std::string& account);
  std::string Reset(const Ask& ask, const std::string& account);
  std::string Give(const Ask& ask, const std::string& account, v1::Position position, const std::string& unit);
  std::string EndOffice(const Ask& ask, int64_t number);
  std::string AdvanceClock(const Ask& ask);
  std::string NameWitness(const Ask& ask, const std::string& name, const std::string& key, bool decision);
  std::string EndWitness(const Ask& ask, const std::string& name, bool decision);

  // Somebody was refused once more, for the same reason.
  std::string Refuse(const std::string& who, const std::string& reason);

  // --- How far it is.
  struct Timing {
    v1::Timing timing = v1::TIMING_UNSPECIFIED;
    int64_t days_late = 0;
  };
  [[nodiscard]] Timing TimingOf(const Task& task) const;
  struct Timeliness {
    int64_t on_time = 0;
    int64_t late = 0;
    int64_t overdue = 0;
    int64_t awaiting = 0;
    int64_t not_due = 0;
    int64_t not_met = 0;
  };
  [[nodiscard]] Timeliness TimelinessOf(const std::string& round) const;
  // Of a year: as it is now, or as it was sealed.
  [[nodiscard]] Figures FiguresShownOf(const std::string& round) const;
  // Of a reported indicator.
  [[nodiscard]] Progress ProgressOf(const std::string& round, const std::string& item) const;
  [[nodiscard]] int64_t MembersOn(ModelDay day) const;
  // Public unions with a finance inspection concluded in the year, so far.
  [[nodiscard]] int64_t InspectedIn(int year) const;

  // "held=1 part=3/4 heard=n/a", sorted: what a report says in figures.
  [[nodiscard]] static std::string FiguresOf(const v1::Report& report);

 private:
  struct Refused {
    int64_t hour = 0;
    int64_t count = 0;
  };

  std::string Done() {
    ++revision;
    return "";
  }
  std::string Changed(Task& task) {
    task.etag = ++revision;
    return "";
  }
  void Add(const std::string& round, const std::string& item, const std::string& unit, ModelDay due);

  using Body = std::string;  // "": none
  [[nodiscard]] static Body BodyOf(const Office& office);
  [[nodiscard]] static bool IsHeld(const Office& office, ModelDay day);
  [[nodiscard]] bool SitsIn(const std::string& who, const Body& body, ModelDay day) const;
  [[nodiscard]] bool MayDelegateAtAll(const Ask& ask) const;
  [[nodiscard]] std::string HearsWhatIsNotThere(const Ask& ask) const;
  [[nodiscard]] std::string WhyNotDelegating(const Ask& ask, const Office& office) const;

  // Who asks, and for whom; whether one of these people is one of those.
  [[nodiscard]] static std::set<std::string> PeopleOf(const Ask& ask);
  [[nodiscard]] static bool Share(const Ask& ask, const std::set<std::string>& people);
  [[nodiscard]] bool HasInterestIn(const Ask& ask, const std::string& unit) const;
  [[nodiscard]] bool HasInterestInUnit(const Ask& ask, const std::string& unit) const;
  [[nodiscard]] bool HoldsInUnit(const std::string& who, const std::string& unit) const;
  // Why somebody is not on the team of a unit inspected for that year; whether who asks may not work on it today.
  [[nodiscard]] bool IsKeptOff(const std::string& who, const std::string& unit, int year) const;
  [[nodiscard]] bool IsInvolved(const Ask& ask, const Inspection& inspection) const;
  [[nodiscard]] std::string MayInspect(const Ask& ask, const Inspection& inspection, bool as_head) const;
  [[nodiscard]] std::string MayExplain(const Ask& ask, const std::string& unit) const;
  // Why a finding's remedy may not be judged by who asks, or the finding closed without one.
  [[nodiscard]] std::string WhyNoJudge(const Ask& ask, const Inspection& inspection, const Finding& finding) const;
  // Others than the Inspection Committee see it.
  [[nodiscard]] static bool IsKnown(const Inspection& inspection, const Finding& finding);
  Finding& FindingNamed(const std::string& name);
  Inspection& InspectionOf(const std::string& finding);
  void Deals(const std::set<std::string>& people, const Task& task);

  // Policy: a method of GrassrootsUnionService about what is assigned to `unit`.
  [[nodiscard]] std::string MayAsUnion(const Ask& ask, const std::string& unit, bool any_body = true) const;
  [[nodiscard]] bool ActsFor(const Ask& ask, const Task& task) const;
  [[nodiscard]] bool HeadsFor(const Ask& ask, const Task& task) const;
  [[nodiscard]] bool IsDisinterested(const Ask& ask, const Task& task) const;
  [[nodiscard]] static bool IsAuthor(const Ask& ask, const Task& task);
  static void Writes(const Ask& ask, Task& task);
  [[nodiscard]] static bool IsWithAssignee(const Task& task);
  [[nodiscard]] static bool IsOpen(const Task& task);
  [[nodiscard]] static std::pair<ModelDay, ModelDay> PeriodOf(const std::string& round);
  // Why a date in force cannot become this one.
  [[nodiscard]] std::string WhyNotLater(const Task& task, ModelDay due) const;
  static void BeginAnew(Task& task, ModelDay due);
  // Why a report may not be kept; why it may not be submitted. `reporter`: whose report it is; nobody's: a result.
  [[nodiscard]] std::string WhyUnfit(const Task& task, const v1::Report& report) const;
  [[nodiscard]] std::string WhyIncomplete(const Task& task, const v1::Report& report, const Ask* reporter) const;
  // Who may review what lies there: the author and those of the unit never may.
  [[nodiscard]] std::string WhyNoReviewer(const Ask& ask, const Task& task) const;
  [[nodiscard]] bool IsReviewer(const Ask& ask, const Task& task) const;
  [[nodiscard]] bool IsNotApplicable(const Task& task, const v1::Report& report) const;
  [[nodiscard]] bool Meets(const Task& task) const;
  [[nodiscard]] const Item& ItemOf(const Task& task) const;

  // How many refusals each person had in the hour of their last one.
  std::map<std::string, Refused> refused_;
};

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_MODEL_H_
