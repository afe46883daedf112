// The words of the contract's enums, as people say them.
#ifndef PHANCONG_CLIENT_CLI_WORDS_H_
#define PHANCONG_CLIENT_CLI_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "client/cli/language.h"
#include "client/cli/table.h"
#include "google/protobuf/descriptor.h"

namespace phancong::client {

struct Word {
  Phrase phrase;
  Paint paint = Paint::kPlain;
};

// A value without its enum's prefix, in lower case with hyphens: "in-progress". What people may type, and what CSV
// shows.
[[nodiscard]] std::string TypedWord(const google::protobuf::EnumValueDescriptor& value);

// What people read; the name of the contract where there is no word for it. Empty for "unspecified".
[[nodiscard]] Word WordOf(const google::protobuf::EnumValueDescriptor& value);
// The same for a method's name, such as "SubmitTask": "Nộp báo cáo".
[[nodiscard]] std::string MethodWord(std::string_view method, Language language);

// The value that `text` means: its typed word, or its Vietnamese or English one, in any case, with or without marks;
// nullptr where it means none.
[[nodiscard]] const google::protobuf::EnumValueDescriptor* ValueOf(const google::protobuf::EnumDescriptor& type,
                                                                   std::string_view text);

// All typed words of an enum but "unspecified".
[[nodiscard]] std::vector<std::string> TypedWords(const google::protobuf::EnumDescriptor& type);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_WORDS_H_
