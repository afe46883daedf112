// What a proof pack says beside the journal's entries, as it follows from them: evidence, samples of inspections, keys
// and witnesses. client/proof/README.md lays down each file; the checker there finds out on its own what has to be in
// them.
#ifndef PHANCONG_CLIENT_CLI_PROOF_PACK_TABLES_H_
#define PHANCONG_CLIENT_CLI_PROOF_PACK_TABLES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/progress_service.pb.h"

namespace phancong::client {

class ProofPackTables {
 public:
  ProofPackTables() = default;

  // The next entry. WrongFile where it is not that one, or can't be read.
  [[nodiscard]] absl::Status Take(const v1::StoredEntry& stored);

  // How many were taken.
  [[nodiscard]] int64_t size() const { return size_; }
  // The entry that sealed the year's round; 0: none has.
  [[nodiscard]] int64_t SealedBy(const std::string& year) const;
  // The local day of the last entry.
  [[nodiscard]] google::type::Date last_day() const;
  // The key that signs, as it is written down; empty where there is none.
  [[nodiscard]] std::string key() const;

  [[nodiscard]] std::string Evidence() const;
  [[nodiscard]] std::string Populations(const std::string& year) const;
  [[nodiscard]] std::string Seeds(const std::string& year) const;
  [[nodiscard]] std::string Samples(const std::string& year) const;
  [[nodiscard]] std::string Keys() const;
  [[nodiscard]] std::string Witnesses() const;

 private:
  struct File {
    int64_t entry = 0;
    v1::EvidenceUploaded uploaded;
    std::vector<std::string> used_by;
  };
  struct Plan {
    std::string id;
    int64_t approved_by = 0;
    v1::InspectionPlanApproved approval;
    int64_t drawn_by = 0;
    v1::SampleDrawn draw;
    // With the entries that say so.
    std::vector<std::pair<int64_t, v1::DrawnUnitReplaced>> replaced;
  };
  struct Task {
    int64_t round = 0;
    int64_t item = 0;
    int64_t assignee = 0;
  };

  void TakeEvent(const v1::Event& event);
  void TakeNames(const v1::Event& event);
  void TakePlan(const v1::Event& event);
  void TakeKeys(const v1::Event& event);
  void Use(const v1::ReportFacts& facts, int64_t task);
  void Use(int64_t evidence, const std::string& user);
  void SetZone(const std::string& name);
  [[nodiscard]] std::string UnitId(int64_t number) const;
  [[nodiscard]] const Plan* FindPlan(const std::string& year) const;

  int64_t size_ = 0;
  std::string federation_;
  absl::TimeZone zone_ = absl::UTCTimeZone();
  absl::CivilDay last_day_;
  std::map<int64_t, std::string> units_;
  std::map<int64_t, std::string> rounds_;
  std::map<int64_t, int64_t> seals_;
  std::map<int64_t, std::string> items_;
  std::map<int64_t, Task> tasks_;
  std::map<int64_t, std::string> inspections_;
  std::map<int64_t, File> evidence_;
  std::map<int64_t, Plan> plans_;
  // Lines as the files have them.
  std::string keys_;
  std::string last_key_;
  std::map<int64_t, std::string> witnesses_;
};

// figures.csv, as the server shows the indicators.
[[nodiscard]] std::string FiguresTable(const v1::ListIndicatorProgressResponse& shown);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_PROOF_PACK_TABLES_H_
