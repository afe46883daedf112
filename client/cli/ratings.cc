// Ratings of unions, and the day on which the annual settlement was sent up.
#include <string>
#include <vector>

#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// "5/8": met of tasks, on time of due; nothing where it is judged.
Cell BasisCell(const Row& row, const Style& style) {
  const auto& line = static_cast<const v1::RatingLine&>(*row.message);
  if (line.max_points() == 0) return {std::string(Phrase{"không áp dụng", "not applicable"}.In(style.language))};
  if (line.denominator() == 0) return {std::string(Phrase{"nhận định", "judged"}.In(style.language))};
  return {Concat(line.numerator(), "/", line.denominator())};
}

// Of points that are not there, nothing: a zero is a zero.
template <bool (v1::RatingLine::*Has)() const, int32_t (v1::RatingLine::*Points)() const>
Cell PointsCell(const Row& row, const Style&) {
  const auto& line = static_cast<const v1::RatingLine&>(*row.message);
  return {(line.*Has)() ? Concat((line.*Points)()) : ""};
}

Cell StateCell(const Row& row, const Style& style) {
  const auto& rating = static_cast<const v1::Rating&>(*row.message);
  if (style.for_program || rating.state() != v1::RATING_STATE_UNSPECIFIED) return CellOf(rating, "state", style);
  if (rating.has_not_before_date()) {
    return {Concat(Phrase{"Chưa đủ tuổi, từ ", "Too young, until "}.In(style.language),
                   CellOf(rating, "not_before_date", style).text),
            Paint::kFaint};
  }
  return {std::string(Phrase{"Chưa tự xếp loại", "Not rated"}.In(style.language)), Paint::kFaint};
}

// The points that stand: decided, else claimed, else computed.
int32_t StandingPoints(const v1::Rating& rating) {
  switch (rating.state()) {
    case v1::RATING_STATE_DECIDED:
      return rating.decided_points();
    case v1::RATING_STATE_SELF_RATED:
      return rating.claimed_points();
    default:
      return rating.computed_points();
  }
}

Cell StandingCell(const Row& row, const Style&) {
  const auto& rating = static_cast<const v1::Rating&>(*row.message);
  return {Concat(StandingPoints(rating), "/", rating.possible_points())};
}

// What is only computed is no level yet.
Cell LevelCell(const Row& row, const Style& style) {
  const auto& rating = static_cast<const v1::Rating&>(*row.message);
  return rating.state() == v1::RATING_STATE_UNSPECIFIED ? Cell{} : CellOf(rating, "level_title", style);
}

void DrawTasks(const Turn& turn, const v1::Rating& rating, const Style& style) {
  Table table{.headings = {{std::string(Phrase{"Tiêu chí", "Criterion"}.In(style.language)), false, true},
                           {std::string(Phrase{"Tính điểm", "Counts"}.In(style.language)), false, false, true},
                           {std::string(Phrase{"Không tính", "Does not"}.In(style.language)), false, false, true}}};
  for (const v1::RatingLine& line : rating.lines()) {
    std::string counts;
    std::string rest;
    for (const v1::RatingTask& task : line.tasks()) {
      std::string& to = task.counts() ? counts : rest;
      Append(to, to.empty() ? "" : ", ", task.item());
    }
    if (!line.tasks().empty()) table.rows.push_back({{line.criterion()}, {counts, Paint::kGood}, {rest}});
  }
  if (table.rows.empty()) return;
  turn.Line("");
  turn.Line(Phrase{"Dựa trên các mục được giao trong năm:", "Traced to the items of the year:"}.In(style.language));
  turn.Draw(table, {});
}

void DrawNextLevel(const Turn& turn, const v1::Rating& rating, const Style& style) {
  if (!rating.has_next_level()) return;
  const v1::NextLevel& next = rating.next_level();
  turn.Line("");
  turn.Line(Say(style.language,
                {"Còn thiếu gì để lên mức trên: {} điểm nữa là “{}”.",
                 "What is missing to the next level: {} more points for \"{}\"."},
                next.points_missing(), CellOf(next, "title", style).text));
  Table table{.headings = {{std::string(Phrase{"Tiêu chí", "Criterion"}.In(style.language)), false, true},
                           {std::string(Phrase{"Thêm được", "Gives"}.In(style.language)), true},
                           {std::string(Phrase{"Các mục", "Items"}.In(style.language)), false, false, true}}};
  int64_t sum = 0;
  for (const v1::RatingGain& gain : next.gains()) {
    std::string items;
    for (const std::string& task : gain.tasks()) {
      const absl::StatusOr<rules::ResourceName> name = rules::ParseName(task, rules::NameKind::kTask);
      Append(items, items.empty() ? "" : ", ", name.ok() ? name->item : task);
    }
    table.rows.push_back({{gain.criterion()}, {Concat("+", gain.points())}, {items}});
    sum += gain.points();
  }
  if (!table.rows.empty()) turn.Draw(table, {});
  if (sum < next.points_missing()) {
    turn.Line(Say(style.language,
                  {"Tất cả chỉ thêm được {} điểm: năm nay không lên được mức đó.",
                   "All of it gives {} points: that level is out of reach this year."},
                  sum));
  }
}

