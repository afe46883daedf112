// A temporary folder for the databases of one test, removed with it.
#ifndef PHANCONG_TESTS_STORAGE_SCRATCH_FOLDER_H_
#define PHANCONG_TESTS_STORAGE_SCRATCH_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <string>

namespace phancong::storage {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "phancong-storage-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
  }
  ~ScratchFolder() { std::filesystem::remove_all(folder_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] std::string File(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace phancong::storage

#endif  // PHANCONG_TESTS_STORAGE_SCRATCH_FOLDER_H_
