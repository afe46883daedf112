// Where the client speaks and is answered: the standard streams, and whether a person sits before them.
#ifndef PHANCONG_CLIENT_CLI_SCREEN_H_
#define PHANCONG_CLIENT_CLI_SCREEN_H_

#include <cstdint>
#include <iosfwd>
#include <string>

#include "absl/status/statusor.h"
#include "client/cli/language.h"

namespace phancong::client {

struct Screen {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  // A person can be asked: standard input and error are a terminal. Where not, nothing ever waits for an answer.
  bool interactive = false;
  bool colour_out = false;
  bool colour_err = false;
  int width = 80;

  // The process's own streams. Colour only on a terminal, and not where NO_COLOR is set.
  static Screen OfProcess(bool no_color);

  // True where `question` is answered with yes; also where nobody is there to answer.
  [[nodiscard]] bool Confirm(const std::string& question, Language language) const;

  // A line typed without echo. WrongUsage where nobody is there to type.
  [[nodiscard]] absl::StatusOr<std::string> AskSecret(const std::string& prompt) const;
};

// A bar on standard error while work is long; nothing where that is no terminal.
class ProgressBar {
 public:
  ProgressBar(const Screen& screen, int64_t total) : screen_(screen), total_(total) {}
  // Wipes the bar.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Show(int64_t done);

 private:
  const Screen& screen_;
  const int64_t total_;
  int64_t drawn_ = -1;
};

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_SCREEN_H_
