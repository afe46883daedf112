// The writer: the one thread that changes a database.
#ifndef PHANCONG_SERVICES_SERVING_WRITER_H_
#define PHANCONG_SERVICES_SERVING_WRITER_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/store.h"

namespace phancong::serving {

// One piece of work for the writer.
struct WriterJob {
  // For fairness: whose work it is.
  int64_t federation = 0;
  // Whether nobody waits for it any more (cancelled, or past the caller's deadline); asked once, before the work.
  std::function<bool()> abandoned;
  // Changes the database in savepoints of its own, so that what fails in it is rolled back alone; its outcome is its
  // own affair. May be called again, where the store runs the transaction again: it then starts anew.
  std::function<void(storage::WriteTransaction&)> work;
  // Called exactly once, on the thread that answers: OK when the work is committed durably; CANCELLED where it was
  // abandoned and nothing was done; STORAGE_UNAVAILABLE where the transaction failed and nothing was kept. Does not
  // block.
  std::function<void(const absl::Status&)> done;
};

// Takes all work that waits (kBatch pieces at most, the federations in turn), runs it in one transaction, commits once,
// and only then says that it is done: on a thread of its own while the next transaction goes on, or at once where
// nobody waits for one. What was done first is told first. Thread-safe.
class Writer {
 public:
  static constexpr size_t kQueue = 4096;
  static constexpr size_t kBatch = 256;

  // Told of each transaction, committed or not: how many pieces of work, and how long it took. On the writer's thread.
  using Told = std::function<void(size_t, absl::Duration)>;

  // `store` outlives the writer, and whatever `told` speaks to.
  explicit Writer(storage::Store& store, Told told = {});
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Takes the job, or refuses it at once, and then never calls it: OVERLOADED where kQueue pieces wait, or three
  // quarters of them are this federation's; STOPPING after Stop.
  [[nodiscard]] absl::Status Submit(WriterJob job);

  // How many pieces wait now.
  [[nodiscard]] size_t waiting() const;

  // Finishes and answers what was taken, refuses what comes, and ends the threads. May be called again.
  void Stop();

 private:
  // Jobs that are done, and how that went.
  struct Finished {
    std::vector<WriterJob> jobs;
    absl::Status outcome;

    void Tell() const {
      for (const WriterJob& job : jobs) job.done(outcome);
    }
  };

  void Run();
  std::vector<WriterJob> TakeBatch();
  void WriteBatch(std::vector<WriterJob> batch);
  void Answer(std::vector<WriterJob> jobs, absl::Status outcome);
  [[nodiscard]] bool AllAreAnswered();
  void RunAnswers();

  storage::Store& store_;
  const Told told_;
  mutable std::mutex mutex_;
  std::condition_variable work_waits_;
  // Guarded by mutex_. Federations in `turn_` have a queue that is not empty.
  std::map<int64_t, std::deque<WriterJob>> queues_;
  std::deque<int64_t> turn_;
  size_t waiting_ = 0;
  bool stopping_ = false;

  std::mutex answers_mutex_;
  std::condition_variable answers_wait_;
  std::deque<Finished> answers_;  // guarded by answers_mutex_
  bool is_answering_ = false;     // guarded by answers_mutex_
  bool all_is_written_ = false;   // guarded by answers_mutex_

  std::thread answering_;
  std::thread thread_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_WRITER_H_
