// How the fuzzer alters calls: one field, one caller, one call at a time, with what the federation knows.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "tests/fuzz/bodies.h"
#include "tests/fuzz/call_lines.h"
#include "tests/fuzz/federation.h"
#include "tests/fuzz/request_maker.h"
#include "tests/fuzz/stage.h"

namespace phancong::fuzz {
namespace {

const Vocabulary& TheVocabulary() {
  static const Vocabulary vocabulary = Learn(TheFederation(), TheStage());
  return vocabulary;
}

Call MakeCall(RequestMaker& maker) {
  const Body& body = BodiesOfTheContract()[maker.Draw(BodiesOfTheContract().size())];
  const std::vector<Account>& accounts = TheFederation().accounts;
  return {.body = &body, .account = &accounts[maker.Draw(accounts.size())], .request = maker.Make(body)};
}

void Mutate(RequestMaker& maker, std::vector<Call>& calls) {
  const std::vector<Account>& accounts = TheFederation().accounts;
  if (calls.empty() || (calls.size() < kMostCalls && maker.Draw(8) == 0)) {
    calls.push_back(MakeCall(maker));
    return;
  }
  const size_t which = maker.Draw(calls.size());
  switch (maker.Draw(8)) {
    case 0:
      calls[which] = MakeCall(maker);
      break;
    case 1:
      calls[which].account = &accounts[maker.Draw(accounts.size())];
      break;
    case 2:
      if (calls.size() > 1) calls.erase(calls.begin() + static_cast<std::ptrdiff_t>(which));
      break;
    default:
      maker.Alter(*calls[which].body, *calls[which].request);
  }
}

}  // namespace
}  // namespace phancong::fuzz

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned int seed) {
  using namespace phancong;
  fuzz::RequestMaker maker(fuzz::TheVocabulary(), seed);
  if (maker.Draw(8) == 0) return LLVMFuzzerMutate(data, size, max_size);
  std::vector<fuzz::Call> calls = fuzz::CallsOf({reinterpret_cast<const char*>(data), size});
  for (size_t i = 0; i <= maker.Draw(3); ++i) fuzz::Mutate(maker, calls);
  const std::string bytes = fuzz::LinesOf(calls);
  if (bytes.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}
