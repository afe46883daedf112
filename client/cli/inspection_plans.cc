// Plans of inspections, and the samples that are drawn for them; drawing one again, with no server.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "client/cli/contract.h"
#include "client/cli/failure.h"
#include "client/cli/names.h"
#include "client/cli/private_file.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/propagate.h"
#include "services/rules/sampling.h"

namespace phancong::client {
namespace {

Cell PopulationCell(const Row& row, const Style& style) {
  const auto& stratum = static_cast<const v1::Draw::Stratum&>(*row.message);
  if (style.for_program) return {Concat(stratum.population_size())};
  return {FormatNumber(stratum.population_size(), style.language)};
}

// How the unit came into the sample, and what became of it.
Cell BasisCell(const Row& row, const Style& style) {
  const auto& unit = static_cast<const v1::SampledUnit&>(*row.message);
  Cell cell = CellOf(unit, "basis", style);
  if (style.for_program) return cell;
  if (!unit.replaces().empty()) {
    cell.text = Say(style.language, {"Thay {}", "In place of {}"}, CellOf(unit, "replaces", style).text);
  }
  if (!unit.replaced_by().empty()) {
    Append(cell.text,
           Say(style.language, {"; đã thay bằng {}", "; replaced by {}"}, CellOf(unit, "replaced_by", style).text));
    cell.paint = Paint::kFaint;
  }
  return cell;
}

Showing PlanRecord() {
  return {.rows = "inspection_plan",
          .columns = {{.heading = {"Kế hoạch", "Plan"}, .field = "name"},
                      {.heading = {"Trạng thái", "State"}, .field = "state"},
                      {.heading = {"Nội dung", "Content"}, .field = "content"},
                      {.heading = {"Văn bản", "Document"}, .field = "document"},
                      {.heading = {"Quyết định", "Decision"}, .field = "decision_number"},
                      {.heading = {"Phê duyệt lúc", "Approved"}, .field = "approve_time"},
                      {.heading = {"Tính đến", "Units as of"}, .field = "population_date"},
                      {.heading = {"Mã băm", "Digest"}, .field = "population_digest"},
                      {.heading = {"Cam kết", "Commitment"}, .field = "seed_commitment"},
                      {.heading = {"Số ngẫu nhiên", "Seed"}, .field = "seed"},
                      {.heading = {"Chọn mẫu lúc", "Drawn"}, .field = "draw_time"},
                      {.heading = {"Vì sao khép", "Closed short"}, .field = "shortfall_reason"},
                      {.heading = {"QĐ khép", "Decided by"}, .field = "shortfall_decision_number"}}};
}

Showing StratumRows() {
  return {.rows = "inspection_plan.strata",
          .columns = {{.heading = {"Nhóm", "Stratum"}, .field = "stratum", .keep = true},
                      {.heading = {"Tên", "Title"}, .field = "title"},
                      {.heading = {"Đơn vị", "Units"}, .field = "population", .right = true},
                      {.heading = {"Để ngoài", "Left out"}, .field = "left_out", .right = true},
                      {.heading = {"%", "%"}, .field = "percent", .right = true},
                      {.heading = {"Phải đủ", "Quota"}, .field = "quota", .right = true},
                      {.heading = {"Đã chọn", "Sampled"}, .field = "sampled", .right = true},
                      {.heading = {"Đã xong", "Inspected"}, .field = "inspected", .right = true}}};
}

Showing SampleRows() {
  return {.rows = "inspection_plan.sample",
          .columns = {{.heading = {"Đơn vị", "Unit"}, .field = "unit", .keep = true},
                      {.field = "unit_title", .program_only = true},
                      {.heading = {"Nhóm", "Stratum"}, .field = "stratum", .keep = true},
                      {.heading = {"Cách chọn", "How"}, .field = "basis", .cell = BasisCell, .wrap = true},
                      {.field = "reason", .program_only = true},
                      {.field = "decision_number", .program_only = true},
                      {.field = "replaces", .program_only = true},
                      {.field = "replaced_by", .program_only = true},
                      {.heading = {"Cuộc", "No."}, .field = "inspection", .keep = true},
                      {.heading = {"Trạng thái", "State"}, .field = "inspection_state"}}};
}

// Why units were picked for their risk, or took the place of others; sentences, below the table of the sample.
void TellReasons(const Turn& turn, const v1::InspectionPlan& plan, const Style& style) {
  Table table{.headings = {{std::string(Phrase{"Đơn vị", "Unit"}.In(turn.manner.language)), false, true},
                           {std::string(Phrase{"Lý do", "Reason"}.In(turn.manner.language)), false, false, true}}};
  for (const v1::SampledUnit& unit : plan.sample()) {
    if (!unit.reason().empty()) table.rows.push_back({CellOf(unit, "unit", style), {unit.reason()}});
  }
  if (table.rows.empty()) return;
  turn.Line("");
  turn.Draw(std::move(table), {});
}

// The record, its strata, its sample and the reasons, below each other.
absl::Status ShowPlan(const Turn& turn, const google::protobuf::Message& answer, bool with_record) {
  if (turn.manner.output != "table") return turn.Show(answer);
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  if (with_record) RETURN_IF_ERROR(turn.Show(answer, PlanRecord()));
  for (const Showing& show : {StratumRows(), SampleRows()}) {
    if (TableOf(show, answer, style).rows.empty()) continue;
    turn.Line("");
    RETURN_IF_ERROR(turn.Show(answer, show));
  }
  const FieldIn plan = Reach(answer, "inspection_plan");
  TellReasons(
      turn, static_cast<const v1::InspectionPlan&>(plan.holder->GetReflection()->GetMessage(*plan.holder, plan.field)),
      style);
  return absl::OkStatus();
}

// And what was done, last.
absl::Status ShowDone(const Turn& turn, const google::protobuf::Message& answer) {
  RETURN_IF_ERROR(ShowPlan(turn, answer, false));
  if (turn.manner.output != "table") return absl::OkStatus();
  return turn.Show(answer, {.done = turn.verb.show.done});
}

absl::Status PlayChange(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr request, turn.Request());
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(*request));
  return ShowDone(turn, *answer);
}

