// phancong-proof FOLDER: checks a proof pack, with no server and no configuration.
#include <sodium.h>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/proof/findings.h"
#include "client/proof/notes.h"
#include "client/proof/pack.h"
#include "client/proof/verdict_text.h"

namespace {

using namespace phancong::proof;

constexpr int kRight = 0;
constexpr int kWrong = 1;
constexpr int kUsage = 2;

constexpr Phrase kHelp = {
    R"(phancong-proof THƯ-MỤC [--key KHÓA] [--checkpoint TỆP] [--lang vi|en]

Kiểm tra bộ chứng cứ mà “phancong proof-pack export” ghi ra: mọi mục của sổ ghi,
mã gốc, chữ ký, việc chọn mẫu kiểm tra, và tính lại các chỉ tiêu của năm từ sổ
ghi. Không cần máy chủ, không cần cấu hình.

  --key KHÓA   khóa ký sổ đã biết từ nơi khác (TÊN+MÃ+BASE64); không có thì bộ
               chứng cứ chỉ khớp với chính nó
  --checkpoint TỆP
               mốc sổ đã giữ từ trước (như phancong journal checkpoint ghi ra):
               sổ ghi trong bộ phải nối tiếp mốc ấy
  --lang NGỮ   vi (mặc định) hoặc en

Mã thoát: 0 đúng, 1 không đúng, 2 gõ sai.
)",
    R"(phancong-proof FOLDER [--key KEY] [--checkpoint FILE] [--lang vi|en]

Checks the proof pack that "phancong proof-pack export" writes: every entry of
the journal, its root, the signatures, the samples of inspections, and computes
the year's indicators again from the journal. Needs no server and no settings.

  --key KEY    a key of the journal that is known from elsewhere
               (NAME+HASH+BASE64); without it the pack agrees with itself alone
  --checkpoint FILE
               a checkpoint that was kept (as phancong journal checkpoint writes
               it): the journal in the pack must be its continuation
  --lang LANG  vi (if not given) or en

Exit code: 0 right, 1 wrong, 2 mistyped.
)"};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  Language language = Language::kVietnamese;
  std::optional<std::string> folder;
  std::optional<Key> trusted;
  std::optional<std::string> checkpoint;
  bool help = false;
  bool mistyped = false;
  bool no_key = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool has_value = i + 1 < words.size();
    if (words[i] == "--help" || words[i] == "-h") {
      help = true;
    } else if (words[i] == "--lang" && has_value && (words[i + 1] == "vi" || words[i + 1] == "en")) {
      language = words[++i] == "en" ? Language::kEnglish : Language::kVietnamese;
    } else if (words[i] == "--key" && has_value && !trusted) {
      trusted = ParseKey(words[++i]);
      no_key = !trusted || trusted->kind != KeyKind::kLog;
    } else if (words[i] == "--checkpoint" && has_value && !checkpoint) {
      checkpoint = std::string(words[++i]);
    } else if (!words[i].starts_with("-") && !folder) {
      folder = std::string(words[i]);
    } else {
      mistyped = true;
    }
  }
  if (help && !mistyped) {
    std::cout << kHelp.In(language);
    return kRight;
  }
  if (no_key) {
    std::cerr << Phrase{"Giá trị của --key không phải khóa ký sổ: TÊN+MÃ+BASE64, chép nguyên vẹn.\n",
                        "The value of --key is no key of a journal: NAME+HASH+BASE64, copied whole.\n"}
                     .In(language);
    return kUsage;
  }
  if (mistyped || !folder || sodium_init() < 0) {
    std::cerr << kHelp.In(language);
    return kUsage;
  }
  if (checkpoint) {
    Findings missing;
    checkpoint = ReadFile(*checkpoint, missing);
    for (const Sentence& sentence : missing.sentences()) std::cerr << "--checkpoint: " << sentence.In(language) << "\n";
    if (!missing.empty()) return kUsage;
  }
  Findings unread;
  const Files files = ReadFolder(*folder, unread);
  Verdict verdict;
  if (unread.empty()) {
    verdict = CheckPack(files, trusted, checkpoint);
  } else {
    verdict.wrong = unread;
  }
  std::cout << TextOf(verdict, language);
  return verdict.is_good() ? kRight : kWrong;
}
