#include "tests/bench/table.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "tests/bench/load.h"

namespace phancong::bench {
namespace {

constexpr char kLine[] = "{:<31} {:>3} {:>8} {:>13} {:>8} {:>13} {:>5} {:>10}\n";

// As many digits as mean something.
std::string Short(double value) {
  const double size = std::abs(value);
  return size >= 100  ? fmt::format("{:.0f}", value)
         : size >= 10 ? fmt::format("{:.1f}", value)
                      : fmt::format("{:.2f}", value);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::string Spread(const std::vector<double>& values) {
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  return Short(*least) + "–" + Short(*greatest);
}

}  // namespace

void Table::Add(std::string_view section, std::string_view what, std::string_view unit, double server,
                std::optional<double> peer) {
  auto row = std::find_if(rows_.begin(), rows_.end(),
                          [&](const Row& one) { return one.section == section && one.what == what; });
  if (row == rows_.end()) {
    row = rows_.insert(rows_.end(), Row{.section = std::string(section),
                                        .what = std::string(what),
                                        .unit = std::string(unit),
                                        .server = {},
                                        .peer = {}});
  }
  row->server.push_back(server);
  if (peer) row->peer.push_back(*peer);
}

void Table::AddCalls(std::string_view section, const std::string& what, const Figures& server, const Figures& peer) {
  Add(section, what, "/s", server.a_second, peer.a_second);
  Add(section, what + ", p50", "ms", server.median_ms, peer.median_ms);
  Add(section, what + ", p99", "ms", server.p99_ms, peer.p99_ms);
}

void Table::Print() const {
  std::string section;
  for (const Row& row : rows_) {
    if (row.section != section) {
      section = row.section;
      fmt::print("\n{}\n", section);
      fmt::print(kLine, "", "", "server", "least–most", "peer", "least–most", "ratio", "least–most");
    }
    std::vector<double> ratios;
    for (size_t i = 0; i < row.peer.size(); ++i) {
      if (row.peer[i] != 0) ratios.push_back(row.server[i] / row.peer[i]);
    }
    fmt::print(kLine, row.what, row.unit, Short(Median(row.server)), Spread(row.server),
               row.peer.empty() ? "" : Short(Median(row.peer)), row.peer.empty() ? "" : Spread(row.peer),
               ratios.empty() ? "" : Short(Median(ratios)), ratios.empty() ? "" : Spread(ratios));
  }
}

void Table::WriteJson(const std::string& file, const std::string& date) const {
  std::ofstream out(file);
  out << fmt::format("{{\"date\": \"{}\", \"rows\": [\n", date);
  for (size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    out << fmt::format(R"(  {{"section": "{}", "what": "{}", "unit": "{}", "server": [{}], "peer": [{}]}}{})",
                       row.section, row.what, row.unit, fmt::join(row.server, ", "), fmt::join(row.peer, ", "),
                       i + 1 < rows_.size() ? ",\n" : "\n");
  }
  out << "]}\n";
}

}  // namespace phancong::bench
