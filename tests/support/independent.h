// What tests/independent/transparency_log.py says, which shares nothing with the product.
#ifndef PHANCONG_TESTS_SUPPORT_INDEPENDENT_H_
#define PHANCONG_TESTS_SUPPORT_INDEPENDENT_H_

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/rules/merkle.h"
#include "tests/storage/scratch_folder.h"
#include "tests/support/program.h"

namespace phancong::support {

class Independent {
 public:
  // "ORIGIN SIZE ROOT SECONDS" where the key signed the note; else it does not succeed.
  Ran Note(const std::string& verifier_key, const std::string& note) const {
    return Asked({"note", verifier_key, Kept("note", note)});
  }
  Ran Inclusion(const std::string& note, int64_t index, const rules::Hash& leaf,
                const std::vector<rules::Hash>& proof) const {
    std::vector<std::string> words = {"inclusion", Kept("note", note), std::to_string(index)};
    words.push_back(absl::BytesToHexString(leaf));
    return Asked(With(std::move(words), proof));
  }
  Ran Consistency(const std::string& old_note, const std::string& note, const std::vector<rules::Hash>& proof) const {
    return Asked(With({"consistency", Kept("old", old_note), Kept("note", note)}, proof));
  }
  // "ORIGIN REVISION LEAF", and the texts.
  Ran Receipt(const std::string& verifier_key, const std::string& receipt) const {
    return Asked({"receipt", verifier_key, Kept("receipt", receipt)});
  }

 private:
  static std::vector<std::string> With(std::vector<std::string> words, const std::vector<rules::Hash>& proof) {
    for (const rules::Hash& hash : proof) words.push_back(absl::BytesToHexString(hash));
    return words;
  }
  static Ran Asked(std::vector<std::string> words) {
    words.insert(words.begin(), {"python3", "-B", PHANCONG_SOURCE_DIR "/tests/independent/transparency_log.py"});
    return Runs(words);
  }
  std::string Kept(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.File(name), std::ios::binary) << text;
    return folder_.File(name);
  }

  storage::ScratchFolder folder_;
};

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_INDEPENDENT_H_
