#include "tests/bench/stage.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "services/serving/clock.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kMostHeads = 256;

fs::path Copied(const fs::path& original, fs::path place) {
  CopyDatabaseFolder(original, place);
  return place;
}

std::vector<std::string> Transport(bool tls) {
  return tls ? std::vector<std::string>{} : std::vector<std::string>{"--clear-text"};
}

serving::CertificateFiles CertificateIn(const fs::path& folder) {
  const std::string beside = (folder / "peers").string();
  if (!serving::MakeCertificate(beside, serving::WallClock().NowMicros(), serving::IfMade::kKeep).ok()) {
    faults::Fail("no certificate could be made");
  }
  return serving::CertificateBeside(beside);
}

}  // namespace

Stage::Stage(Programs programs, fs::path folder, int64_t unions, std::chrono::milliseconds lasting)
    : programs_(std::move(programs)),
      folder_(std::move(folder)),
      unions_(unions),
      lasting_(lasting),
      peers_certificate_(CertificateIn(folder_)) {}

const LargeFederation& Stage::Large() {
  if (!large_) {
    fs::create_directory(large_folder());
    large_ = MakeLargeFederation(large_folder(), unions_, std::min(unions_, kMostHeads));
    fmt::print("{} unions, {} tasks\n", unions_, large_->submissions.size());
  }
  return *large_;
}

ServedCopy::ServedCopy(const Stage& stage, const fs::path& original, bool tls)
    : place_(Copied(original, stage.folder() / "place")),
      server_(stage.programs().phancongd, place_ / "db", Transport(tls)) {
  door_.address = server_.Start();
  if (tls) door_.certificate = serving::CertificateBeside(db().string()).certificate;
}

ServedCopy::~ServedCopy() { server_.Stop(); }

const PlayedYear& Stage::Played() {
  if (!played_) {
    fs::create_directory(played_folder());
    played_ = PlayYear(programs_.phancongd, played_folder());
  }
  return *played_;
}

void CopyDatabaseFolder(const fs::path& original, const fs::path& place) {
  fs::remove_all(place);
  fs::create_directory(place);
  for (const fs::directory_entry& entry : fs::directory_iterator(original)) {
    if (entry.path().filename().string().starts_with("db")) {
      fs::copy(entry.path(), place / entry.path().filename(), fs::copy_options::recursive);
    }
  }
  const int folder = open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0 || syncfs(folder) != 0) faults::Fail("what was copied could not be written through");
  close(folder);
}

}  // namespace phancong::bench
