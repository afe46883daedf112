// A verb is one row of the client's only table: what people type, the call it makes, which argument fills which field
// of the request, and how the answer is shown. Parsing, binding, help, completion and the verb list of the README all
// read this, and nothing else.
#ifndef PHANCONG_CLIENT_CLI_VERB_H_
#define PHANCONG_CLIENT_CLI_VERB_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/cells.h"
#include "client/cli/language.h"
#include "google/protobuf/descriptor.h"

namespace phancong::client {

class Turn;

// The answers that -o chooses between.
inline constexpr std::string_view kOutputs[] = {"table", "json", "csv"};

// How the text of an argument becomes a value. All but the first four are names, written short (names.h).
enum class Reading {
  kField,     // by the field's own type: text, number, yes/no (a switch), date, enum, figure, document, evidence
  kText,      // read by the verb itself
  kSwitch,    // the same, but given without a value
  kDueDates,  // ITEM=DATE
  kTerms,     // ITEM=WORKING-DAYS
  kTargets,   // ITEM/FIGURE=NUMBER[@UNION,…]
  kTask,
  kRound,      // the one meant where none is given
  kEachRound,  // all of them where none is given
  kRoundId,    // as kRound, by its id alone
  kUnion,      // or "federation"
  kAccount,
  kOwnAccount,  // one's own where none is given
  kSession,
  kPosition,
  kProgramme,  // the newest where none is given
  kInspection,
  kFinding,
  kResponsibility,
  kExtension,
  kEvidence,
  kDelegation,
  kUnionPlan,
  kCalendar,  // the newest where none is given
  kInspectionPlan,
  kRating,
  kReport,
};

enum class Given { kMay, kMust };

struct Argument {
  // "task": known by its place. "--reason": a flag.
  std::string_view name = {};
  // Path in the request; empty where the verb itself reads it.
  std::string_view field = {};
  Phrase help = {};
  Given given = Given::kMay;
  Reading reading = Reading::kField;
  // An argument without a field may be given more than once.
  bool repeated = false;
  // "-o", for a flag that has one.
  std::string_view letter = {};

  [[nodiscard]] bool is_flag() const { return name.front() == '-'; }
};

struct Verb {
  // "task list": what is typed after the program's name.
  std::string_view words = {};
  Phrase help = {};
  // A line that parses, without the program's name.
  std::string_view example = {};
  // "TaskService.ListTasks"; empty for a verb of the client's own.
  std::string_view method = {};
  std::vector<Argument> arguments = {};
  // The Report in the request that --figure, --narrative, --evidence, --document and --not-applicable fill; empty:
  // none.
  std::string_view report = {};
  Showing show = {};
  // Where there is more to do than one call and its answer.
  absl::Status (*play)(Turn& turn) = nullptr;
};

// The verbs of one noun, under one title in help.
struct Section {
  Phrase title;
  std::vector<Verb> verbs;
};

// In the order of help. One file for each of them.
[[nodiscard]] const std::vector<Section>& Sections();
[[nodiscard]] Section ReportVerbs();
[[nodiscard]] Section TaskVerbs();
[[nodiscard]] Section ReviewVerbs();
[[nodiscard]] Section DeadlineVerbs();
[[nodiscard]] Section AssignmentVerbs();
[[nodiscard]] Section InspectionVerbs();
[[nodiscard]] Section InspectionPlanVerbs();
[[nodiscard]] Section ProgressVerbs();
[[nodiscard]] Section PeriodReportVerbs();
[[nodiscard]] Section RatingVerbs();
[[nodiscard]] Section ProgrammeVerbs();
[[nodiscard]] Section DirectoryVerbs();
[[nodiscard]] Section PlanVerbs();
[[nodiscard]] Section FederationVerbs();
[[nodiscard]] Section EvidenceVerbs();
[[nodiscard]] Section JournalVerbs();
[[nodiscard]] Section ReceiptVerbs();
[[nodiscard]] Section WitnessVerbs();
[[nodiscard]] Section ProofPackVerbs();
[[nodiscard]] Section InboxVerbs();
[[nodiscard]] Section SessionVerbs();
[[nodiscard]] Section AccountVerbs();
[[nodiscard]] Section ClientVerbs();

// The verb of exactly these words; nullptr where there is none.
[[nodiscard]] const Verb* FindVerb(std::string_view words);

// The verb that makes this call: every method of the contract has one.
[[nodiscard]] const Verb& VerbFor(const google::protobuf::MethodDescriptor& method);

// The method of a verb; nullptr for one of the client's own.
[[nodiscard]] const google::protobuf::MethodDescriptor* MethodOf(const Verb& verb);

// Every argument that a verb takes: its own, those of a report, and those that its request asks for (--etag,
// --request-id, --min-revision, and where the rows of its answer are shown, --limit).
[[nodiscard]] std::vector<Argument> ArgumentsOf(const Verb& verb);

// Flags that every verb takes: --profile, --lang, -o, …
[[nodiscard]] const std::vector<Argument>& GeneralFlags();

[[nodiscard]] bool TakesValue(const Verb& verb, const Argument& argument);
[[nodiscard]] bool MayRepeat(const Verb& verb, const Argument& argument);
// What stands for the argument's value in help: "NHIỆM-VỤ", "TASK".
[[nodiscard]] std::string ValueWord(const Verb& verb, const Argument& argument, Language language);
// The argument's help: its own, else what is always said of its place.
[[nodiscard]] Phrase HelpOf(const Argument& argument);
// The values that an argument takes, where they are a short list (enums); for completion and help.
[[nodiscard]] std::vector<std::string> ValuesOf(const Verb& verb, const Argument& argument);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_VERB_H_