void DrawReasons(const Turn& turn, const v1::Rating& rating, const Style& style) {
  const auto say = [&](const Phrase& word, const std::string& text) {
    if (!text.empty()) turn.Line(Concat(word.In(style.language), SafeText(text)));
  };
  for (const v1::RatingLine& line : rating.lines()) {
    say({"", ""}, line.claim_reason().empty() && line.decision_reason().empty() ? "" : Concat(line.criterion(), ":"));
    say({"  đơn vị: ", "  the union: "}, line.claim_reason());
    say({"  Ban Thường vụ: ", "  the Standing Committee: "}, line.decision_reason());
  }
  say({"Đơn vị tự nhận xét: ", "The union says: "}, rating.narrative());
  say({"Lý do của quyết định: ", "Reason of the decision: "}, rating.reason());
  say({"Quyết định số ", "Decision "}, rating.decision_number());
}

absl::Status PlayShowRating(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.SendAll());
  if (turn.manner.output != "table") return turn.Show(*answer);
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const v1::Rating& rating = static_cast<const v1::GetRatingResponse&>(*answer).rating();
  const Row row{.message = &rating, .whole = &rating};
  const std::string level = LevelCell(row, style).text;
  turn.Line(SafeText(rating.assignee_title()));
  turn.Line(Say(style.language, {"{}: {} điểm{}", "{}: {} points{}"}, StateCell(row, style).text,
                StandingCell(row, style).text, level.empty() ? "" : Concat(" – ", level)));
  turn.Line("");
  RETURN_IF_ERROR(turn.Show(*answer));
  DrawReasons(turn, rating, style);
  DrawTasks(turn, rating, style);
  DrawNextLevel(turn, rating, style);
  return absl::OkStatus();
}

}  // namespace

