#include <cstdlib>
#include <string>
#include <vector>

#include "client/cli/client.h"

int main(int argc, char** argv) {
  using namespace phancong::client;
  Screen screen = Screen::OfProcess(/*no_color=*/std::getenv("NO_COLOR") != nullptr);
  Client client(Environment::OfProcess(), screen);
  return static_cast<int>(client.Play(std::vector<std::string>(argv + 1, argv + argc)));
}
