// What tests/independent/transparency_log.py says, which shares nothing with the product.
#ifndef PHANCONG_TESTS_SUPPORT_INDEPENDENT_H_
#define PHANCONG_TESTS_SUPPORT_INDEPENDENT_H_

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
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
  // Two that are asked together with others, since starting the program takes longer than its work.
  void AskInclusion(const std::string& note, int64_t index, const rules::Hash& leaf,
                    const std::vector<rules::Hash>& proof) {
    Ask({"inclusion", Kept("note", note), std::to_string(index), absl::BytesToHexString(leaf)}, proof);
  }
  void AskConsistency(const std::string& old_note, const std::string& note, const std::vector<rules::Hash>& proof) {
    Ask({"consistency", Kept("old", old_note), Kept("note", note)}, proof);
  }
  // One for each that was asked, in their order: "right", or what is wrong.
  [[nodiscard]] std::vector<std::string> Answers() {
    const Ran ran = Asked({"each", Kept("questions", questions_)});
    EXPECT_TRUE(ran.succeeded) << ran.out;
    questions_.clear();
    return absl::StrSplit(ran.out, '\n', absl::SkipEmpty());
  }
  // "ORIGIN REVISION LEAF", and the texts.
  Ran Receipt(const std::string& verifier_key, const std::string& receipt) const {
    return Asked({"receipt", verifier_key, Kept("receipt", receipt)});
  }

 private:
  void Ask(const std::vector<std::string>& words, const std::vector<rules::Hash>& proof) {
    absl::StrAppend(&questions_, absl::StrJoin(words, " "));
    for (const rules::Hash& hash : proof) absl::StrAppend(&questions_, " ", absl::BytesToHexString(hash));
    questions_ += '\n';
  }
  static Ran Asked(std::vector<std::string> words) {
    words.insert(words.begin(), {"python3", "-B", PHANCONG_SOURCE_DIR "/tests/independent/transparency_log.py"});
    return Runs(words);
  }
  std::string Kept(const std::string& name, const std::string& text) const {
    const std::string file = folder_.File(absl::StrCat(name, "-", ++files_));
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

  storage::ScratchFolder folder_;
  mutable int files_ = 0;
  std::string questions_;
};

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_INDEPENDENT_H_