absl::Status PlayShowPlan(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  return ShowPlan(turn, *answer, true);
}

// "UNION=REASON".
absl::Status PutNamed(const Turn& turn, std::string_view flag, google::protobuf::RepeatedPtrField<v1::NamedUnit>* to) {
  ASSIGN_OR_RETURN(const Place place, turn.GetPlace());
  for (const std::string& text : turn.typed.All(flag)) {
    const auto [unit, reason] = SplitOnce(text, '=');
    if (Trim(reason).empty()) {
      return WrongUsage(Concat(flag, ": “", text, "” phải là ĐƠN-VỊ=LÝ-DO."),
                        Concat(flag, ": “", text, "” must be UNION=REASON."));
    }
    v1::NamedUnit& named = *to->Add();
    ASSIGN_OR_RETURN(*named.mutable_unit(), FullName(rules::NameKind::kUnion, unit, place));
    named.set_reason(std::string(Trim(reason)));
  }
  return absl::OkStatus();
}

absl::Status PlayDraftPlan(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::DraftInspectionPlanRequest&>(*bound);
  RETURN_IF_ERROR(PutNamed(turn, "--risk", request.mutable_risk_picks()));
  RETURN_IF_ERROR(PutNamed(turn, "--leave-out", request.mutable_left_out()));
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(request));
  if (!request.validate_only()) return ShowDone(turn, *answer);
  RETURN_IF_ERROR(ShowPlan(turn, *answer, true));
  turn.Line(Phrase{"Mới xem trước, chưa ghi gì.", "A preview; nothing was recorded."}.In(turn.manner.language));
  return absl::OkStatus();
}

// What was read is what is approved: the draft's etag goes with the request. A person sees the draft and confirms.
absl::Status PlayApprovePlan(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::ApproveInspectionPlanRequest&>(*bound);
  if (request.etag().empty()) {
    v1::GetInspectionPlanRequest get;
    get.set_name(request.name());
    ASSIGN_OR_RETURN(const MessagePtr draft, turn.Send("TaskService.GetInspectionPlan", get));
    request.set_etag(static_cast<const v1::GetInspectionPlanResponse&>(*draft).inspection_plan().etag());
    if (turn.screen().interactive && !turn.manner.yes) {
      RETURN_IF_ERROR(ShowPlan(turn, *draft, true));
      const Phrase question{"Phê duyệt kế hoạch này?", "Approve this plan?"};
      if (!turn.screen().Confirm(std::string(question.In(turn.manner.language)), turn.manner.language)) {
        return WrongUsage("Chưa phê duyệt gì.", "Nothing was approved.");
      }
    }
  }
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(request));
  return ShowDone(turn, *answer);
}

// --- A draw, again. ------------------------------------------------------------------------------------------------

