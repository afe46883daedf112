#include "client/cli/run.h"

#include <fstream>
#include <istream>
#include <string>
#include <vector>

#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

absl::Status PlayLine(Turn& turn, std::vector<std::string> words) {
  Manner manner = turn.manner;
  manner.brief = true;
  if (words.front().size() > 1 && words.front().front() == '@') {
    manner.profile = words.front().substr(1);
    words.erase(words.begin());
  }
  if (words.empty()) return WrongUsage("Sau @hồ-sơ phải có lệnh.", "A command must follow @profile.");
  if (words.front() == "run") return WrongUsage("Không gọi run trong run.", "No run within run.");
  return turn.client.PlayWithin(manner, words);
}

}  // namespace

absl::Status PlayRun(Turn& turn) {
  const std::string path = turn.typed.Text("file");
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) {
      return WrongUsage(Concat("Không đọc được tệp ", path, "."), Concat("Can't read the file ", path, "."));
    }
  }
  std::istream& lines = path == "-" ? turn.screen().in : file;
  int number = 0;
  int done = 0;
  int failed = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const absl::StatusOr<std::vector<std::string>> words = SplitWords(line);
    if (words.ok() && words->empty()) continue;
    const absl::Status status = words.ok() ? PlayLine(turn, *words) : words.status();
    if (status.ok()) {
      ++done;
      continue;
    }
    ++failed;
    turn.client.Tell(status, Concat(path, ":", number, ": "), turn.manner.language);
    if (!turn.typed.Has("--keep-going")) {
      turn.Note(Say(turn.manner.language, {"Dừng ở dòng {}; {} lệnh đã xong.", "Stopped at line {}; {} commands done."},
                    number, done));
      return AlreadyTold(ExitCodeOf(status));
    }
  }
  if (failed == 0) return absl::OkStatus();
  turn.Note(Say(turn.manner.language, {"{} lệnh xong, {} lệnh không.", "{} commands done, {} not."}, done, failed));
  return AlreadyTold(ExitCode::kPartly);
}

}  // namespace phancong::client
