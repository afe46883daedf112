// What was measured, round after round: a row for each figure, this server's beside a peer's.
#ifndef PHANCONG_TESTS_BENCH_TABLE_H_
#define PHANCONG_TESTS_BENCH_TABLE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phancong::bench {

struct Figures;

class Table {
 public:
  // One round's value of a row, in its unit, and the peer's where there is one. A row is known by its section and by
  // what it is of, and stands where it was first added. A section says what it is measured beside.
  void Add(std::string_view section, std::string_view what, std::string_view unit, double server,
           std::optional<double> peer = std::nullopt);
  // Three rows: calls a second, and how long half of them and 99 of 100 took.
  void AddCalls(std::string_view section, const std::string& what, const Figures& server, const Figures& peer);

  // Median, least and greatest of the rounds, of the server, of the peer, and of the server's ÷ the peer's of the same
  // round. Lines of less than 100 columns.
  void Print() const;
  // Every value: {"date", "rows": [{"section", "what", "unit", "server": [], "peer": []}]}.
  void WriteJson(const std::string& file, const std::string& date) const;

 private:
  struct Row {
    std::string section;
    std::string what;
    std::string unit;
    std::vector<double> server;
    std::vector<double> peer;
  };
  std::vector<Row> rows_;
};

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_TABLE_H_
