// What all rows are measured on: programs, databases that are made once, and the real server on a copy of one.
#ifndef PHANCONG_TESTS_BENCH_STAGE_H_
#define PHANCONG_TESTS_BENCH_STAGE_H_

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "services/serving/certificate.h"
#include "tests/bench/large_federation.h"
#include "tests/bench/played_year.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {

struct Programs {
  std::string phancongd;
  std::string echo_server;
  std::string etcd;
};

class Stage {
 public:
  // Everything is in `folder`, which is there.
  Stage(Programs programs, std::filesystem::path folder, int64_t unions, std::chrono::milliseconds lasting);

  [[nodiscard]] const Programs& programs() const { return programs_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  // How long each measurement lasts.
  [[nodiscard]] std::chrono::milliseconds lasting() const { return lasting_; }

  // Made as the server's own is.
  [[nodiscard]] const serving::CertificateFiles& peers_certificate() const { return peers_certificate_; }

  // A federation of so many unions, its year issued, nothing submitted; made when it is first wanted, in large_folder.
  [[nodiscard]] const LargeFederation& Large();
  [[nodiscard]] std::filesystem::path large_folder() const { return folder_ / "large"; }
  // Two federations, of one of which each task went all its way; made when it is first wanted, in played_folder.
  [[nodiscard]] const PlayedYear& Played();
  [[nodiscard]] std::filesystem::path played_folder() const { return folder_ / "played"; }

 private:
  const Programs programs_;
  const std::filesystem::path folder_;
  const int64_t unions_;
  const std::chrono::milliseconds lasting_;
  const serving::CertificateFiles peers_certificate_;
  std::optional<LargeFederation> large_;
  std::optional<PlayedYear> played_;
};

// The real server on a copy of the database "db" of a folder, so that each measurement begins with the same one. What
// it copied is on the disk before the server starts: else its first commit would wait for that, too.
class ServedCopy {
 public:
  ServedCopy(const Stage& stage, const std::filesystem::path& original, bool tls);
  // Stops it. The copy stays until the next one is made.
  ~ServedCopy();
  ServedCopy(const ServedCopy&) = delete;
  ServedCopy& operator=(const ServedCopy&) = delete;

  // Nobody, at its address.
  [[nodiscard]] const faults::Caller& door() const { return door_; }
  [[nodiscard]] pid_t process() const { return server_.process(); }
  [[nodiscard]] std::filesystem::path db() const { return place_ / "db"; }

 private:
  const std::filesystem::path place_;
  faults::Server server_;
  faults::Caller door_;
};

// Makes `place` anew, with copies of the database "db" of a folder and of what is beside it, written through to the
// disk.
void CopyDatabaseFolder(const std::filesystem::path& original, const std::filesystem::path& place);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_STAGE_H_
