// People who give the real server commands while a test hurts it, and remember what they asked for and what they were
// answered; and whether the journal says the same.
#ifndef PHANCONG_TESTS_FAULTS_PEOPLE_AT_WORK_H_
#define PHANCONG_TESTS_FAULTS_PEOPLE_AT_WORK_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "tests/support/wire.h"
#include "tests/support/world.h"

namespace phancong::faults {

// Prepares a database, see real_server.h, in which so many heads of unions, and the chair of the federation, have work
// of a year; then gives their commands: they acknowledge, report, comment, submit and recall, change their mail
// address, and the chair gives ad hoc tasks to several unions at once.
class PeopleAtWork {
 public:
  // `plays`: what else is to be in the database.
  PeopleAtWork(const std::filesystem::path& folder, size_t people, uint64_t seed,
               const std::function<void(support::World&)>& plays = {});
  ~PeopleAtWork();
  PeopleAtWork(const PeopleAtWork&) = delete;
  PeopleAtWork& operator=(const PeopleAtWork&) = delete;

  // Each of them works at this server on a thread of their own, from one answer to the next, until Rest, or until the
  // server is gone. Who was not answered asks the same again first. A refusal that nobody expects ends the test.
  // `pause`: between an answer and the next command.
  void Begin(const std::string& address, std::chrono::microseconds pause = {});
  void Rest();
  // From now on they call over TLS, as people do: the server is one that speaks it.
  void CallOverTls() { certificate_ = made_certificate_; }
  // A connection of theirs to a server.
  [[nodiscard]] std::shared_ptr<grpc::Channel> ConnectionTo(const std::string& address) const;
  // From now on it is told of every command: which, and how long its answer took. From any thread.
  void TellOf(std::function<void(const std::string&, std::chrono::microseconds)> told) { told_ = std::move(told); }

  // While they rest. Reads what the journal has of new entries and compares: each command that was answered is there
  // once, with the revision of its answer; each that was not is there once or not at all; nothing else is. Then asks
  // all those again that were not answered, and some of those that were: nothing is done twice, and each hears what
  // they heard before. Ends the test where that is not so.
  void Check(const std::string& address);
  // Asks all those again that were not answered and are in the journal: they hear what they had not heard. Nothing else
  // is asked for, so that the server has nothing to commit. How many those were.
  int64_t AskForWhatIsDone(const std::string& address);
  // The same as Check, of every command since the beginning, each asked again.
  void CheckAll(const std::string& address);

  // What became of commands. After Rest.
  struct Figures {
    int64_t answered = 0;
    int64_t done_unanswered = 0;             // found in the journal when the server was back
    int64_t not_done = 0;                    // not answered, and not in the journal
    std::map<std::string, int64_t> refused;  // by reason: STORAGE_UNAVAILABLE and the like
    std::chrono::microseconds longest{};     // that one of them waited for any answer
  };
  [[nodiscard]] const Figures& figures() const { return figures_; }
  // Commands answered so far, and refused because they could not be kept; from any thread.
  [[nodiscard]] int64_t answered() const { return answered_.load(); }
  [[nodiscard]] int64_t not_kept() const { return not_kept_.load(); }

  // The federation's chair.
  [[nodiscard]] const std::string& chair_token() const { return people_.back().token; }
  [[nodiscard]] const std::string& federation() const { return federation_; }

 private:
  // One command, asked for until it is answered.
  struct Deed {
    std::shared_ptr<google::protobuf::Message> request;
    std::shared_ptr<google::protobuf::Message> response = {};  // nothing: not answered
    int64_t revision = 0;                                      // of the answer
    int64_t entry = 0;                                         // found in the journal
  };
  struct Task {
    std::string name;
    v1::Report report;
    int steps = 0;
  };
  struct Person {
    std::string token;
    std::string account;  // federations/…/accounts/…
    bool is_chair = false;
    std::mt19937_64 random;
    std::vector<Task> tasks = {};
    Task* task = nullptr;  // which the command under way moves on
    std::shared_ptr<google::protobuf::Message> under_way = {};
    std::string request_id = {};
    int64_t requests = 0;
  };

  void Works(Person& person, const std::string& address, std::chrono::microseconds pause);
  void Thinks(Person& person);
  void Answered(Person& person, std::shared_ptr<google::protobuf::Message> response);
  void ReadJournal(const std::string& address);
  // Asked again by the same person: the answer.
  void AskAgain(support::Wire& wire, const std::string& request_id, Deed& deed);

  // That nobody waits at for ever.
  [[nodiscard]] support::Wire WireTo(const std::string& address) const;

  std::string made_certificate_;
  std::string certificate_;  // empty: in clear text
  std::string federation_;
  std::vector<std::string> unions_;
  std::vector<Person> people_;  // the chair is the last
  std::mt19937_64 random_;
  std::vector<std::thread> threads_;
  std::function<void(const std::string&, std::chrono::microseconds)> told_;
  std::atomic<bool> resting_ = false;
  std::atomic<int64_t> answered_ = 0;
  std::atomic<int64_t> not_kept_ = 0;
  int64_t read_up_to_ = 0;

  std::mutex mutex_;
  std::map<std::string, Deed> deeds_;  // by request_id; guarded by mutex_ while they work
  std::vector<std::string> since_;     // answered since the last Check; guarded by mutex_ while they work
  Figures figures_;                    // guarded by mutex_ while they work
};

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_PEOPLE_AT_WORK_H_
