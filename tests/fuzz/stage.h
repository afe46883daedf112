// Where calls are played: on the federation, through the real command runner, writer and reads, and taken back after
// each play, so that every play begins with the same federation.
#ifndef PHANCONG_TESTS_FUZZ_STAGE_H_
#define PHANCONG_TESTS_FUZZ_STAGE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/serving/announcements.h"
#include "services/serving/clock.h"
#include "services/serving/commands.h"
#include "services/serving/entropy.h"
#include "services/serving/pool.h"
#include "services/serving/reads.h"
#include "services/serving/writer.h"
#include "storage/store.h"
#include "tests/fuzz/bodies.h"
#include "tests/fuzz/federation.h"

namespace phancong::fuzz {

struct Call {
  const Body* body = nullptr;
  const Account* account = nullptr;
  std::unique_ptr<google::protobuf::Message> request;
};

class Stage {
 public:
  explicit Stage(const Federation& federation);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // Plays the calls one after the other, each on what those before it left, and takes all of it back. Ends the process
  // where a call fails by an error inside, shows a text that is not fit to be shown, is refused and leaves something
  // behind, or where what the journal says of it is not what the tables say. `answered` may be empty.
  void Play(const std::vector<Call>& calls,
            const std::function<void(const Call&, const absl::Status&, const google::protobuf::Message&)>& answered);

 private:
  class Sandbox;
  class Sequence;
  // How much the journal and the memory of requests hold.
  struct Sizes {
    int64_t revisions = 0;
    int64_t entries = 0;
    int64_t requests = 0;
  };
  static Sizes SizesOf(storage::ReadTransaction& tx);

  absl::Status Run(const Call& call, google::protobuf::Message& response);
  void CheckAnswer(const Call& call, const absl::Status& outcome, const google::protobuf::Message& response);
  // Whether a command was accepted and its entry written.
  bool CheckWhatIsLeft(storage::WriteTransaction& tx, const Call& call, const absl::Status& outcome,
                       const Sizes& before);
  // Once more, from the journal alone.
  void CheckReplay(storage::WriteTransaction& tx, const Call& call);

  const Federation& federation_;
  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<Sequence> entropy_;
  serving::VirtualClock clock_;
  serving::Announcements announcements_;
  std::unique_ptr<serving::Writer> writer_;
  std::unique_ptr<serving::Pool> pool_;
  std::unique_ptr<serving::Commands> commands_;
  std::unique_ptr<serving::Reads> reads_;
  int64_t accepted_ = 0;
  // Alone in their play.
  std::map<const Body*, int64_t> accepted_of_;
};

// Of TheFederation.
[[nodiscard]] Stage& TheStage();

}  // namespace phancong::fuzz

#endif  // PHANCONG_TESTS_FUZZ_STAGE_H_
