// A small history in which everything happens once: every kind of event, a row in every table.
#ifndef PHANCONG_TESTS_STORAGE_HISTORY_H_
#define PHANCONG_TESTS_STORAGE_HISTORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// Writes entries as a server does: begun, applied, appended, with request memory and the like beside them; events and
// salts are the same every time. A failure is one of the running test.
class History {
 public:
  explicit History(Store& store) : store_(store) {}

  // Two federations: Bắc Quang with a year of everything, and a demo with nothing but its clock.
  void Play();

 private:
  // Keeps a text for the entry under way.
  v1::Text Keep(const std::string& text);
  // One entry of these events, at noon of `day` in Vietnam.
  void Entry(int64_t account, const std::string& command, const std::vector<v1::Event>& events);
  void On(rules::Day day) { today_ = day; }

  void Found();
  void MakeAccounts();
  void LoadProgramme();
  void ImportUnions();
  void AssignResponsibilities();
  void IssueRound();
  void WorkOnTasks();
  void MoveDates();
  void Delegate();
  void PlanInspections();
  void Inspect();
  void ChangeUnions();
  void Rate();
  void Seal();
  void PlanAndAdmit();
  void Remind();
  void IsWitnessed();
  void EraseName();
  void MakeOperationalRows();
  void PlayDemo();

  Store& store_;
  int64_t federation_ = 0;
  rules::Day today_ = 0;
  int64_t salts_ = 0;
  std::vector<KeptText> texts_;
};

}  // namespace phancong::storage

#endif  // PHANCONG_TESTS_STORAGE_HISTORY_H_
