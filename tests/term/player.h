// Plays a term, row by row: the clock is moved to the day, the person does what the row says, and what comes of it is
// what the row says.
#ifndef PHANCONG_TESTS_TERM_PLAYER_H_
#define PHANCONG_TESTS_TERM_PLAYER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/world.h"
#include "tests/term/table.h"

namespace phancong::term_test {

inline constexpr char kTerm[] = "2023-2028";

class Player {
 public:
  // The folder of the term's tables; draws.csv is written into it. `seed`: of everything random in the server.
  Player(std::string folder, uint64_t seed);

  // Exports the proof pack of each year that was checked so far, as it is now; the checker of packs, which computes
  // every figure from the journal alone, must find nothing wrong.
  void ExportsPacks();

  // Fails the test, fatally, where what should be done is refused; and where it is refused for another reason.
  void Plays(const Row& row);

  // A line for each thing that was shown at each check, as term_figures.py writes them.
  [[nodiscard]] const std::vector<std::string>& shown() const { return shown_; }
  // How many rows of each act; those refused are all "refused".
  [[nodiscard]] const std::map<std::string, int>& played() const { return played_; }
  // So many answers were asked for again, as of the day on which they were first given, and were the same bytes.
  [[nodiscard]] int64_t same() const { return same_; }
  // So many proof packs were exported; the bytes of the greatest journal in one.
  [[nodiscard]] int64_t packs() const { return packs_; }
  [[nodiscard]] size_t largest_pack() const { return largest_pack_; }

 private:
  using Answered = support::Answered;
  using Person = support::Person;
  using Act = std::function<Answered(Person&, const Row&)>;
  // What was shown of a round at a check.
  struct Picture {
    std::string day;
    std::string round;
    std::vector<std::string> units;
    std::vector<v1::IndicatorProgress> indicators = {};
    std::vector<v1::IndicatorProgress> stands = {};
    v1::TimelinessCounts timeliness = {};
    std::vector<v1::StratumCoverage> coverage = {};
    std::map<v1::ProgressGrouping, std::vector<v1::ProgressGroup>> groups = {};
    std::map<std::string, v1::GetUnionScorecardResponse> cards = {};
  };

  // The acts, by what they are about.
  void TakeUpRounds();
  void TakeUpReports();
  void TakeUpReviews();
  void TakeUpDeadlines();
  void TakeUpUnions();
  void TakeUpInspectionPlans();
  void TakeUpInspections();
  void TakeUpFindings();
  void TakeUpRatings();
  void TakeUpReportsThatGoUp();
  void TakeUpChecks();

  // Accounts are who they are by their ids; a union's chair has the union's.
  Person& By(const std::string& who);
  template <class Request>
  static Request About(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  template <class Request>
  [[nodiscard]] Request OfFederation() const {
    Request request;
    request.set_parent(world_.FederationName());
    return request;
  }
  // What came of it, without the response.
  template <class Response, class Request>
  static Answered Calls(Person& person, const Request& request) {
    return person.Call<Response>(request);
  }

  // What the row reports of its task, with a document; with the evidence that the item asks for unless the row says
  // otherwise.
  [[nodiscard]] v1::Report ReportOf(const Row& row, bool with_evidence) const;
  [[nodiscard]] v1::DocumentReference Numbered(const std::string& number) const;
  [[nodiscard]] std::string PlanName(const std::string& plan) const;
  // "xa-mot/2025" → its full name.
  [[nodiscard]] std::string RatingName(const std::string& rating) const;
  [[nodiscard]] std::string ReportName(const std::string& number) const;
  // "$public/7": the seventh of the sample that was drawn for the plan; others as they are.
  [[nodiscard]] std::string Drawn(const std::string& plan, const std::string& unit) const;

  Answered Drafts(Person& person, const Row& row);
  Answered Accepts(Person& person, const Row& row, bool met);
  Answered ChangesUnions(Person& person, const Row& row, v1::UnionChangeKind kind);
  Answered DraftsPlan(Person& person, const Row& row);
  Answered Draws(Person& person, const Row& row);
  Answered Schedules(Person& person, const Row& row);
  Answered Finds(Person& person, const Row& row, bool grave, bool contests);
  Answered SendsReport(Person& person, const Row& row);
  // Remembers who replaced a unit of a sample.
  void NotesReplacements(const std::string& plan);
  // All that is shown of a round: now, or as of a day that is past.
  Answered Reads(Person& person, const std::string& round, const std::vector<std::string>& units,
                 const std::string& as_of, Picture* picture);
  Answered Checks(Person& person, const Row& row);
  void ExportsPack(const std::string& year);
  // Every indicator over the years.
  Answered ChecksTrend(Person& person);
  // Asks for all that was shown at the checks so far, as of their days, and for the reports that went up.
  Answered AsksAgain(Person& person);
  void Shows(const std::string& round, const std::string& line);

  const std::string folder_;
  support::World world_;
  std::string today_;
  std::map<std::string, Act> acts_;
  // Of an item, the kinds that it asks for.
  std::map<std::string, std::vector<std::string>> evidence_;
  // Etags of what was drafted, by round and by plan.
  std::map<std::string, std::string> drafts_;
  // By plan and stratum: in the order in which they were drawn, replacements after them.
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> samples_;
  std::vector<Picture> pictures_;
  // As they were issued, byte for byte, by number.
  std::map<std::string, std::string> reports_;
  std::vector<std::string> shown_;
  std::map<std::string, int> played_;
  int64_t same_ = 0;
  int64_t packs_ = 0;
  size_t largest_pack_ = 0;
};

}  // namespace phancong::term_test

#endif  // PHANCONG_TESTS_TERM_PLAYER_H_
