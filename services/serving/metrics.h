// What the server counts and measures of itself, as Prometheus reads it. No names of people or federations are in it.
//
//   phancong_calls_total{method,outcome}         calls that have ended; `outcome` is OK, a reason of
//   error_reason.proto, or
//                                                the gRPC code of what has none
//   phancong_call_seconds{kind}                  how long they took, but for watches and downloads; kind is command,
//   read, or
//                                                sign_in, which is slow by design
//   phancong_writer_batch                        pieces of work in one commit
//   phancong_commit_seconds                      from the first of them to the commit
//   phancong_checkpoints_signed_total            checkpoints of journals that were signed
//   phancong_writer_waiting, phancong_reads_waiting, phancong_passwords_waiting
//   phancong_sessions, phancong_watches          open now
//   phancong_connections                         open now
//   phancong_connections_refused_total           over a bound of listener.h
//   phancong_takes_commands                      1, or 0 while the database cannot be written (readiness.h)
//   phancong_storage_trouble{cause}              1 for why that is, 0 for all other causes of storage/trouble.h
//   phancong_database_bytes, phancong_log_bytes  the database file and its write-ahead log
//   phancong_start_time_seconds                  when the process began to serve
#ifndef PHANCONG_SERVICES_SERVING_METRICS_H_
#define PHANCONG_SERVICES_SERVING_METRICS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace phancong::serving {

struct Method;

// Thread-safe. Counting takes no lock that a reader of the figures could hold long.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // A call has ended, after so long.
  void Called(const Method& method, const absl::Status& outcome, absl::Duration took);
  // One transaction of the writer.
  void Committed(size_t pieces, absl::Duration took);
  // A checkpoint of a journal.
  void CheckpointSigned();

  // Asked whenever the figures are read, on the reader's thread, until StopAsking returns. One name has one help, and
  // a value for each set of labels. A count never falls.
  using Labels = std::map<std::string, std::string>;
  void Gauge(const std::string& name, const std::string& help, std::function<double()> value, Labels labels = {});
  void Count(const std::string& name, const std::string& help, std::function<double()> value);
  void StopAsking();

  // All figures in Prometheus' text format.
  [[nodiscard]] std::string Text() const;

 private:
  friend class MetricsPort;
  struct Figures;
  const std::shared_ptr<Figures> figures_;
};

// Serves the figures at http://ADDRESS/metrics until it ends, to whoever asks: there is no sign-in.
class MetricsPort {
 public:
  // INVALID_FIELD where `address` is not of the loopback ("127.0.0.1:9464"); UNAVAILABLE where it is taken.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<MetricsPort>> Open(const std::string& address,
                                                                         const Metrics& metrics);
  ~MetricsPort();
  [[nodiscard]] int port() const;

 private:
  struct Exposer;
  explicit MetricsPort(std::unique_ptr<Exposer> exposer);
  const std::unique_ptr<Exposer> exposer_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_METRICS_H_
