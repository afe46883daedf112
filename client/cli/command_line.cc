#include "client/cli/command_line.h"

#include <algorithm>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

const Verb kNoVerb;

bool BeginsAVerb(std::string_view words) {
  for (const Section& section : Sections()) {
    for (const Verb& verb : section.verbs) {
      std::string_view rest = verb.words;
      if (TakePrefix(rest, words) && (rest.empty() || rest.front() == ' ')) return true;
    }
  }
  return false;
}

absl::Status UnknownVerb(std::string_view words) {
  std::vector<std::string_view> near;
  const std::string_view first = words.substr(0, words.find(' '));
  for (const Section& section : Sections()) {
    for (const Verb& verb : section.verbs) {
      if (Contains(verb.words, first) || verb.words.starts_with(first.substr(0, 4))) near.push_back(verb.words);
    }
  }
  const std::string list = Join(near, ", ");
  return WrongUsage(Concat("Không có lệnh “", words, "”. ", list.empty() ? "" : Concat("Có: ", list, ". "),
                           "Xem mọi lệnh: phancong help"),
                    Concat("There is no command \"", words, "\". ",
                           list.empty() ? "" : Concat("There are: ", list, ". "), "See all of them: phancong help"));
}

absl::Status UnknownFlag(const Verb* verb, std::string_view flag) {
  const std::string help = verb == nullptr ? "phancong help" : Concat("phancong help ", verb->words);
  return WrongUsage(Concat("Không có tùy chọn ", flag, ". Xem: ", help),
                    Concat("There is no option ", flag, ". See: ", help));
}

const Argument* FindFlag(const std::vector<Argument>& arguments, std::string_view name) {
  const auto found = std::find_if(arguments.begin(), arguments.end(), [&](const Argument& known) {
    return known.is_flag() && (known.name == name || known.letter == name);
  });
  return found == arguments.end() ? nullptr : &*found;
}

// One reading of one command line.
class CommandLineReader {
 public:
  explicit CommandLineReader(const std::vector<std::string>& words) : words_(words) {}

  absl::StatusOr<CommandLine> Read() {
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      absl::Status read;
      if (!only_places_ && word == "--") {
        only_places_ = true;
      } else if (!only_places_ && word.size() > 1 && word[0] == '-') {
        read = ReadFlag(word);
      } else {
        read = ReadPlain(word);
      }
      if (!read.ok()) return read;
    }
    if (line_.verb == nullptr) {
      RETURN_IF_ERROR(FixVerb());
    }
    return std::move(line_);
  }

 private:
  // What was collected is the verb, and what follows its words is the first of its arguments.
  absl::Status FixVerb() {
    if (verb_words_.empty()) return absl::OkStatus();
    std::vector<std::string> spare;
    for (std::vector<std::string> words = verb_words_; !words.empty(); words.pop_back()) {
      line_.verb = FindVerb(Join(words, " "));
      if (line_.verb != nullptr) break;
      spare.insert(spare.begin(), words.back());
    }
    if (line_.verb == nullptr) return UnknownVerb(Join(verb_words_, " "));
    arguments_ = ArgumentsOf(*line_.verb);
    for (const std::string& word : spare) {
      RETURN_IF_ERROR(Place(word));
    }
    return absl::OkStatus();
  }

  absl::Status ReadPlain(const std::string& word) {
    if (line_.verb != nullptr) return Place(word);
    verb_words_.push_back(word);
    if (BeginsAVerb(Join(verb_words_, " "))) return absl::OkStatus();
    return FixVerb();
  }

  // Gives a word to the next argument that is known by its place.
  absl::Status Place(const std::string& word) {
    for (const Argument& argument : arguments_) {
      if (argument.is_flag() || (line_.typed.Has(argument.name) && !MayRepeat(*line_.verb, argument))) continue;
      line_.typed.Add(argument.name, word);
      return absl::OkStatus();
    }
    return WrongUsage(Concat("Thừa “", word, "”. Xem: phancong help ", line_.verb->words),
                      Concat("\"", word, "\" is too much. See: phancong help ", line_.verb->words));
  }

  absl::Status ReadFlag(const std::string& word) {
    const size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const std::string name = word.substr(0, equals);
    const Argument* flag = FindFlag(GeneralFlags(), name);
    if (flag == nullptr && line_.verb == nullptr) {
      // The first flag that is not a general one ends the verb's words.
      RETURN_IF_ERROR(FixVerb());
    }
    if (const Argument* own = FindFlag(arguments_, name)) flag = own;
    if (flag == nullptr) return UnknownFlag(line_.verb, name);
    const Verb& verb = line_.verb != nullptr ? *line_.verb : kNoVerb;
    if (!TakesValue(verb, *flag)) {
      if (equals != std::string::npos) {
        return WrongUsage(Concat(name, " không nhận giá trị."), Concat(name, " takes no value."));
      }
      line_.typed.Add(flag->name, "");
      return absl::OkStatus();
    }
    if (line_.typed.Has(flag->name) && !MayRepeat(verb, *flag)) {
      return WrongUsage(Concat(name, " chỉ được ghi một lần."), Concat(name, " may be given once only."));
    }
    if (equals != std::string::npos) {
      line_.typed.Add(flag->name, word.substr(equals + 1));
    } else if (++at_ < words_.size()) {
      line_.typed.Add(flag->name, words_[at_]);
    } else {
      return WrongUsage(Concat("Thiếu giá trị sau ", name, "."), Concat(name, " lacks its value."));
    }
    return absl::OkStatus();
  }

  const std::vector<std::string>& words_;
  size_t at_ = 0;
  bool only_places_ = false;
  std::vector<std::string> verb_words_;
  std::vector<Argument> arguments_;
  CommandLine line_;
};

}  // namespace

std::string Typed::Text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? "" : found->second.back();
}

std::vector<std::string> Typed::All(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

void Typed::Add(std::string_view name, std::string text) { values_[std::string(name)].push_back(std::move(text)); }

absl::StatusOr<CommandLine> ReadCommandLine(const std::vector<std::string>& words) {
  return CommandLineReader(words).Read();
}

absl::StatusOr<std::vector<std::string>> SplitWords(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == '\'') {
      if (c == '\'') {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\\' && i + 1 < line.size()) {
      word += line[++i];
      in_word = true;
    } else if (quote == '"') {
      if (c == '"') {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else if (c == '#' && !in_word) {
      break;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0) return WrongUsage("Thiếu dấu nháy đóng.", "A quote is not closed.");
  if (in_word) words.push_back(std::move(word));
  return words;
}

}  // namespace phancong::client
