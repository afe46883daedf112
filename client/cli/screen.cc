#include "client/cli/screen.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>

#include "client/cli/failure.h"
#include "client/cli/table.h"
#include "fmt/format.h"
#include "services/rules/text.h"

namespace phancong::client {
namespace {

constexpr int kNarrowestTerminal = 40;
constexpr int kBarCells = 30;

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::max<int>(size.ws_col, kNarrowestTerminal);
}

// A line of standard input, without its end; false where Ctrl-C came first, which must not leave a terminal without
// echo. The signal is let in while waiting alone, so that none comes unseen.
bool ReadLine(std::string& line) {
  sigset_t interrupt;
  sigset_t usual_mask;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  sigprocmask(SIG_BLOCK, &interrupt, &usual_mask);
  struct sigaction waking {};
  struct sigaction usual {};
  waking.sa_handler = [](int) {};
  sigaction(SIGINT, &waking, &usual);

  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  bool interrupted = false;
  for (char c = 0; c != '\n';) {
    interrupted = ppoll(&input, 1, nullptr, &usual_mask) < 0;
    if (interrupted || read(STDIN_FILENO, &c, 1) != 1) break;
    if (c != '\n') line += c;
  }
  sigaction(SIGINT, &usual, nullptr);
  sigprocmask(SIG_SETMASK, &usual_mask, nullptr);
  return !interrupted;
}

}  // namespace

Screen Screen::OfProcess(bool no_color) {
  const bool out_is_terminal = isatty(STDOUT_FILENO) != 0;
  const bool err_is_terminal = isatty(STDERR_FILENO) != 0;
  return {.in = std::cin,
          .out = std::cout,
          .err = std::cerr,
          .interactive = isatty(STDIN_FILENO) != 0 && err_is_terminal,
          .colour_out = out_is_terminal && !no_color,
          .colour_err = err_is_terminal && !no_color,
          .width = out_is_terminal ? TerminalWidth() : 80};
}

bool Screen::Confirm(const std::string& question, Language language) const {
  if (!interactive) return true;
  err << SafeText(question, /*keep_lines=*/true) << Phrase{" [c/K] ", " [y/N] "}.In(language) << std::flush;
  std::string answer;
  std::getline(in, answer);
  answer = rules::Fold(answer);
  return answer == "c" || answer == "co" || answer == "y" || answer == "yes";
}

absl::StatusOr<std::string> Screen::AskSecret(const std::string& prompt) const {
  if (!interactive) {
    return WrongUsage("Không có bàn phím để hỏi mật khẩu: hãy dùng --password-file TỆP (hoặc “-”).",
                      "Nobody is there to type a password: use --password-file FILE (or \"-\").");
  }
  termios before{};
  if (tcgetattr(STDIN_FILENO, &before) != 0) {
    return WrongUsage("Không tắt được hiện chữ khi gõ mật khẩu.", "Can't turn off the echo for a password.");
  }
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  silent.c_lflag |= ECHONL;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  err << SafeText(prompt) << std::flush;
  std::string secret;
  const bool stopped = !ReadLine(secret);
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  if (stopped) std::raise(SIGINT);
  return secret;
}

void ProgressBar::Show(int64_t done) {
  if (!screen_.interactive || total_ <= 0) return;
  // What goes over the wire is a little more than what it is of.
  done = std::min(done, total_);
  const int64_t percent = done * 100 / total_;
  if (percent == drawn_) return;
  drawn_ = percent;
  const int64_t full = percent * kBarCells / 100;
  std::string cells;
  for (int64_t i = 0; i < kBarCells; ++i) cells += i < full ? "█" : "░";
  screen_.err << fmt::format("\r{} {:3}%  {}/{}", cells, percent, done, total_) << std::flush;
}

ProgressBar::~ProgressBar() {
  if (drawn_ >= 0) screen_.err << "\r\x1b[K" << std::flush;
}

}  // namespace phancong::client
