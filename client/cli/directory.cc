// Unions, and who is in charge of what.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/cli/contract.h"
#include "client/cli/failure.h"
#include "client/cli/file_check.h"
#include "client/cli/names.h"
#include "client/cli/strings.h"
#include "client/cli/table.h"
#include "client/cli/turn.h"
#include "client/cli/words.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// A page as great as the contract allows.
constexpr int32_t kPage = 1000;

// What somebody is in charge of: a field, an item or a union.
Cell ChargeCell(const Row& row, const Style& style) {
  const auto& responsibility = static_cast<const v1::Responsibility&>(*row.message);
  switch (responsibility.of_case()) {
    case v1::Responsibility::kField:
      return {Concat(Phrase{"lĩnh vực ", "field "}.In(style.language), responsibility.field())};
    case v1::Responsibility::kItem:
      return {Concat(Phrase{"mục ", "item "}.In(style.language), responsibility.item())};
    case v1::Responsibility::kAssignee:
      return {Concat(Phrase{"đơn vị ", "union "}.In(style.language), CellOf(responsibility, "assignee", style).text)};
    case v1::Responsibility::OF_NOT_SET:
      return {};
  }
  return {};
}

Cell FactsCell(const Row& row, const Style& style) {
  const auto& grassroots_union = static_cast<const v1::GrassrootsUnion&>(*row.message);
  if (style.for_program) return CellOf(grassroots_union, "facts", style);
  std::map<std::string_view, int64_t> sorted(grassroots_union.facts().begin(), grassroots_union.facts().end());
  std::string text;
  for (const auto& [fact, value] : sorted) {
    Append(text, text.empty() ? "" : "\n", fact, " = ", FormatNumber(value, style.language));
  }
  return {text};
}

absl::Status PlayImport(Turn& turn) {
  return PlayFile(turn,
                  {.field = "chunk",
                   .preview = {.rows = "changes",
                               .columns = {{.heading = {"Đơn vị", "Union"}, .field = "id", .keep = true},
                                           {.heading = {"Tên", "Name"}, .field = "title"},
                                           {.heading = {"Mới", "New"}, .field = "created"},
                                           {.heading = {"Thay đổi", "Changes"}, .field = "fields", .wrap = true}},
                               .nothing = {"Không có gì thay đổi.", "Nothing would change."}},
                   .summary = {"Xem trước: thêm {created_count}, đổi {changed_count}, giữ nguyên {unchanged_count}",
                               "Preview: {created_count} new, {changed_count} changed, {unchanged_count} unchanged"}});
}

// One list of open work: what it is called, the kind that programs read, and its names.
struct OpenWork {
  Phrase title;
  std::string_view kind;
  const google::protobuf::RepeatedPtrField<std::string>& names;
};

// Delegations in force by which the account acts for another, or another for it.
absl::StatusOr<v1::ListDelegationsResponse> DelegationsOf(const Turn& turn, const std::string& account) {
  v1::WhoAmIRequest who;
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  who.set_parent(rules::FederationName(style.place.federation));
  ASSIGN_OR_RETURN(const MessagePtr me, turn.Send("AccountService.WhoAmI", who));
  const absl::CivilDay today =
      absl::ToCivilDay(absl::FromUnixSeconds(static_cast<const v1::WhoAmIResponse&>(*me).time().seconds()), style.zone);
  v1::ListDelegationsRequest list;
  list.set_parent(who.parent());
  list.set_page_size(kPage);
  list.mutable_on_date()->set_year(static_cast<int32_t>(today.year()));
  list.mutable_on_date()->set_month(today.month());
  list.mutable_on_date()->set_day(today.day());
  v1::ListDelegationsResponse of_account;
  do {
    ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send("DirectoryService.ListDelegations", list));
    const auto& page = static_cast<const v1::ListDelegationsResponse&>(*answer);
    for (const v1::Delegation& delegation : page.delegations()) {
      if (delegation.account() == account || delegation.delegate() == account) {
        *of_account.add_delegations() = delegation;
      }
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return of_account;
}

Showing DelegationList() {
  return {.rows = "delegations",
          .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                      {.heading = {"Của ai", "Whose"}, .field = "account"},
                      {.heading = {"Làm thay", "By"}, .field = "delegate"},
                      {.heading = {"Từ ngày", "From"}, .field = "from_date", .keep = true},
                      {.heading = {"Đến ngày", "To"}, .field = "to_date"}},
          .nothing = {"Không có ủy quyền nào.", "Nothing is delegated."}};
}

