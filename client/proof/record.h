// What a federation's events say happened, as far as figures, samples, evidence and keys rest on it.
#ifndef PHANCONG_CLIENT_PROOF_RECORD_H_
#define PHANCONG_CLIENT_PROOF_RECORD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "client/proof/directory.h"
#include "client/proof/log.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/programme.pb.h"

namespace phancong::proof {

// How far a task of an item is, as figures look at it.
enum class Phase { kOpen, kWithReviewer, kAccepted, kWithdrawn };

struct Task {
  int64_t round = 0;
  int64_t item = 0;
  // A union's number; 0: the federation itself.
  int64_t assignee = 0;
  Phase phase = Phase::kOpen;
  v1::ReportFacts claim;
  v1::ReportFacts result;
  // What the event says of an accepted result.
  bool met = false;
  // Of an item of the term: the day of which its last report was; 0: it has none.
  int64_t as_of_day = 0;
  // How it stood on a day: what was reported, or accepted.
  struct Stand {
    v1::ReportFacts facts;
    bool accepted = false;
    bool met = false;
  };
  std::map<int64_t, Stand> stands;
};

struct Round {
  std::string id;
  int64_t programme_version = 0;
  Period period;
  int64_t population_day = 0;
  std::set<int64_t> items;
  // Targets that were raised for all: item → figure and target.
  std::multimap<int64_t, std::pair<std::string, int64_t>> raised;
  bool issued = false;
  // The entry that sealed it; 0: none has.
  int64_t sealed_by = 0;
};

struct Inspection {
  std::string id;
  std::string kind;
  int64_t union_number = 0;
  // 0: not concluded.
  int64_t concluded_day = 0;
};

struct Plan {
  v1::InspectionPlanDrafted draft;
  // Entries; 0: not yet.
  int64_t approved_by = 0;
  int64_t drawn_by = 0;
  v1::InspectionPlanApproved approval;
  v1::SampleDrawn draw;
  std::vector<std::pair<int64_t, v1::DrawnUnitReplaced>> replacements;
};

struct Evidence {
  int64_t entry = 0;
  v1::EvidenceUploaded uploaded;
  // Tasks and findings that name it, in the order in which they first did.
  std::vector<std::string> used_by;
};

struct JournalKey {
  int64_t entry = 0;
  v1::JournalKeySet set;
};

struct Witness {
  int64_t entry = 0;
  v1::WitnessNamed named;
  // The entry by which it is one no longer; 0: it is one.
  int64_t ended_by = 0;
};

class Record {
 public:
  Record();

  // Goes on to this entry: its day is what `today` is from now on. Before its events are taken.
  void Begin(const Entry& entry);
  // Takes one event of it.
  void Take(const v1::Event& event);

  // The local day of the entry, by the zone that was in force before it.
  [[nodiscard]] int64_t today() const { return today_; }
  [[nodiscard]] const Directory& directory() const { return directory_; }
  [[nodiscard]] const std::map<int64_t, Round>& rounds() const { return rounds_; }
  [[nodiscard]] const std::map<int64_t, Task>& tasks() const { return tasks_; }
  [[nodiscard]] const std::map<int64_t, Inspection>& inspections() const { return inspections_; }
  [[nodiscard]] const std::map<int64_t, Plan>& plans() const { return plans_; }
  [[nodiscard]] const std::map<int64_t, Evidence>& evidence() const { return evidence_; }
  [[nodiscard]] const std::vector<JournalKey>& keys() const { return keys_; }
  [[nodiscard]] const std::vector<Witness>& witnesses() const { return witnesses_; }
  // Levels that were decided in a round, by union.
  [[nodiscard]] const std::map<int64_t, std::string>& LevelsOf(int64_t round) const;
  // The day on which the settlement of a year was sent up; nothing where it is not recorded.
  [[nodiscard]] std::optional<int64_t> SettlementOf(int64_t year) const;
  // A version of the programme; an empty one where there is none.
  [[nodiscard]] const v1::Programme& ProgrammeOf(int64_t version) const;
  // The item's number; 0 where there is none.
  [[nodiscard]] int64_t NumberOf(const std::string& item) const;
  // The round with this id; nullptr where there is none.
  [[nodiscard]] const std::pair<const int64_t, Round>* FindRound(std::string_view id) const;
  // What the task is of, by the round's version of the programme; nullptr where that has no such item.
  [[nodiscard]] const v1::Item* ItemOf(const Task& task) const;
  // "2025/1.3.thpt-viet-vinh".
  [[nodiscard]] std::string NameOf(const Task& task) const;

 private:
  template <typename Message>
  void TakeReport(int64_t task, const Message& event, Phase phase);
  void TakeItem(const v1::ItemIssued& event);
  void TakeAcceptance(const v1::TaskAccepted& event);
  void TakeEvidence(const v1::ReportFacts& facts, const std::string& user);
  void Use(int64_t evidence, const std::string& user);
  void TakePlans(const v1::Event& event);
  void TakeUnions(const v1::Event& event);
  void TakeLog(const v1::Event& event);
  [[nodiscard]] bool IsSealed(int64_t day) const;

  absl::TimeZone zone_;
  int64_t entry_ = 0;
  int64_t today_ = 0;
  Directory directory_;
  std::map<int64_t, v1::Programme> programmes_;
  std::map<std::string, int64_t> item_numbers_;
  std::map<int64_t, std::string> item_ids_;
  std::map<int64_t, Round> rounds_;
  std::map<int64_t, Task> tasks_;
  std::map<int64_t, Inspection> inspections_;
  std::map<int64_t, std::map<int64_t, std::string>> levels_;
  std::map<int64_t, int64_t> settlements_;
  std::map<int64_t, Plan> plans_;
  std::map<int64_t, Evidence> evidence_;
  std::vector<JournalKey> keys_;
  std::vector<Witness> witnesses_;
};

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_RECORD_H_