// What `inspection draw show -o json` writes, or the draw alone.
absl::StatusOr<v1::Draw> ReadDraw(const Turn& turn, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string file, ReadFile(path, turn.screen().in));
  v1::GetDrawResponse answer;
  if (FromJson(file, answer)) return answer.draw();
  v1::Draw draw;
  if (FromJson(file, draw)) return draw;
  return WrongUsage(
      Concat(path,
             ": không phải một lần chọn mẫu đã công bố. Tạo bằng: phancong -o json inspection draw show KẾ-HOẠCH"),
      Concat(path, ": is no published draw. It is written by: phancong -o json inspection draw show PLAN"));
}

std::vector<Cell> RedrawnRow(const rules::Redraw::Stratum& stratum, size_t place, Language language) {
  const auto at = [&](const std::vector<std::string>& units) {
    return place < units.size() ? units[place] : std::string();
  };
  const std::string drawn = at(stratum.drawn);
  const std::string published = at(stratum.published);
  const bool same = drawn == published;
  const Phrase word = same ? Phrase{"khớp", "same"} : Phrase{"KHÁC", "OTHER"};
  return {{stratum.id},
          {Concat(place + 1)},
          {drawn},
          {published},
          {std::string(word.In(language)), same ? Paint::kGood : Paint::kBad}};
}

void TellHolds(const Turn& turn, bool holds, const Phrase& what) {
  const Phrase word = holds ? Phrase{"khớp", "holds"} : Phrase{"KHÔNG KHỚP", "DOES NOT HOLD"};
  turn.Line(Concat(Painted(holds ? "✓" : "✗", holds ? Paint::kGood : Paint::kBad, turn.screen().colour_out), " ",
                   what.In(turn.manner.language), ": ", word.In(turn.manner.language)));
}

absl::Status Replay(const Turn& turn, const std::string& path) {
  ASSIGN_OR_RETURN(const v1::Draw draw, ReadDraw(turn, path));
  const rules::Redraw redraw = rules::DrawAgain(draw);
  Table table{.headings = {{std::string(Phrase{"Nhóm", "Stratum"}.In(turn.manner.language))},
                           {std::string(Phrase{"Thứ", "Place"}.In(turn.manner.language)), true},
                           {std::string(Phrase{"Chọn lại", "Drawn again"}.In(turn.manner.language)), false, true},
                           {std::string(Phrase{"Đã công bố", "Published"}.In(turn.manner.language)), false, true},
                           {}}};
  bool same = true;
  for (const rules::Redraw::Stratum& stratum : redraw.strata) {
    same = same && stratum.drawn == stratum.published;
    for (size_t i = 0; i < std::max(stratum.drawn.size(), stratum.published.size()); ++i) {
      table.rows.push_back(RedrawnRow(stratum, i, turn.manner.language));
    }
  }
  turn.Draw(table, {"stratum", "place", "drawn", "published", "same"});
  turn.Line("");
  TellHolds(turn, redraw.population_holds, {"Tập đơn vị với mã băm đã công bố", "The population with its digest"});
  TellHolds(turn, redraw.commitment_holds,
            {"Số ngẫu nhiên với cam kết trước khi chọn", "The seed with what was committed to before the draw"});
  TellHolds(turn, same, {"Danh sách chọn lại với danh sách đã công bố", "The list drawn again with the one published"});
  if (redraw.Holds()) return absl::OkStatus();
  turn.Note(Phrase{"Lần chọn mẫu đã công bố không đúng với chính nó.", "The published draw is not what it says."}.In(
      turn.manner.language));
  return AlreadyTold(ExitCode::kRefused);
}

// Draws; or, with --replay, draws again what was published, with no server and nobody signed in.
absl::Status PlayDraw(Turn& turn) {
  if (turn.typed.Has("--replay")) {
    if (turn.typed.Has("plan")) {
      return WrongUsage("--replay chỉ cần tệp, không cần kế hoạch.", "--replay takes a file alone, and no plan.");
    }
    return Replay(turn, turn.typed.Text("--replay"));
  }
  if (!turn.typed.Has("plan")) {
    return WrongUsage("Thiếu KẾ-HOẠCH, hoặc --replay TỆP. Xem: phancong help inspection draw",
                      "PLAN, or --replay FILE, is missing. See: phancong help inspection draw");
  }
  return PlayChange(turn);
}

