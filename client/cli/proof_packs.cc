// Proof packs: the evidence of a year in one folder, which is checked without a server by a program of its own
// (client/proof).
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "client/cli/checkpoint_check.h"
#include "client/cli/failure.h"
#include "client/cli/file_content.h"
#include "client/cli/names.h"
#include "client/cli/private_file.h"
#include "client/cli/proof_pack_tables.h"
#include "client/cli/screen.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/merkle.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// Entries in one answer; fewer come where they are large.
constexpr int32_t kEntriesAtOnce = 1000;
// How often figures are asked for again while others write to the journal.
constexpr int kAttempts = 5;

constexpr std::string_view kReadme =
    R"(BỘ CHỨNG CỨ CỦA MỘT NĂM

Thư mục này là toàn bộ sổ ghi của liên đoàn đến một mốc sổ đã ký, và những gì
tính được từ sổ ghi cho một năm. Kiểm tra, không cần máy chủ:

  phancong-proof THƯ-MỤC --key KHÓA-KÝ-SỔ

Không có tên người và không có lời văn nào (lý do, nhận xét, kết luận…) ở đây:
chúng được giữ riêng, sổ ghi chỉ có mã băm của chúng. Tên đơn vị, chương trình và
số liệu thì có.

  pack.txt         liên đoàn, năm, số mục, mục đã khóa sổ năm ấy (“sealed”), hoặc
                   số liệu đến ngày nào (“as-of”); mã băm SHA-256 của mọi tệp khác
  entries.binpb    mọi mục của sổ ghi, từ mục 1, như được lưu và băm; phần việc
                   riêng của Ủy ban Kiểm tra và địa chỉ thư chỉ còn mã băm
  checkpoint.txt   mốc sổ của mục cuối cùng, do khóa ký sổ ký; bên làm chứng nào
                   đã ký đúng mốc ấy thì chữ ký ở dưới
  witnessed.txt    nếu có: mốc sổ mới nhất mà bên làm chứng đã ký
  keys.txt         các khóa ký sổ, mục đặt khóa, và văn bản bàn giao khóa
  witnesses.txt    các bên làm chứng, mục nêu tên và mục thôi
  figures.csv      các chỉ tiêu của năm như máy chủ cho xem
  evidence.csv     mã băm của từng tệp minh chứng, và nhiệm vụ dùng tệp ấy
  populations.csv  các đơn vị mà mẫu kiểm tra của năm được chọn từ đó
  seeds.csv        số ngẫu nhiên, và cam kết về nó trước khi chọn
  samples.csv      các đơn vị đã chọn, theo thứ tự

Điều được chứng minh: không mục nào bị sửa, bỏ, thêm hay đổi chỗ kể từ khi mốc
sổ được ký, và số liệu đúng là những gì các mục ấy tính ra. Điều không được
chứng minh: rằng điều người ta khai là đúng sự thật; và nếu không biết khóa ký
từ nơi khác, rằng đây là sổ thật.

THE EVIDENCE OF A YEAR

This folder is the federation's whole journal up to a signed checkpoint, and what
follows from it for one year. It is checked, with no server, by

  phancong-proof FOLDER --key JOURNAL-KEY

No names of persons and no free texts (reasons, remarks, conclusions…) are in it:
they stand apart, and the journal has their digests alone. Names of unions, the
programme and figures are in it.

  pack.txt         federation, year, number of entries, the entry that sealed the
                   year ("sealed"), or the day that figures are of ("as-of"); the
                   SHA-256 of every other file
  entries.binpb    every entry of the journal, from 1, as it is stored and hashed;
                   what is still the Inspection Committee's own, and mail
                   addresses, are digests alone
  checkpoint.txt   the checkpoint of the last entry, signed by the journal's key;
                   below it witnesses that have signed that very one
  witnessed.txt    where there is one: the newest checkpoint that a witness signed
  keys.txt         the journal's keys, the entries that set them, their handovers
  witnesses.txt    the witnesses, the entries that name them and that end them
  figures.csv      the year's indicators as the server shows them
  evidence.csv     the digest of each file of evidence, and the tasks that use it
  populations.csv  the units from which the year's sample of inspections was drawn
  seeds.csv        the seed, and the commitment to it before the draw
  samples.csv      the units that were drawn, in order

