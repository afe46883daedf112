// What all machines share: the words of their states, how a row of a table is found, and what is said to who comes in
// another state. Pure.
#ifndef PHANCONG_SERVICES_RULES_STATE_WORDS_H_
#define PHANCONG_SERVICES_RULES_STATE_WORDS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "services/rules/refusal.h"

namespace phancong::rules {

// A state as it is stored and shown in English, and its Vietnamese word. A machine has one for each of its states, in
// the order of their numbers; the first stands for a state that it does not know.
template <typename State>
struct Word {
  State state;
  std::string_view name;
  std::string_view vi;
};

template <typename State>
const Word<State>& WordOf(std::span<const Word<State>> words, State state) {
  const auto index = static_cast<size_t>(state);
  return index < words.size() ? words[index] : words[0];
}

// The state of a name; the first word's where there is none of that name.
template <typename State>
State StateNamed(std::span<const Word<State>> words, std::string_view name) {
  for (const Word<State>& word : words.subspan(1)) {
    if (word.name == name) return word.state;
  }
  return words[0].state;
}

// Refused in this state; `allowed` are those in which it can be done. `values` are what else the reason's message
// names.
template <typename State>
absl::Status RefuseState(v1::ErrorReason reason, std::span<const Word<State>> words, const std::vector<State>& allowed,
                         State state, RefusalValues values = {}) {
  std::vector<std::string_view> vi;
  std::vector<std::string_view> en;
  for (const State one : allowed) {
    vi.push_back(WordOf(words, one).vi);
    en.push_back(WordOf(words, one).name);
  }
  values["state.vi"] = WordOf(words, state).vi;
  values["state.en"] = WordOf(words, state).name;
  values["allowed.vi"] = fmt::format("{}", fmt::join(vi, ", "));
  values["allowed.en"] = fmt::format("{}", fmt::join(en, ", "));
  return Refuse(reason, std::move(values));
}

// Each row of the table stands at its command's place, and so is found by it.
template <typename Table>
constexpr bool IsInOrder(const Table& table) {
  for (size_t i = 0; i < table.size(); ++i) {
    if (static_cast<size_t>(table[i].command) != i) return false;
  }
  return true;
}

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_STATE_WORDS_H_
