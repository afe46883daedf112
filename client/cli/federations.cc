// Federations that end, and those that take over.
#include <string>

#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

absl::Status PlayClose(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::CloseFederationRequest&>(*bound);
  ASSIGN_OR_RETURN(const Place place, turn.GetPlace());
  request.set_name(rules::FederationName(place.federation));
  if (turn.typed.Has("--successor")) {
    ASSIGN_OR_RETURN(*request.mutable_successor(),
                     FullName(rules::NameKind::kFederation, turn.typed.Text("--successor"), place));
  }
  if (turn.screen().interactive && !turn.manner.yes) {
    const std::string question = Say(turn.manner.language,
                                     {"Kết thúc liên đoàn {}? Sau đó chỉ còn đọc được, không mở lại.",
                                      "Close federation {}? It can only be read afterwards, and not be opened again."},
                                     place.federation);
    if (!turn.screen().Confirm(question, turn.manner.language)) {
      turn.Line(Phrase{"Không làm gì.", "Nothing was done."}.In(turn.manner.language));
      return absl::OkStatus();
    }
  }
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(request));
  return turn.Show(*answer);
}

absl::Status PlaySuperior(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::SetSuperiorRequest&>(*bound);
  ASSIGN_OR_RETURN(const Place place, turn.GetPlace());
  request.set_parent(rules::FederationName(place.federation));
  if (const std::string id = turn.typed.Text("superior"); !id.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_superior(), FullName(rules::NameKind::kFederation, id, place));
  }
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(request));
  if (turn.manner.output != "table") return turn.Show(*answer);
  const auto& set = static_cast<const v1::SetSuperiorResponse&>(*answer);
  turn.Line(set.superior().empty()
                ? Say(turn.manner.language,
                      {"✓ Liên đoàn này không còn thuộc cấp trên nào  (sổ ghi số {})",
                       "✓ This federation belongs to no superior any more  (entry {})"},
                      FormatNumber(set.revision(), turn.manner.language))
                : Say(turn.manner.language,
                      {"✓ Cấp trên của liên đoàn này: {}  (sổ ghi số {})",
                       "✓ The superior of this federation: {}  (entry {})"},
                      FederationId(set.superior()), FormatNumber(set.revision(), turn.manner.language)));
  return absl::OkStatus();
}

absl::Status PlayAdmit(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::AdmitUnionsRequest&>(*bound);
  ASSIGN_OR_RETURN(const Place place, turn.GetPlace());
  ASSIGN_OR_RETURN(*request.mutable_predecessor(),
                   FullName(rules::NameKind::kFederation, turn.typed.Text("predecessor"), place));
  for (const std::string& text : turn.typed.All("--rename")) {
    const auto [there, here] = SplitOnce(text, '=');
    if (there.empty() || here.empty()) {
      return WrongUsage(Concat("--rename “", text, "”: viết MÃ-CŨ=MÃ-MỚI."),
                        Concat("--rename \"", text, "\": write OLD=NEW."));
    }
    (*request.mutable_renamed())[std::string(there)] = std::string(here);
  }
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(request));
  return turn.Show(*answer);
}

}  // namespace

Section FederationVerbs() {
  return {
      .title = {"Kết thúc và kế thừa liên đoàn", "The end of a federation, and its successor"},
      .verbs =
          {
              {.words = "federation close",
               .help = {"Kết thúc liên đoàn này (giải thể, sáp nhập): từ đó chỉ còn đọc được.",
                        "Close this federation, dissolved or merged: from then on it is only read."},
               .example = "federation close --decision 50/QĐ-LĐLĐ --successor ha-giang",
               .method = "StandingCommitteeService.CloseFederation",
               .arguments = {{.name = "--decision",
                              .field = "decision_number",
                              .help = {"Số quyết định.", "Number of the decision."},
                              .given = Given::kMust},
                             {.name = "--successor",
                              .help = {"Mã liên đoàn kế thừa, trên cùng máy chủ; không có thì bỏ trống.",
                                       "Id of the succeeding federation of this server, if there is one."},
                              .reading = Reading::kText}},
               .show = {.done = {"Liên đoàn đã kết thúc; từ nay chỉ còn đọc được.",
                                 "The federation is closed; from now on it is only read."}},
               .play = PlayClose},
              {.words = "federation superior",
               .help = {"Ghi liên đoàn cấp trên trên cùng máy chủ: cấp trên thấy số liệu tổng hợp, không thấy gì khác; "
                        "ghi \"\" để thôi.",
                        "Name the superior federation of this server: it sees totals and nothing else; \"\" ends it."},
               .example = "federation superior ha-giang --decision 60/QĐ-LĐLĐ",
               .method = "StandingCommitteeService.SetSuperior",
               .arguments = {{.name = "superior", .given = Given::kMust, .reading = Reading::kText},
                             {.name = "--decision",
                              .field = "decision_number",
                              .help = {"Số quyết định.", "Number of the decision."},
                              .given = Given::kMust}},
               .show = {},
               .play = PlaySuperior},
              {.words = "federation admit",
               .help = {"Tiếp nhận các đơn vị của liên đoàn đã kết thúc mà liên đoàn này kế thừa.",
                        "Take in the unions of a closed federation that this one succeeds."},
               .example = "federation admit bac-quang --decision 12/QĐ-LĐLĐ --rename thpt-1=thpt-1-bac-quang",
               .method = "StandingCommitteeService.AdmitUnions",
               .arguments =
                   {{.name = "predecessor", .given = Given::kMust, .reading = Reading::kText},
                    {.name = "--decision",
                     .field = "decision_number",
                     .help = {"Số quyết định.", "Number of the decision."}},
                    {.name = "--rename",
                     .help = {"MÃ-CŨ=MÃ-MỚI, khi mã đã có ở đây.", "OLD=NEW, where an id is taken here."},
                     .reading = Reading::kText,
                     .repeated = true},
                    {.name = "--dry-run", .field = "validate_only", .help = {"Chỉ xem trước.", "Preview only."}}},
               .show = {.rows = "unions",
                        .columns = {{.heading = {"Đơn vị", "Union"}, .field = "name", .keep = true},
                                    {.heading = {"Tên", "Name"}, .field = "title"},
                                    {.heading = {"Loại hình", "Type"}, .field = "type"},
                                    {.heading = {"Trước đây", "Formerly"}, .field = "predecessor", .keep = true}}},
               .play = PlayAdmit},
          },
  };
}

}  // namespace phancong::client