What it proves: no entry was changed, left out, added or moved since the
checkpoint was signed, and the figures are what those entries come to. What it
does not prove: that what people reported is true; and, where the key is not known
from elsewhere, that this is the real journal.
)";

// What has come from the server so far.
struct Export {
  std::string entries;
  ProofPackTables tables;
  v1::GetCheckpointResponse checkpoint;
  v1::ListIndicatorProgressResponse figures;
};

void AppendDelimited(const v1::StoredEntry& entry, std::string& bytes) {
  const std::string message = entry.SerializeAsString();
  auto length = static_cast<uint64_t>(message.size());
  for (; length >= 0x80; length >>= 7) bytes += static_cast<char>(length | 0x80);
  bytes += static_cast<char>(length);
  bytes += message;
}

// The entries up to the checkpoint that are not there yet.
absl::Status FetchEntries(const Turn& turn, const std::string& federation, Export& pack) {
  ProgressBar bar(turn.screen(), pack.checkpoint.revision());
  while (pack.tables.size() < pack.checkpoint.revision()) {
    v1::ListStoredEntriesRequest request;
    request.set_parent(federation);
    request.set_page_size(kEntriesAtOnce);
    request.set_from_revision(pack.tables.size() + 1);
    request.set_to_revision(pack.checkpoint.revision());
    ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send("JournalService.ListStoredEntries", request));
    const auto& page = static_cast<const v1::ListStoredEntriesResponse&>(*answer);
    if (page.entries().empty()) {
      return WrongFile("Máy chủ không gửi hết các mục của sổ ghi.", "The server does not send all entries.");
    }
    for (const v1::StoredEntry& entry : page.entries()) {
      RETURN_IF_ERROR(pack.tables.Take(entry));
      AppendDelimited(entry, pack.entries);
    }
    bar.Show(pack.tables.size());
  }
  return absl::OkStatus();
}

// Checkpoint, entries and figures of one moment. While the year is not sealed, what others do in between is fetched
// too, until nothing is.
absl::StatusOr<Export> Fetch(const Turn& turn, const Place& place, const std::string& year) {
  Export pack;
  const std::string federation = rules::FederationName(place.federation);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    ASSIGN_OR_RETURN(const ShownCheckpoint shown, FetchCheckpoint(turn));
    pack.checkpoint = shown.answer;
    RETURN_IF_ERROR(FetchEntries(turn, federation, pack));
    const bool sealed = pack.tables.SealedBy(year) != 0;
    v1::ListIndicatorProgressRequest figures;
    figures.set_parent(rules::RoundName(place.federation, year));
    if (!sealed) *figures.mutable_as_of_date() = pack.tables.last_day();
    ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send("ProgressService.ListIndicatorProgress", figures));
    pack.figures = static_cast<const v1::ListIndicatorProgressResponse&>(*answer);
    if (!sealed && pack.figures.revision() != pack.checkpoint.revision()) continue;
    ASSIGN_OR_RETURN(const std::optional<WitnessedCheckpoint> witnessed, NewestWitnessed(turn, shown));
    WarnOfWitnesses(turn, shown, witnessed);
    return pack;
  }
  return WrongFile("Sổ ghi đang được ghi liên tục; hãy thử lại sau.",
                   "The journal is being written to all the time; try again later.");
}

// pack.txt names every other file.
std::map<std::string, std::string> FilesOf(const Export& pack, const std::string& federation, const std::string& year) {
  const ProofPackTables& tables = pack.tables;
  std::map<std::string, std::string> files = {{"README.txt", std::string(kReadme)},
                                              {"checkpoint.txt", pack.checkpoint.note()},
                                              {"entries.binpb", pack.entries},
                                              {"evidence.csv", tables.Evidence()},
                                              {"figures.csv", FiguresTable(pack.figures)},
                                              {"keys.txt", tables.Keys()},
                                              {"populations.csv", tables.Populations(year)},
                                              {"samples.csv", tables.Samples(year)},
                                              {"seeds.csv", tables.Seeds(year)},
                                              {"witnesses.txt", tables.Witnesses()}};
  if (!pack.checkpoint.witnessed_note().empty()) files["witnessed.txt"] = pack.checkpoint.witnessed_note();
  std::string summary =
      Concat("phancong-proof-pack/v1\nfederation ", federation, "\nyear ", year, "\nsize ", tables.size(), "\n");
  if (const int64_t sealed = tables.SealedBy(year); sealed != 0) {
    Append(summary, "sealed ", sealed, "\n");
  } else {
    Append(summary, "as-of ", IsoDate(tables.last_day()), "\n");
  }
  for (const auto& [name, content] : files) {
    Append(summary, "sha256 ", absl::BytesToHexString(rules::Sha256(content)), " ", name, "\n");
  }
  files["pack.txt"] = summary;
  return files;
}

