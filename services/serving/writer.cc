#include "services/serving/writer.h"

#include <chrono>
#include <utility>

#include "services/rules/refusal.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {

Writer::Writer(storage::Store& store, Told told)
    : store_(store), told_(std::move(told)), answering_([this] { RunAnswers(); }), thread_([this] { Run(); }) {}

Writer::~Writer() { Stop(); }

absl::Status Writer::Submit(WriterJob job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return rules::Refuse(v1::ERROR_REASON_STOPPING);
    if (waiting_ >= kQueue) return rules::Refuse(v1::ERROR_REASON_OVERLOADED);
    const int64_t federation = job.federation;
    std::deque<WriterJob>& queue = queues_[federation];
    // The rest is kept for the others.
    if (queue.size() >= kQueue / 4 * 3) return rules::Refuse(v1::ERROR_REASON_OVERLOADED);
    if (queue.empty()) turn_.push_back(federation);
    queue.push_back(std::move(job));
    ++waiting_;
  }
  work_waits_.notify_one();
  return absl::OkStatus();
}

size_t Writer::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

void Writer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_waits_.notify_one();
  if (thread_.joinable()) thread_.join();
  {
    const std::lock_guard lock(answers_mutex_);
    all_is_written_ = true;
  }
  answers_wait_.notify_one();
  if (answering_.joinable()) answering_.join();
}

void Writer::Run() {
  while (true) {
    std::vector<WriterJob> batch = TakeBatch();
    if (batch.empty()) return;
    WriteBatch(std::move(batch));
  }
}

std::vector<WriterJob> Writer::TakeBatch() {
  std::unique_lock lock(mutex_);
  work_waits_.wait(lock, [this] { return waiting_ > 0 || stopping_; });
  std::vector<WriterJob> batch;
  while (waiting_ > 0 && batch.size() < kBatch) {
    const int64_t federation = turn_.front();
    turn_.pop_front();
    const auto queue = queues_.find(federation);
    batch.push_back(std::move(queue->second.front()));
    queue->second.pop_front();
    --waiting_;
    if (queue->second.empty()) {
      queues_.erase(queue);
    } else {
      turn_.push_back(federation);
    }
  }
  return batch;
}

void Writer::WriteBatch(std::vector<WriterJob> batch) {
  std::vector<WriterJob> wanted;
  std::vector<WriterJob> unwanted;
  for (WriterJob& job : batch) (job.abandoned && job.abandoned() ? unwanted : wanted).push_back(std::move(job));
  if (!unwanted.empty()) Answer(std::move(unwanted), absl::CancelledError());
  if (wanted.empty()) return;
  const auto begun = std::chrono::steady_clock::now();
  const absl::Status committed = store_.Write([&](storage::WriteTransaction& tx) {
    for (const WriterJob& job : wanted) job.work(tx);
    return absl::OkStatus();
  });
  if (told_) told_(wanted.size(), absl::FromChrono(std::chrono::steady_clock::now() - begun));
  if (!committed.ok()) spdlog::error("{} pieces of work were not kept: {}", wanted.size(), committed.ToString());
  Answer(std::move(wanted), committed.ok() ? committed : rules::Refuse(v1::ERROR_REASON_STORAGE_UNAVAILABLE));
}

void Writer::Answer(std::vector<WriterJob> jobs, absl::Status outcome) {
  Finished finished{.jobs = std::move(jobs), .outcome = std::move(outcome)};
  // To wake another thread is worth it only for the next transaction's sake.
  if (waiting() == 0 && AllAreAnswered()) return finished.Tell();
  {
    const std::lock_guard lock(answers_mutex_);
    answers_.push_back(std::move(finished));
  }
  answers_wait_.notify_one();
}

bool Writer::AllAreAnswered() {
  const std::lock_guard lock(answers_mutex_);
  return answers_.empty() && !is_answering_;
}

void Writer::RunAnswers() {
  std::unique_lock lock(answers_mutex_);
  while (true) {
    answers_wait_.wait(lock, [this] { return !answers_.empty() || all_is_written_; });
    if (answers_.empty()) return;
    const Finished finished = std::move(answers_.front());
    answers_.pop_front();
    is_answering_ = true;
    lock.unlock();
    finished.Tell();
    lock.lock();
    is_answering_ = false;
  }
}

}  // namespace phancong::serving