Showing ChargeList() {
  return {.rows = "responsibilities",
          .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                      {.heading = {"Phụ trách", "In charge of"}, .cell = ChargeCell}}};
}

// A table for each kind of work that there is; for programs one, with the kind in it.
absl::Status PlayOpenWork(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr request, turn.Request());
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(*request));
  if (turn.manner.output == "json") return turn.Show(*answer);
  const auto& open = static_cast<const v1::ListOpenWorkResponse&>(*answer);
  ASSIGN_OR_RETURN(Style style, turn.GetStyle());
  // Words of a column that programs read are the same in every language.
  if (style.for_program) style.language = Language::kEnglish;
  const OpenWork lists[] = {
      {{"Báo cáo đang duyệt", "Reports under review"}, "review", open.reviews()},
      {{"Nhiệm vụ của liên đoàn chưa xong", "Open tasks of the federation's own"}, "own-task", open.own_tasks()},
      {{"Đề nghị gia hạn chờ quyết định", "Requests for extension that wait"}, "extension", open.extensions()},
      {{"Cuộc kiểm tra chưa kết luận", "Inspections not concluded"}, "inspection", open.inspections()},
      {{"Khắc phục chờ kiểm tra lại", "Remedies to be verified"}, "finding", open.findings()}};
  Table all{.headings = {{"kind"}, {"name"}, {"what"}}};
  const auto title = [&](const Phrase& phrase, int count) {
    turn.Line(Concat(phrase.In(style.language), ": ", FormatNumber(count, style.language)));
  };
  if (!style.for_program && open.responsibilities_size() > 0) {
    title({"Phụ trách", "In charge of"}, open.responsibilities_size());
    RETURN_IF_ERROR(turn.Show(open, ChargeList()));
  }
  for (const v1::Responsibility& one : open.responsibilities()) {
    all.rows.push_back({{"responsibility"}, CellOf(one, "name", style), ChargeCell({&one, nullptr}, style)});
  }
  for (const OpenWork& list : lists) {
    if (!style.for_program && !list.names.empty()) {
      if (!all.rows.empty()) turn.Line("");
      title(list.title, list.names.size());
    }
    for (const std::string& name : list.names) {
      const std::string shown = ShortName(name, style.place, /*leave_out_round=*/false);
      turn.Line(SafeText(Concat("  ", shown)));
      all.rows.push_back({{std::string(list.kind)}, {shown}, {}});
    }
  }
  ASSIGN_OR_RETURN(const v1::ListDelegationsResponse delegations, DelegationsOf(turn, GetString(*request, "name")));
  if (!style.for_program && !delegations.delegations().empty()) {
    if (!all.rows.empty()) turn.Line("");
    title({"Ủy quyền đang có hiệu lực", "Delegations in force"}, delegations.delegations_size());
    RETURN_IF_ERROR(turn.Show(delegations, DelegationList()));
  }
  for (const v1::Delegation& one : delegations.delegations()) {
    all.rows.push_back({{"delegation"},
                        CellOf(one, "name", style),
                        {Concat(CellOf(one, "account", style).text, ">", CellOf(one, "delegate", style).text)}});
  }
  if (style.for_program) {
    turn.Draw(std::move(all), {"kind", "name", "what"});
  } else if (all.rows.empty()) {
    turn.Line(Phrase{"Không còn việc nào mở.", "Nothing is open."}.In(style.language));
  }
  return absl::OkStatus();
}

// "ID", "ID:TITLE" or "ID:TITLE:TYPE".
v1::UnionPart PartOf(std::string_view text) {
  v1::UnionPart part;
  const auto [id, rest] = SplitOnce(text, ':');
  const auto [title, type] = SplitOnce(rest, ':');
  part.set_id(std::string(id));
  part.set_title(std::string(title));
  part.set_type(std::string(type));
  return part;
}