absl::Status PlayShowDraw(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  if (turn.manner.output == "table") {
    RETURN_IF_ERROR(turn.Show(
        *answer, {.rows = "draw",
                  .columns = {{.heading = {"Kế hoạch", "Plan"}, .field = "plan"},
                              {.heading = {"Mã băm đơn vị", "Population digest"}, .field = "population_digest"},
                              {.heading = {"Cam kết", "Commitment"}, .field = "seed_commitment"},
                              {.heading = {"Số ngẫu nhiên", "Seed"}, .field = "seed"}}}));
    turn.Line("");
  }
  return turn.Show(*answer);
}

}  // namespace

Section InspectionPlanVerbs() {
  const Argument plan{.name = "plan", .field = "name", .given = Given::kMust, .reading = Reading::kInspectionPlan};
  Argument plan_or_replay = plan;
  plan_or_replay.given = Given::kMay;
  const Argument decision{.name = "--decision",
                          .field = "decision_number",
                          .help = {"Số quyết định.", "Number of the decision."},
                          .given = Given::kMust};
  const Argument reason{.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}, .given = Given::kMust};
  const auto shown_as = [](Phrase done) {
    Showing show = SampleRows();
    show.done = done;
    return show;
  };
  return {
      .title = {"Kế hoạch kiểm tra, chọn mẫu", "Inspection plans and samples"},
      .verbs =
          {
              {.words = "inspection plan draft",
               .help =
                   {"Dự thảo kế hoạch kiểm tra của một năm, hoặc chương trình kiểm tra toàn khóa; xem trước từng nhóm.",
                    "Draft the inspection plan of a year, or the programme of the term, and preview its strata."},
               .example = "inspection plan draft 2025 --content \"Kiểm tra tài chính 30% đơn vị\" --document "
                          "01/KH-UBKT:05/01/2025 --risk thpt-viet-vinh=\"Quyết toán chậm hai năm\"",
               .method = "InspectionCommitteeService.DraftInspectionPlan",
               .arguments =
                   {{.name = "plan", .field = "plan", .given = Given::kMust},
                    {.name = "--content",
                     .field = "content",
                     .help = {"Dự định kiểm tra gì, thế nào.", "What is intended."},
                     .given = Given::kMust},
                    {.name = "--document",
                     .field = "document",
                     .help = {"Văn bản của Ủy ban Kiểm tra.", "The Inspection Committee's document."}},
                    {.name = "--population-date",
                     .field = "population_date",
                     .help = {"Đơn vị tính theo danh bạ ngày này; mặc định hôm nay.",
                              "The day of which the units are; today if not given."}},
                    {.name = "--risk",
                     .help = {"ĐƠN-VỊ=LÝ-DO: chọn thẳng vào mẫu vì rủi ro.",
                              "UNION=REASON: into the sample, for its risk."},
                     .reading = Reading::kText,
                     .repeated = true},
                    {.name = "--leave-out",
                     .help = {"ĐƠN-VỊ=LÝ-DO: không đưa vào chọn mẫu, vẫn tính vào số phải đủ.",
                              "UNION=REASON: not to be drawn; it counts in the quota still."},
                     .reading = Reading::kText,
                     .repeated = true},
                    {.name = "--dry-run", .field = "validate_only", .help = {"Chỉ xem trước.", "Preview only."}}},
               .show = shown_as({"Đã dự thảo {inspection_plan.name}; chờ Ban Thường vụ phê duyệt",
                                 "Drafted {inspection_plan.name}; it awaits the Standing Committee's approval"}),
               .play = PlayDraftPlan},
              {.words = "inspection plan approve",
               .help = {"Phê duyệt kế hoạch kiểm tra: chốt danh sách đơn vị và cam kết số ngẫu nhiên.",
                        "Approve an inspection plan: its population is frozen, its seed committed to."},
               .example = "inspection plan approve 2025 --decision 12/QĐ-BTV",
               .method = "StandingCommitteeService.ApproveInspectionPlan",
               .arguments = {plan, decision},
               .show = shown_as({"Đã phê duyệt {inspection_plan.name} theo {inspection_plan.decision_number}",
                                 "Approved {inspection_plan.name}, decision {inspection_plan.decision_number}"}),
               .play = PlayApprovePlan},
              {.words = "inspection draw",
               .help =
                   {"Chọn mẫu của kế hoạch đã phê duyệt; --replay TỆP thì chọn lại một lần chọn đã công bố, không cần "
                    "máy chủ, và báo khớp hay không.",
                    "Draw the sample of an approved plan; --replay FILE draws a published one again, with no "
                    "server, and says whether it is the same."},
               .example = "inspection draw 2025",
               .method = "InspectionCommitteeService.DrawSample",
               .arguments = {plan_or_replay,
                             {.name = "--replay",
                              .help = {"Tệp do “-o json inspection draw show” ghi ra; “-” là đầu vào chuẩn.",
                                       "The file that \"-o json inspection draw show\" wrote; \"-\": standard input."},
                              .reading = Reading::kText}},
               .show = shown_as(
                   {"Đã chọn mẫu {inspection_plan.name}; ai cũng chọn lại được, xem: inspection draw show",
                    "Drew the sample of {inspection_plan.name}; anybody can draw again: inspection draw show"}),
               .play = PlayDraw},
              {.words = "inspection draw show",
               .help = {"Mọi căn cứ của một lần chọn mẫu; với -o json là tệp để bất cứ ai chọn lại.",
                        "All that a draw rests on; with -o json the file by which anybody draws again."},
               .example = "inspection draw show 2025",
               .method = "TaskService.GetDraw",
               .arguments = {plan},
               .show =
                   {.rows = "draw.strata",
                    .columns =
                        {{.heading = {"Nhóm", "Stratum"}, .field = "id", .keep = true},
                         {.heading = {"Đơn vị", "Units"}, .field = "population", .cell = PopulationCell, .right = true},
                         {.heading = {"Phải đủ", "Quota"}, .field = "quota", .right = true},
                         {.heading = {"Mẫu, theo thứ tự chọn", "Sample, as taken"}, .field = "sample", .wrap = true}}},
               .play = PlayShowDraw},
              {.words = "inspection replace",
               .help = {"Thay một đơn vị trong mẫu bằng đơn vị kế tiếp theo thứ tự chọn; đơn vị cũ vẫn còn trong sổ.",
                        "Put the next in the order of the draw in the place of a unit; the old one stays on record."},
               .example = "inspection replace 2025 thpt-viet-vinh --reason \"Đang sáp nhập\" --decision 5/QĐ-UBKT",
               .method = "InspectionCommitteeService.ReplaceDrawnUnit",
               .arguments = {plan,
                             {.name = "union", .field = "unit", .given = Given::kMust, .reading = Reading::kUnion},
                             reason,
                             decision},
               .show = shown_as({"Đã thay đơn vị trong mẫu {inspection_plan.name}",
                                 "Replaced the unit in the sample of {inspection_plan.name}"}),
               .play = PlayChange},
              {.words = "inspection plan close",
               .help = {"Khép kế hoạch đã kiểm tra đủ số đơn vị.", "Close a plan whose quota is met."},
               .example = "inspection plan close 2025",
               .method = "InspectionCommitteeService.CloseInspectionPlan",
               .arguments = {plan},
               .show = {.done = {"Đã khép kế hoạch {inspection_plan.name}", "Closed plan {inspection_plan.name}"}}},
              {.words = "inspection plan close-short",
               .help = {"Ban Thường vụ quyết định khép kế hoạch khi chưa đủ số đơn vị.",
                        "The Standing Committee closes a plan without its quota."},
               .example = "inspection plan close-short 2025 --reason \"Hai doanh nghiệp ngừng hoạt động\" "
                          "--decision 40/QĐ-BTV",
               .method = "StandingCommitteeService.DecideInspectionShortfall",
               .arguments = {plan, reason, decision},
               .show = {.done = {"Đã khép kế hoạch {inspection_plan.name} khi chưa đủ",
                                 "Closed plan {inspection_plan.name} without its quota"}}},
              {.words = "inspection plan show",
               .help = {"Xem một kế hoạch kiểm tra, các nhóm và mẫu.", "Show one inspection plan with its sample."},
               .example = "inspection plan show 2025",
               .method = "TaskService.GetInspectionPlan",
               .arguments = {plan},
               .show = SampleRows(),
               .play = PlayShowPlan},
              {.words = "inspection plan list",
               .help = {"Liệt kê các kế hoạch kiểm tra, mới trước.", "List inspection plans, newest first."},
               .example = "inspection plan list",
               .method = "TaskService.ListInspectionPlans",
               .arguments = {},
               .show = {.rows = "inspection_plans",
                        .columns = {{.heading = {"Kế hoạch", "Plan"}, .field = "name", .keep = true},
                                    {.heading = {"Trạng thái", "State"}, .field = "state"},
                                    {.heading = {"Văn bản", "Document"}, .field = "document"},
                                    {.heading = {"Quyết định", "Decision"}, .field = "decision_number"},
                                    {.heading = {"Nội dung", "Content"}, .field = "content"}},
                        .nothing = {"Chưa có kế hoạch kiểm tra nào.", "There are no inspection plans."}}},
          },
  };
}

}  // namespace phancong::client
