// A proof pack: the folder that `phancong proof-pack export` writes, and what it proves.
#ifndef PHANCONG_CLIENT_PROOF_PACK_H_
#define PHANCONG_CLIENT_PROOF_PACK_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/proof/findings.h"
#include "client/proof/notes.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/vocabulary.pb.h"

namespace phancong::proof {

// The files of a folder by their names.
using Files = std::map<std::string, std::string>;

// A file, whole. Wrong: where it cannot be read.
[[nodiscard]] std::string ReadFile(const std::filesystem::path& path, Findings& wrong);

// Wrong: what cannot be read, and what is no plain file.
[[nodiscard]] Files ReadFolder(const std::filesystem::path& folder, Findings& wrong);

struct Verdict {
  // Anything here: the pack is not what it says.
  Findings wrong;
  // What was looked at and holds, in order; and what a reader should know beside it.
  std::vector<Sentence> holds;
  std::vector<Sentence> notices;
  std::string federation;
  v1::LocalText title;
  std::string year;
  // A key was given, and vouches for the pack.
  bool key_is_trusted = false;
  std::vector<v1::IndicatorProgress> indicators;

  [[nodiscard]] bool is_good() const { return wrong.empty(); }
};

// Checks everything. `trusted`: a key of the federation's journal that is known from elsewhere; the pack must be signed
// by it, or by one to which it was handed on. Without it the pack can only agree with itself, and the verdict says so.
// `older`: a checkpoint of the same journal that somebody has kept, as a signed note; the pack must be its
// continuation. What rests on something that is wrong already is not looked at any more.
[[nodiscard]] Verdict CheckPack(const Files& files, const std::optional<Key>& trusted,
                                const std::optional<std::string>& older = std::nullopt);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_PACK_H_
