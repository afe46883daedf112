#include "tests/faults/disk.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <new>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "tests/faults/real_server.h"

namespace phancong::faults {

namespace fs = std::filesystem;

namespace {

constexpr size_t kSector = 512;
constexpr const char* kFiles[] = {"db", "db-wal"};
constexpr char kDurable[] = ".durable";

}  // namespace

Disk::Disk(fs::path folder) : folder_(std::move(folder)), words_(folder_.string() + ".faults") {
  const int fd = ::open(words_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0 || ftruncate(fd, sizeof(DiskFaults)) != 0) Fail("no " + words_.string());
  void* const mapped = mmap(nullptr, sizeof(DiskFaults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ::close(fd);
  if (mapped == MAP_FAILED) Fail("no " + words_.string());
  faults_ = new (mapped) DiskFaults();
}

Disk::~Disk() {
  munmap(faults_, sizeof(DiskFaults));
  std::error_code ignored;
  fs::remove(words_, ignored);
}

bool Disk::CanFail() { return std::string_view(PHANCONG_FAILING_DISK) != ""; }

std::vector<std::string> Disk::Environment() const {
  if (!CanFail()) return {};
  return {fmt::format("LD_PRELOAD={}", PHANCONG_FAILING_DISK), fmt::format("{}={}", kFaultsVariable, words_.string()),
          fmt::format("{}={}", kFolderVariable, folder_.string())};
}

void Disk::Heal() {
  faults_->is_full = 0;
  faults_->syncs_fail = 0;
  faults_->is_read_only = 0;
  faults_->dies = Dies::kNever;
}

void Disk::KeepsDurable() {
  faults_->keeps_durable = 1;
  for (const char* const name : kFiles) {
    const fs::path file = folder_ / name;
    const fs::path durable = file.string() + kDurable;
    if (fs::exists(file)) {
      fs::copy_file(file, durable, fs::copy_options::overwrite_existing);
    } else {
      fs::remove(durable);
    }
  }
}

void Disk::LosePower(std::mt19937_64& random, int keeps_percent) {
  for (const char* const name : kFiles) {
    const fs::path file = folder_ / name;
    const fs::path durable = file.string() + kDurable;
    if (!fs::exists(file)) continue;
    // Made, and never synced.
    const std::string synced = fs::exists(durable) ? ReadWhole(durable) : "";
    std::string after = ReadWhole(file);
    for (size_t at = 0; at < after.size(); at += kSector) {
      const size_t count = std::min(kSector, after.size() - at);
      if (static_cast<int>(random() % 100) < keeps_percent) continue;
      std::string before = at < synced.size() ? synced.substr(at, count) : "";
      before.resize(count);
      after.replace(at, count, before);
    }
    if (after.size() < synced.size()) after += synced.substr(after.size());
    std::ofstream(file, std::ios::binary | std::ios::trunc) << after;
    std::ofstream(durable, std::ios::binary | std::ios::trunc) << after;
  }
  fs::remove(folder_ / "db-shm");
}

}  // namespace phancong::faults
