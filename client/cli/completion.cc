#include "client/cli/completion.h"

#include <map>
#include <set>
#include <vector>

#include "client/cli/strings.h"
#include "client/cli/verb.h"

namespace phancong::client {
namespace {

using Words = std::set<std::string>;

// What may follow: after each beginning of a verb the next word, after a whole verb its flags, after a flag its values.
struct NextWords {
  std::map<std::string, Words> next;    // "task" → list, show, …
  std::map<std::string, Words> flags;   // "task list" → --state, …
  std::map<std::string, Words> values;  // "task list --state" → issued, …
};

NextWords NextWordsOfVerbs() {
  NextWords table;
  for (const Section& section : Sections()) {
    for (const Verb& verb : section.verbs) {
      std::string so_far;
      for (std::string_view word : Split(verb.words, ' ')) {
        table.next[so_far].insert(std::string(word));
        Append(so_far, so_far.empty() ? "" : " ", word);
      }
      std::vector<Argument> arguments = ArgumentsOf(verb);
      arguments.insert(arguments.end(), GeneralFlags().begin(), GeneralFlags().end());
      Words& flags = table.flags[so_far];
      for (const Argument& argument : arguments) {
        const std::vector<std::string> values = ValuesOf(verb, argument);
        if (argument.is_flag()) {
          flags.insert(std::string(argument.name));
          if (!values.empty()) table.values[Concat(so_far, " ", argument.name)].insert(values.begin(), values.end());
        } else {
          flags.insert(values.begin(), values.end());
        }
      }
    }
  }
  return table;
}

void AddCases(const std::map<std::string, Words>& cases, std::string* out) {
  for (const auto& [key, words] : cases) Append(*out, "    \"", key, "\") echo \"", Join(words, " "), "\" ;;\n");
}

// A function that both shells read: prints what may follow the words typed so far ("$1": the verb's words, "$2": the
// word before the cursor).
std::string Candidates() {
  const NextWords table = NextWordsOfVerbs();
  std::string out = "_phancong_candidates() {\n  case \"$1 $2\" in\n";
  AddCases(table.values, &out);
  Append(out, "    *) case \"$1\" in\n");
  std::map<std::string, Words> follow = table.flags;
  for (const auto& [words, next] : table.next) follow[words].insert(next.begin(), next.end());
  AddCases(follow, &out);
  Append(out, "    esac ;;\n  esac\n}\n");
  return out;
}

// The longest beginning of the words that is a verb, or begins one.
std::string VerbWords() {
  Words beginnings;
  for (const auto& [words, next] : NextWordsOfVerbs().next) beginnings.insert(words);
  for (const Section& section : Sections()) {
    for (const Verb& verb : section.verbs) beginnings.insert(std::string(verb.words));
  }
  beginnings.erase("");
  std::string out =
      "_phancong_verb() {\n  local so_far=\"\" word\n  for word in \"$@\"; do\n    case \"${so_far:+$so_far }$word\" "
      "in\n      ";
  std::vector<std::string> quoted;
  for (const std::string& words : beginnings) quoted.push_back(Concat("\"", words, "\""));
  Append(out, Join(quoted, "|"), ") so_far=\"${so_far:+$so_far }$word\" ;;\n    esac\n  done\n  echo \"$so_far\"\n}\n");
  return out;
}

constexpr std::string_view kBash = R"sh(_phancong() {
  local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"
  local verb="$(_phancong_verb "${COMP_WORDS[@]:1:COMP_CWORD-1}")"
  local candidates="$(_phancong_candidates "$verb" "$before")"
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
  if [ "${#COMPREPLY[@]}" -eq 0 ]; then
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -F _phancong phancong
)sh";

constexpr std::string_view kZsh = R"sh(_phancong() {
  local before="${words[CURRENT-1]}"
  local verb="$(_phancong_verb "${(@)words[2,CURRENT-1]}")"
  local candidates="$(_phancong_candidates "$verb" "$before")"
  compadd -- ${=candidates} || _files
}
compdef _phancong phancong
)sh";

}  // namespace

std::optional<std::string> CompletionScript(std::string_view shell) {
  if (shell == "bash") return Concat("# source <(phancong completion bash)\n", Candidates(), VerbWords(), kBash);
  if (shell == "zsh") return Concat("# source <(phancong completion zsh)\n", Candidates(), VerbWords(), kZsh);
  return std::nullopt;
}

}  // namespace phancong::client
