// Federations of a data set, as many and as large as wanted, made by the calls by which they would be made: accounts
// and positions, one programme of 20 indicators, the directory, a superior. Their rounds are drafted and issued on the
// real server.
#ifndef PHANCONG_TESTS_BENCH_FEDERATIONS_H_
#define PHANCONG_TESTS_BENCH_FEDERATIONS_H_

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"

namespace phancong::bench {

inline constexpr int kIndicators = 20;

struct FederationPlan {
  std::string id;
  int64_t unions = 60;
  // Each union has a chair with an account; of so many, the first ones, the chair has signed in.
  int64_t heads = 60;
  // The federation's that it is below; empty: none.
  std::string superior = {};
};

// A federation, and those who have signed in.
struct Federation {
  std::string name;  // federations/…
  std::string chair_token;
  std::vector<std::string> head_tokens;  // of the chairs of union 0, 1, …
};

// Makes "db" in `folder`, with a certificate beside it, and founds the federations, superiors first, in a server of
// this process whose passwords cost nothing: 2,000 federations' would take an hour on their own otherwise. Their
// programmes begin with `first_year` and last five. `done` is told after each federation. Ends the process where
// something fails.
[[nodiscard]] std::vector<Federation> FoundFederations(
    const std::filesystem::path& folder, const std::vector<FederationPlan>& plans, int first_year,
    const std::function<void(size_t)>& done = [](size_t) {});

// Of today, in which rounds can be issued.
[[nodiscard]] int ThisYear();
[[nodiscard]] std::string ItemId(int item);  // 0 to kIndicators − 1
[[nodiscard]] std::string UnionName(const std::string& federation, int64_t union_number);
[[nodiscard]] std::string RoundName(const std::string& federation, int year);
[[nodiscard]] std::string TaskName(const std::string& federation, int year, int item, int64_t union_number);

// Drafts the year's round with the items from `first_item` to before `end_item`; what to issue it by.
[[nodiscard]] v1::IssueRoundRequest DraftRound(const std::shared_ptr<grpc::Channel>& channel,
                                               const Federation& federation, int year, int first_item = 0,
                                               int end_item = kIndicators);
// Issues it: one task for each union and item.
void IssueRound(const std::shared_ptr<grpc::Channel>& channel, const Federation& federation,
                const v1::IssueRoundRequest& issue);
// A report with its figures, a document as evidence and some words.
[[nodiscard]] v1::SubmitTaskRequest SubmissionOf(const std::string& task, int item);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_FEDERATIONS_H_