// "[ID:]FACT=NUMBER".
absl::Status PutFact(std::string_view text, v1::RecordUnionChangeRequest& request) {
  auto [fact, value] = SplitOnce(text, '=');
  int64_t number = 0;
  const auto wrong = WrongUsage(Concat("--fact: “", text, "” phải là SỐ-LIỆU=SỐ hoặc ĐƠN-VỊ:SỐ-LIỆU=SỐ."),
                                Concat("--fact: “", text, "” must be FACT=NUMBER or UNION:FACT=NUMBER."));
  if (!absl::SimpleAtoi(std::string(value), &number)) return wrong;
  std::string id;
  if (fact.find(':') != std::string_view::npos) {
    const auto [of, name] = SplitOnce(fact, ':');
    id = std::string(of);
    fact = name;
  }
  bool put = false;
  for (v1::UnionPart& part : *request.mutable_into()) {
    if (!id.empty() && part.id() != id) continue;
    (*part.mutable_facts())[std::string(fact)] = number;
    put = true;
  }
  return put ? absl::OkStatus() : wrong;
}

v1::UnionChangeKind KindOf(std::string_view words) {
  if (words == "union found") return v1::UNION_CHANGE_KIND_FOUNDED;
  if (words == "union dissolve") return v1::UNION_CHANGE_KIND_DISSOLVED;
  if (words == "union merge") return v1::UNION_CHANGE_KIND_MERGED;
  if (words == "union split") return v1::UNION_CHANGE_KIND_SPLIT;
  if (words == "union change-type") return v1::UNION_CHANGE_KIND_TYPE_CHANGED;
  return v1::UNION_CHANGE_KIND_RENAMED;
}

void TellPreview(const Turn& turn, const v1::RecordUnionChangeResponse& preview) {
  turn.Line(Say(turn.manner.language,
                {"Xem trước: thu hồi {} nhiệm vụ, giao {} nhiệm vụ.", "Preview: {} tasks withdrawn, {} issued."},
                preview.withdrawn_count(), preview.issued_count()));
  for (const std::string& note : preview.notes()) turn.Line(note);
}

// What is previewed is what is recorded: the preview's etag goes with the request.
absl::Status PlayUnionChange(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::RecordUnionChangeRequest&>(*bound);
  request.set_kind(KindOf(turn.verb.words));
  for (const std::string& text : turn.typed.All("--into")) *request.add_into() = PartOf(text);
  if (turn.typed.Has("--title") || turn.typed.Has("--type")) {
    v1::UnionPart& part = *request.add_into();
    part.set_title(turn.typed.Text("--title"));
    part.set_type(turn.typed.Text("--type"));
  }
  for (const std::string& text : turn.typed.All("--fact")) RETURN_IF_ERROR(PutFact(text, request));
  const bool dry_run = turn.typed.Has("--dry-run");
  if (dry_run || (turn.screen().interactive && !turn.manner.yes)) {
    const std::string request_id = request.request_id();
    request.set_request_id(NewRequestId());
    request.set_validate_only(true);
    ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(request));
    if (dry_run && turn.manner.output != "table") return turn.Show(*answer);
    const auto& preview = static_cast<const v1::RecordUnionChangeResponse&>(*answer);
    TellPreview(turn, preview);
    if (dry_run) return absl::OkStatus();
    const Phrase question{"Ghi nhận biến động này?", "Record this change?"};
    if (!turn.screen().Confirm(std::string(question.In(turn.manner.language)), turn.manner.language)) {
      return WrongUsage("Chưa ghi nhận gì.", "Nothing was recorded.");
    }
    request.set_request_id(request_id);
    request.set_validate_only(false);
    request.set_preview_etag(preview.preview_etag());
  }
  const absl::StatusOr<MessagePtr> answer = turn.Send(request);
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

absl::Status PlayFacts(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::UpdateFactsRequest&>(*bound);
  for (const std::string& text : turn.typed.All("fact")) {
    const auto [fact, value] = SplitOnce(text, '=');
    int64_t number = 0;
    if (!absl::SimpleAtoi(std::string(value), &number)) {
      return WrongUsage(Concat("“", text, "” phải là SỐ-LIỆU=SỐ."), Concat("“", text, "” must be FACT=NUMBER."));
    }
    (*request.mutable_facts())[std::string(fact)] = number;
  }
  const absl::StatusOr<MessagePtr> answer = turn.Send(request);
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

Verb ChangeVerb(std::string_view words, Phrase help, std::string_view example, std::vector<Argument> arguments) {
  arguments.push_back({.name = "--on",
                       .field = "on_date",
                       .help = {"Có hiệu lực từ ngày; mặc định hôm nay.", "From this day on; today if not given."}});
  arguments.push_back(
      {.name = "--decision", .field = "decision_number", .help = {"Số quyết định.", "Number of the decision."}});
  arguments.push_back({.name = "--reason", .field = "reason", .help = {"Lý do.", "The reason."}});
  arguments.push_back({.name = "--dry-run", .help = {"Chỉ xem trước.", "Preview only."}, .reading = Reading::kSwitch});
  return {.words = words,
          .help = help,
          .example = example,
          .method = "StandingCommitteeService.RecordUnionChange",
          .arguments = std::move(arguments),
          .show = {.done = {"Đã ghi nhận: thu hồi {withdrawn_count} nhiệm vụ, giao {issued_count} nhiệm vụ",
                            "Recorded: {withdrawn_count} tasks withdrawn, {issued_count} issued"}},
          .play = PlayUnionChange};
}

}  // namespace

