// The unions of a federation over time, as its events tell of them.
#ifndef PHANCONG_CLIENT_PROOF_DIRECTORY_H_
#define PHANCONG_CLIENT_PROOF_DIRECTORY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "phancong/v1/programme.pb.h"

namespace phancong::proof {

// Days since 1970-01-01; a period holds both of its days.
struct Period {
  int64_t begin = 0;
  int64_t end = 0;

  [[nodiscard]] bool Holds(int64_t day) const { return begin <= day && day <= end; }
};

struct Union {
  std::string id;
  // 0: unknown, long ago.
  int64_t founded_day = 0;
  // The first day on which it is no more; 0 while it is.
  int64_t ended_day = 0;
  // From which days on it is called and classified how: name and type.
  std::map<int64_t, std::pair<std::string, std::string>> forms;
  // From which days on a fact has a value, or none any more.
  std::map<std::string, std::map<int64_t, std::optional<int64_t>>> facts;
  // On which it came out of a split or a merger.
  std::vector<int64_t> reformed_days;

  [[nodiscard]] bool IsThereOn(int64_t day) const { return founded_day <= day && (ended_day == 0 || day < ended_day); }
  // The latest type not after the day, else the first one.
  [[nodiscard]] std::string TypeOn(int64_t day) const;
  [[nodiscard]] std::optional<int64_t> FactOn(const std::string& fact, int64_t day) const;
};

class Directory {
 public:
  // The whole union as it is from that day on: a fact that is left out has no value any more.
  void Put(const v1::UnionsImported::Union& put, int64_t from_day);
  void SetFact(int64_t number, const std::string& fact, int64_t from_day, int64_t value);
  void End(int64_t number, int64_t day);
  void Reform(int64_t number, int64_t day);

  [[nodiscard]] const std::map<int64_t, Union>& unions() const { return unions_; }
  // Its id; the number itself where there is no such union.
  [[nodiscard]] std::string IdOf(int64_t number) const;
  // Numbers of the unions that are there on the day, of one of the scope's types, and meet all of its conditions.
  [[nodiscard]] std::vector<int64_t> InScope(const v1::Scope& scope, const Period& period, int64_t day) const;

 private:
  std::map<int64_t, Union> unions_;
};

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_DIRECTORY_H_
