// A federation of many unions, its year issued, and people who are signed in: made once through the real write path,
// then copied for each measurement.
#ifndef PHANCONG_TESTS_BENCH_LARGE_FEDERATION_H_
#define PHANCONG_TESTS_BENCH_LARGE_FEDERATION_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "phancong/v1/grassroots_union_service.pb.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {

// The year that is issued.
inline constexpr char kLargeRound[] = "2025";

// A submission that has not been made, and by whom it may be.
struct Submission {
  std::string token;
  v1::SubmitTaskRequest request;
};

struct LargeFederation {
  // The chair of a union; its address is the server's to say.
  faults::Caller caller;
  std::string name;  // federations/…
  std::string chair_token;
  // Of five who see all of it, the chair among them.
  std::vector<std::string> committee_tokens;
  std::vector<Submission> submissions;
};

// In `folder`, "db" with a certificate beside it: so many unions (the sample's, again and again), of whose heads there
// are `heads`, each of as many unions as the others.
[[nodiscard]] LargeFederation MakeLargeFederation(const std::filesystem::path& folder, int64_t unions, int64_t heads);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_LARGE_FEDERATION_H_