Section DirectoryVerbs() {
  const Argument from{.name = "union", .field = "from", .given = Given::kMust, .reading = Reading::kUnion};
  const Argument into{.name = "--into",
                      .help = {"Đơn vị sau biến động: MÃ, MÃ:TÊN hoặc MÃ:TÊN:LOẠI-HÌNH.",
                               "A union as it becomes: ID, ID:TITLE or ID:TITLE:TYPE."},
                      .given = Given::kMust,
                      .reading = Reading::kText,
                      .repeated = true};
  const Argument fact{
      .name = "--fact",
      .help = {"Số liệu: SỐ-LIỆU=SỐ, hoặc ĐƠN-VỊ:SỐ-LIỆU=SỐ.", "A fact: FACT=NUMBER, or UNION:FACT=NUMBER."},
      .reading = Reading::kText,
      .repeated = true};
  return {
      .title = {"Danh bạ đơn vị và phân công phụ trách", "Unions and responsibilities"},
      .verbs =
          {
              {.words = "union import",
               .help = {"Nạp danh bạ công đoàn cơ sở từ tệp CSV; xem trước rồi mới nạp.",
                        "Import the grassroots unions from a CSV; previewed first."},
               .example = "union import deploy/sample/bac-quang-unions.csv --decision 02/QĐ-LĐLĐ --as-of 01/01/2025",
               .method = "DirectoryService.ImportUnions",
               .arguments = {{.name = "file", .given = Given::kMust, .reading = Reading::kText},
                             {.name = "--decision",
                              .field = "decision_number",
                              .help = {"Số quyết định.", "Number of the decision."}},
                             {.name = "--as-of",
                              .field = "as_of_date",
                              .help = {"Số liệu tính đến ngày; mặc định hôm nay.",
                                       "The day that the facts are of; today if not given."}},
                             {.name = "--dry-run",
                              .help = {"Chỉ kiểm tra và xem trước.", "Check and preview only."},
                              .reading = Reading::kSwitch}},
               .show =
                   {.done = {"Đã nạp danh bạ: thêm {created_count}, đổi {changed_count}, giữ nguyên {unchanged_count}",
                             "Imported: {created_count} new, {changed_count} changed, {unchanged_count} unchanged"}},
               .play = PlayImport},
              {.words = "union show",
               .help = {"Một đơn vị và số liệu của nó.", "One union with its facts."},
               .example = "union show thpt-viet-vinh",
               .method = "DirectoryService.GetUnion",
               .arguments = {{.name = "union", .field = "name", .given = Given::kMust, .reading = Reading::kUnion},
                             {.name = "--on",
                              .field = "on_date",
                              .help = {"Như vào ngày này; mặc định hôm nay.", "As it was on this day."}}},
               .show = {.rows = "grassroots_union",
                        .columns = {{.heading = {"Đơn vị", "Union"}, .field = "name"},
                                    {.heading = {"Tên", "Name"}, .field = "title"},
                                    {.heading = {"Loại hình", "Type"}, .field = "type"},
                                    {.heading = {"Địa bàn", "Place"}, .field = "place"},
                                    {.heading = {"Thành lập", "Founded"}, .field = "founded_on"},
                                    {.heading = {"Số liệu", "Facts"}, .field = "facts", .cell = FactsCell},
                                    {.field = "etag", .program_only = true}}}},
              ChangeVerb(
                  "union found", {"Thành lập công đoàn cơ sở.", "Found a union."},
                  "union found --into \"moi:CĐCS Mới:NON_STATE_ENTERPRISE\" --fact members=25 --decision 31/QĐ-LĐLĐ",
                  {into, fact}),
              ChangeVerb(
                  "union dissolve",
                  {"Giải thể; nhiệm vụ đang mở được thu hồi.", "Dissolve unions; their open tasks are withdrawn."},
                  "union dissolve may-hung-an --on 01/07/2025 --decision 32/QĐ-LĐLĐ", {from}),
              ChangeVerb("union merge",
                         {"Sáp nhập, hợp nhất nhiều đơn vị thành một.", "Merge unions into one, new or one of them."},
                         "union merge tan-quang dong-yen --into \"tan-dong:CĐCS Tân Đông:ADMINISTRATIVE\" "
                         "--decision 33/QĐ-LĐLĐ",
                         {from, into, fact}),
              ChangeVerb("union split", {"Chia, tách một đơn vị.", "Split a union."},
                         "union split may-hung-an --into may-hung-an --into \"may-2:CĐCS May 2:NON_STATE_ENTERPRISE\" "
                         "--fact may-hung-an:members=60 --fact may-2:members=40 --decision 34/QĐ-LĐLĐ",
                         {from, into, fact}),
              ChangeVerb("union change-type", {"Chuyển loại hình.", "Change a union's type."},
                         "union change-type hoa-mai --type PUBLIC_SERVICE --decision 35/QĐ-LĐLĐ",
                         {from,
                          {.name = "--type",
                           .help = {"Loại hình mới.", "The new type."},
                           .given = Given::kMust,
                           .reading = Reading::kText}}),
              ChangeVerb("union rename", {"Đổi tên.", "Rename a union."},
                         "union rename dien-luc --title \"CĐCS Điện lực Bắc Quang\" --decision 36/QĐ-LĐLĐ",
                         {from,
                          {.name = "--title",
                           .help = {"Tên mới.", "The new name."},
                           .given = Given::kMust,
                           .reading = Reading::kText}}),
              {.words = "union facts",
               .help = {"Cập nhật số liệu của đơn vị mình.", "Bring the facts of your union up to date."},
               .example = "union facts thpt-viet-vinh members=61 women=30 --as-of 30/06/2025",
               .method = "GrassrootsUnionService.UpdateFacts",
               .arguments = {{.name = "union", .field = "name", .given = Given::kMust, .reading = Reading::kUnion},
                             {.name = "fact",
                              .help = {"Số liệu: TÊN=SỐ, như members=61.", "A fact: NAME=NUMBER, such as members=61."},
                              .given = Given::kMust,
                              .reading = Reading::kText,
                              .repeated = true},
                             {.name = "--as-of",
                              .field = "as_of_date",
                              .help = {"Số liệu tính đến ngày; mặc định hôm nay.",
                                       "The day that the facts are of; today if not given."}}},
               .show = {.done = {"Đã cập nhật số liệu", "Facts are up to date"}},
               .play = PlayFacts},
              {.words = "union changes",
               .help = {"Biến động tổ chức, mới nhất trước.", "What became of the unions, newest first."},
               .example = "union changes",
               .method = "DirectoryService.ListUnionChanges",
               .show = {.rows = "changes",
                        .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                                    {.heading = {"Ngày", "Day"}, .field = "on_date", .keep = true},
                                    {.heading = {"Biến động", "What"}, .field = "kind"},
                                    {.heading = {"Từ", "From"}, .field = "from_titles", .wrap = true},
                                    {.heading = {"Thành", "Into"}, .field = "into_titles", .wrap = true},
                                    {.heading = {"Quyết định", "Decision"}, .field = "decision_number"}},
                        .nothing = {"Chưa có biến động nào.", "Nothing has changed."}}},
              {.words = "union list",
               .help = {"Các đơn vị, theo thứ tự tên.", "Unions by name."},
               .example = "union list --type PUBLIC_SERVICE --text \"viet vinh\"",
               .method = "DirectoryService.ListUnions",
               .arguments = {{.name = "--type", .field = "types", .help = {"Loại hình này.", "Of this type."}},
                             {.name = "--text",
                              .field = "text",
                              .help = {"Chữ trong tên, có dấu hay không.",
                                       "Words of the name, with or without marks."}}},
               .show = {.rows = "unions",
                        .columns = {{.heading = {"Đơn vị", "Union"}, .field = "name", .keep = true},
                                    {.heading = {"Tên", "Name"}, .field = "title"},
                                    {.heading = {"Loại hình", "Type"}, .field = "type"},
                                    {.heading = {"Địa bàn", "Place"}, .field = "place"},
                                    {.field = "founded_on", .program_only = true},
                                    {.field = "facts", .program_only = true}},
                        .nothing = {"Không có đơn vị nào.", "There are no unions."}}},
              {.words = "open-work",
               .help = {"Việc còn mở của một người: phụ trách, đang duyệt, chờ quyết định, kiểm tra, ủy quyền.",
                        "What a person has open: in charge of, under review, to decide, to inspect, delegated."},
               .example = "open-work uy-vien-1",
               .method = "DirectoryService.ListOpenWork",
               .arguments = {{.name = "account", .field = "name", .given = Given::kMust, .reading = Reading::kAccount}},
               .show = ChargeList(),
               .play = PlayOpenWork},
              {.words = "delegate",
               .help = {"Ủy quyền một chức vụ cho người cùng ban, cùng công đoàn, trong một thời gian.",
                        "Let another of the same body exercise a position for some days."},
               .example = "delegate 4 --to uy-vien-1 --until 15/08/2025 --reason \"Đi công tác\"",
               .method = "DirectoryService.DelegatePosition",
               .arguments =
                   {
                       {.name = "position", .field = "name", .given = Given::kMust, .reading = Reading::kPosition},
                       {.name = "--to",
                        .field = "delegate",
                        .help = {"Ai được ủy quyền.", "Who exercises it."},
                        .given = Given::kMust,
                        .reading = Reading::kAccount},
                       {.name = "--from",
                        .field = "from_date",
                        .help = {"Từ ngày; mặc định hôm nay.", "From this day; today if not given."}},
                       {.name = "--until",
                        .field = "to_date",
                        .help = {"Ngày cuối.", "The last day."},
                        .given = Given::kMust},
                       {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}}},
               .show = {.done = {"{delegation.delegate} làm thay {delegation.account} đến {delegation.to_date}",
                                 "{delegation.delegate} acts for {delegation.account} until {delegation.to_date}"}}},
              {.words = "delegation end",
               .help = {"Chấm dứt một ủy quyền.", "End a delegation."},
               .example = "delegation end 2",
               .method = "DirectoryService.EndDelegation",
               .arguments =
                   {
                       {.name = "delegation", .field = "name", .given = Given::kMust, .reading = Reading::kDelegation},
                       {.name = "--on",
                        .field = "to_date",
                        .help = {"Ngày cuối; mặc định hôm nay.", "The last day; today if not given."}}},
               .show = {.done = {"Ủy quyền của {delegation.account} đến hết {delegation.to_date}",
                                 "{delegation.account}'s delegation ends after {delegation.to_date}"}}},
              {.words = "delegation list",
               .help = {"Ai làm thay ai, mới nhất trước.", "Who acts for whom, newest first."},
               .example = "delegation list --on 01/08/2025",
               .method = "DirectoryService.ListDelegations",
               .arguments = {{.name = "--on",
                              .field = "on_date",
                              .help = {"Chỉ những ủy quyền có hiệu lực ngày này.",
                                       "Only those that hold on this day."}}},
               .show = DelegationList()},
              {.words = "responsibility list",
               .help = {"Ai phụ trách gì vào một ngày.", "Who is in charge of what on a day."},
               .example = "responsibility list --on 01/03/2025",
               .method = "DirectoryService.ListResponsibilities",
               .arguments = {{.name = "--on",
                              .field = "on_date",
                              .help = {"Ngày; mặc định hôm nay.", "The day; today if not given."}}},
               .show = {.rows = "responsibilities",
                        .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                                    {.heading = {"Ai", "Who"}, .field = "account"},
                                    {.heading = {"Phụ trách", "In charge of"}, .cell = ChargeCell},
                                    {.field = "field", .program_only = true},
                                    {.field = "item", .program_only = true},
                                    {.field = "assignee", .program_only = true},
                                    {.heading = {"Từ ngày", "From"}, .field = "from_date", .keep = true},
                                    {.heading = {"Đến ngày", "To"}, .field = "to_date"},
                                    {.heading = {"Quyết định", "Decision"}, .field = "decision_number"}},
                        .nothing = {"Chưa phân công ai.", "Nobody is in charge of anything."}}},
          },
  };
}

}  // namespace phancong::client