// Whole or not at all, and never over something that is there.
absl::Status WriteFolder(const std::filesystem::path& folder, const std::map<std::string, std::string>& files) {
  std::string temporary = Concat(folder.string(), ".new-XXXXXX");
  if (mkdtemp(temporary.data()) == nullptr) return FileTrouble(folder, errno);
  absl::Cleanup clean = [&temporary] {
    std::error_code ignored;
    std::filesystem::remove_all(temporary, ignored);
  };
  for (const auto& [name, content] : files) {
    RETURN_IF_ERROR(WritePrivateFile(std::filesystem::path(temporary) / name, content, IfThere::kFail));
  }
  if (renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, folder.c_str(), RENAME_NOREPLACE) != 0) {
    return FileTrouble(folder, errno);
  }
  std::move(clean).Cancel();
  return absl::OkStatus();
}

absl::Status PlayExport(Turn& turn) {
  const std::string year = turn.typed.Text("year");
  const std::string to = turn.typed.Text("--to");
  std::filesystem::path folder(to);
  // "2025/" is the folder "2025".
  if (!folder.has_filename()) folder = folder.parent_path();
  std::error_code error;
  if (std::filesystem::symlink_status(folder, error).type() != std::filesystem::file_type::not_found) {
    return WrongUsage(Concat("Đã có ", to, "; bộ chứng cứ không ghi đè lên gì cả."),
                      Concat(to, " is there already; a pack is written over nothing."));
  }
  ASSIGN_OR_RETURN(const Place place, turn.GetPlace());
  RETURN_IF_ERROR(FullName(rules::NameKind::kRound, year, place).status());
  ASSIGN_OR_RETURN(const Export pack, Fetch(turn, place, year));
  RETURN_IF_ERROR(WriteFolder(folder, FilesOf(pack, place.federation, year)));
  turn.Line(Say(turn.manner.language,
                {"Đã ghi bộ chứng cứ năm {} vào {}: {} mục của sổ ghi",
                 "Wrote the proof pack of {} to {}: {} entries of the journal"},
                year, to, pack.tables.size()));
  if (pack.tables.SealedBy(year) == 0) {
    turn.Line(Say(turn.manner.language,
                  {"Năm {} chưa khóa sổ: số liệu còn thay đổi", "The year {} is not sealed: figures may change"},
                  year));
  }
  turn.Line(Say(turn.manner.language, {"Kiểm tra: phancong-proof {} --key {}", "Check it: phancong-proof {} --key {}"},
                to, pack.tables.key()));
  return absl::OkStatus();
}

}  // namespace

Section ProofPackVerbs() {
  std::vector<Argument> arguments = {{.name = "year", .given = Given::kMust, .reading = Reading::kText},
                                     {.name = "--to",
                                      .help = {"Thư mục mới để ghi vào.", "The new folder to write."},
                                      .given = Given::kMust,
                                      .reading = Reading::kText}};
  // Figures are shown to those of the federation alone.
  std::copy_if(CheckpointFlags().begin(), CheckpointFlags().end(), std::back_inserter(arguments),
               [](const Argument& flag) { return flag.name != kFederationFlag; });
  return {
      .title = {"Bộ chứng cứ", "Proof packs"},
      .verbs =
          {{.words = "proof-pack export",
            .help = {"Ghi bộ chứng cứ của một năm: sổ ghi, mốc sổ đã ký, các chỉ tiêu, mẫu kiểm tra; ai cũng kiểm "
                     "tra được, không cần máy chủ.",
                     "Write the proof pack of a year: the journal, a signed checkpoint, the indicators, samples of "
                     "inspections; anybody can check it, with no server."},
            .example = "proof-pack export 2025 --to bo-chung-cu-2025",
            .method = "JournalService.ListStoredEntries",
            .arguments = arguments,
            .play = PlayExport}},
  };
}

}  // namespace phancong::client