Section RatingVerbs() {
  const Argument rating{.name = "union", .field = "name", .given = Given::kMust, .reading = Reading::kRating};
  const Argument points{.name = "--points",
                        .field = "points",
                        .help = {"Điểm của một tiêu chí, TÊN=ĐIỂM, thêm #LÝ-DO nếu khác điểm máy tính.",
                                 "Points of a criterion, NAME=POINTS; #REASON where they differ from those computed."}};
  return {
      .title = {"Xếp loại công đoàn cơ sở", "Ratings"},
      .verbs =
          {
              {.words = "rating self",
               .help =
                   {"Đơn vị tự xếp loại cho một năm; tiêu chí máy tính được mà không ghi thì nhận điểm máy tính. Gửi "
                    "lại được đến khi có quyết định.",
                    "Rate the union itself for a year; what is computed and left out is claimed as computed. May be "
                    "done anew until it is decided."},
               .example = "rating self thpt-viet-vinh --points organisation=9 --points initiative=8",
               .method = "GrassrootsUnionService.SubmitSelfRating",
               .arguments = {rating,
                             points,
                             {.name = "--narrative",
                              .field = "narrative",
                              .help = {"Đơn vị tự nhận xét.", "What the union says of it."}}},
               .show = {.done = {"Đã tự xếp loại: {rating.level_title}, "
                                 "{rating.claimed_points}/{rating.possible_points} điểm",
                                 "Rated: {rating.level_title}, {rating.claimed_points} of {rating.possible_points} "
                                 "points"}}},
              {.words = "rating decide",
               .help =
                   {"Quyết định xếp loại một đơn vị: điểm từng tiêu chí, và lý do nếu khác điểm đơn vị tự chấm hoặc "
                    "điểm máy tính.",
                    "Decide a union's rating: points by criterion, and a reason where they differ from what it "
                    "claimed or what is computed."},
               .example = "rating decide thpt-viet-vinh --points indicators=44 --points duties=15 --points "
                          "punctuality=12 --points organisation=9 --points initiative=8 --decision 60/QĐ-BTV",
               .method = "StandingCommitteeService.DecideRating",
               .arguments = {rating,
                             points,
                             {.name = "--reason",
                              .field = "reason",
                              .help = {"Lý do chung cho các tiêu chí khác điểm.",
                                       "One reason for all criteria that differ."}},
                             {.name = "--decision",
                              .field = "decision_number",
                              .help = {"Số quyết định.", "Number of the decision."},
                              .given = Given::kMust}},
               .show = {.done = {"Đã quyết định: {rating.level_title}, "
                                 "{rating.decided_points}/{rating.possible_points} điểm",
                                 "Decided: {rating.level_title}, {rating.decided_points} of {rating.possible_points} "
                                 "points"}}},
              {.words = "rating show",
               .help = {"Xếp loại một đơn vị trong năm: điểm từng tiêu chí, dựa trên mục nào, còn thiếu gì để lên mức "
                        "trên.",
                        "A union's rating in a year: points by criterion, the items behind them, and what is missing "
                        "to the next level."},
               .example = "rating show thpt-viet-vinh --round 2025",
               .method = "ProgressService.GetRating",
               .arguments = {rating},
               .show = {.rows = "rating.lines",
                        .columns =
                            {{.heading = {"Tiêu chí", "Criterion"}, .field = "criterion", .keep = true},
                             {.heading = {"Nội dung", "What"}, .field = "title"},
                             {.heading = {"Dựa trên", "Rests on"}, .cell = BasisCell, .right = true},
                             {.field = "numerator", .program_only = true},
                             {.field = "denominator", .program_only = true},
                             {.heading = {"Máy", "Comp."},
                              .field = "computed_points",
                              .cell =
                                  PointsCell<&v1::RatingLine::has_computed_points, &v1::RatingLine::computed_points>,
                              .right = true},
                             {.heading = {"Tự chấm", "Claim"},
                              .field = "claimed_points",
                              .cell = PointsCell<&v1::RatingLine::has_claimed_points, &v1::RatingLine::claimed_points>,
                              .right = true},
                             {.heading = {"Quyết", "Decided"},
                              .field = "decided_points",
                              .cell = PointsCell<&v1::RatingLine::has_decided_points, &v1::RatingLine::decided_points>,
                              .right = true},
                             {.heading = {"Tối đa", "Most"}, .field = "max_points", .right = true},
                             {.field = "claim_reason", .program_only = true},
                             {.field = "decision_reason", .program_only = true}},
                        .nothing = {"Chương trình chưa có tiêu chí xếp loại.", "The programme has no criteria."}},
               .play = PlayShowRating},
              {.words = "rating list",
               .help = {"Các đơn vị được xếp loại thế nào trong một năm.", "How the unions are rated in a year."},
               .example = "rating list 2025 --state self-rated",
               .method = "ProgressService.ListRatings",
               .arguments = {{.name = "round", .field = "round", .reading = Reading::kRoundId},
                             {.name = "--state",
                              .field = "states",
                              .help = {"Trạng thái: self-rated (đã tự xếp loại), decided (đã quyết định).",
                                       "State: self-rated, decided."}},
                             {.name = "--level",
                              .field = "level",
                              .help = {"Mức đã quyết định, như GOOD.", "The level that was decided, such as GOOD."}}},
               .show = {.rows = "ratings",
                        .columns = {{.heading = {"Xếp loại", "Rating"}, .field = "name", .keep = true},
                                    {.heading = {"Đơn vị", "Union"}, .field = "assignee_title"},
                                    {.heading = {"Trạng thái", "State"}, .field = "state", .cell = StateCell},
                                    {.heading = {"Điểm", "Points"}, .cell = StandingCell, .right = true},
                                    {.heading = {"Mức", "Level"}, .cell = LevelCell},
                                    {.field = "possible_points", .program_only = true},
                                    {.field = "computed_points", .program_only = true},
                                    {.field = "claimed_points", .program_only = true},
                                    {.field = "decided_points", .program_only = true},
                                    {.field = "computed_level", .program_only = true},
                                    {.field = "claimed_level", .program_only = true},
                                    {.field = "decided_level", .program_only = true},
                                    {.field = "not_before_date", .program_only = true}},
                        .nothing = {"Không có đơn vị nào.", "There are no unions."}}},
              {.words = "settlement record",
               .help = {"Ghi ngày gửi báo cáo quyết toán năm lên cấp trên; ghi lại thì phải nói lý do.",
                        "Record the day on which the annual settlement was sent up; a reason where it replaces one."},
               .example = "settlement record 2025 --sent 20/03/2025 --document 12/BC-LĐLĐ:20/03/2025",
               .method = "StandingCommitteeService.RecordSettlement",
               .arguments = {{.name = "year", .field = "year", .given = Given::kMust},
                             {.name = "--sent",
                              .field = "sent_date",
                              .help = {"Ngày gửi, trong năm đó.", "The day, in that year."},
                              .given = Given::kMust},
                             {.name = "--document",
                              .field = "document",
                              .help = {"Số và ngày của văn bản gửi.", "Number and date of what was sent."},
                              .given = Given::kMust},
                             {.name = "--reason",
                              .field = "reason",
                              .help = {"Vì sao ghi lại.", "Why it is recorded anew."}}},
               .show = {.done = {"Đã ghi: báo cáo quyết toán năm gửi lên cấp trên ngày {settlement.sent_date}",
                                 "Recorded: the annual settlement was sent up on {settlement.sent_date}"}}},
          },
  };
}

}  // namespace phancong::client
