#include "tests/fuzz/federation.h"

#include <algorithm>
#include <string>

#include "gtest/gtest.h"
#include "storage/federations.h"
#include "tests/fuzz/must.h"
#include "tests/services/five_unions.h"
#include "tests/support/claim.h"
#include "tests/support/world.h"

namespace phancong::fuzz {
namespace {

using support::Claim;
using support::Person;
using support::World;

const std::vector<std::string> kUnits = {"ubnd-tan-quang", "truong-dong-yen", "may-hung-an", "dien-luc",
                                         "tu-thuc-hoa-mai"};

std::string LastPart(const std::string& name, char before) { return name.substr(name.rfind(before) + 1); }

// Every third task or so of a round is somewhere else on its way; what a rule refuses stays where it is.
void WorkOn(World& world, const std::string& round, const std::string& reopened_due) {
  const auto listed = world.Chair().Lists(round);
  ASSERT_DONE(listed);
  int which = 0;
  for (const v1::Task& task : listed->tasks()) {
    const std::string& name = task.name();
    const std::string unit = LastPart(name, '.');
    if (unit == "federation") continue;
    Person& chair = world.UnionChair(unit);
    switch (which++ % 12) {
      case 0:
        chair.Acknowledges(name);
        break;
      case 1:
        chair.Reports(name, Claim().Saying("Đang làm."));
        break;
      case 2:
        chair.Submits(name, world.CompleteReport(name));
        break;
      case 3:
        chair.Submits(name, world.CompleteReport(name));
        world.Member(1).TakesReview(name);
        break;
      case 4:
      case 5:
        chair.Submits(name, world.CompleteReport(name));
        world.Chair().TakesReview(name);
        world.Chair().Accepts(name, "đạt");
        break;
      case 6:
        chair.Submits(name, world.CompleteReport(name));
        world.Chair().TakesReview(name);
        world.Chair().Returns(name, "Thiếu biên bản.", reopened_due);
        break;
      case 7:
        world.Chair().Suspends(name);
        break;
      case 8:
        chair.RequestsExtension(name, "2026-03-31");
        chair.Comments(name, "Xin gia hạn.");
        break;
      case 9:
        world.Chair().Withdraws(name);
        break;
      default:
        break;
    }
  }
}

// Three inspections: one in fieldwork, one whose conclusion is drafted, one concluded with findings on their ways.
void Inspect(World& world) {
  world.InspectionChair();
  for (int i = 1; i <= 3; ++i) world.Inspector(i);
  const std::vector<std::string> members = {"ubkt-1", "ubkt-2"};
  ASSERT_DONE(world.Inspector(1).DraftsInspectionPlan("2025"));
  ASSERT_DONE(world.Chair().ApprovesInspectionPlan("2025"));
  ASSERT_DONE(world.InspectionChair().DrawsSample("2025"));
  ASSERT_DONE(world.Inspector(1).DraftsInspectionPlan("2026"));
  for (int i = 0; i < 4; ++i) {
    const auto scheduled = world.InspectionChair().Schedules("programme", kUnits[static_cast<size_t>(i)], "2025-03-03",
                                                             "chu-nhiem", members);
    ASSERT_DONE(scheduled);
    const std::string name = scheduled->inspection().name();
    if (i == 0) continue;
    ASSERT_DONE(world.Inspector(1).Notifies(name));
    ASSERT_DONE(world.Inspector(1).Starts(name));
    ASSERT_DONE(world.Inspector(1).Finds(name, "Sổ sách chưa đủ.", "2026-06-30"));
    ASSERT_DONE(world.Inspector(2).Finds(name, "Chưa họp đủ kỳ.", "2026-06-30"));
    if (i == 2) {
      ASSERT_DONE(world.InspectionChair().DraftsConclusion(name, "2025-12-20"));
    }
    if (i == 3) {
      world.GetsConcluded(name);
      ASSERT_DONE(world.UnionChair(kUnits[3]).SubmitsRemedy(name + "/findings/1", "Đã bổ sung."));
    }
  }
}

void Rate(World& world) {
  const support::RatingPoints judged = {{"organisation", 9}, {"initiative", 8}};
  ASSERT_DONE(world.UnionChair(kUnits[1]).RatesItself(kUnits[1], judged));
  const support::RatingPoints points = {
      {"indicators", 25}, {"duties", 2}, {"punctuality", 5}, {"organisation", 9}, {"initiative", 8}};
  world.UnionChair(kUnits[2]).RatesItself(kUnits[2], points, "Theo sổ sách.");
  world.Chair().DecidesRating(kUnits[2], points, "Đã đối chiếu.");
}

void SendPlanAndReport(World& world) {
  v1::SubmitUnionPlanRequest plan;
  plan.set_name(world.UnitName(kUnits[0]) + "/plans/2025");
  plan.mutable_document()->set_number("05/KH-CĐ");
  *plan.mutable_document()->mutable_date() = support::DateOf("2025-01-15");
  plan.add_lines()->set_item("1.3");
  world.UnionChair(kUnits[0]).Call<v1::SubmitUnionPlanResponse>(plan);

  v1::IssueReportRequest report;
  report.set_parent(world.RoundName("2025"));
  report.mutable_document()->set_number("105/BC-LĐLĐ");
  *report.mutable_document()->mutable_date() = support::DateOf("2025-12-15");
  report.set_title("Báo cáo năm 2025");
  report.add_recipients("LĐLĐ tỉnh");
  world.Chair().Call<v1::IssueReportResponse>(report);
}

void Play(World& world) {
  services_test::LoadFiveUnions(world);
  services_test::IssueAsItComes(world, "2024");
  world.Administrator();
  world.ViceChair();
  world.Reader();
  world.ExecutiveMember();
  ASSERT_DONE(world.Chair().PutsInChargeOfField(world.Member(1).account(), "organisation"));
  WorkOn(world, "2024", "2024-12-31");
  world.GoTo("2025-01-06");
  services_test::WithdrawWhatIsOpen(world, "2024");
  ASSERT_DONE(world.Chair().Seals("2024"));
  services_test::IssueAsItComes(world, "2025");
  services_test::IssueAsItComes(world, "2023-2028");
  ASSERT_DONE(world.Chair().AssignsAdHoc("2025", "Góp ý dự thảo Luật", {}, "2025-05-31"));
  WorkOn(world, "2025", "2026-06-30");
  Inspect(world);
  world.GoTo("2025-12-15");
  SendPlanAndReport(world);
  ASSERT_DONE(world.Chair().Delegates(world.Chair(), world.ViceChair(), "2026-12-31"));
  world.RingsReminders();
  world.GoTo("2026-01-12");
  Rate(world);
  ASSERT_DONE(world.Chair().DraftsRound("2026"));
  world.Newcomer("nguoi-moi");
}

void ReadAccounts(Federation& federation) {
  const absl::Status read = federation.store->Read([&](storage::ReadTransaction& tx) {
    const auto rows = tx.Query("SELECT account, id, federation FROM account ORDER BY account", {});
    if (!rows.ok()) return rows.status();
    for (const storage::Row& row : *rows) {
      federation.accounts.push_back({.number = row.Int(0), .id = row.Text(1)});
      federation.number = row.Int(2);
    }
    return absl::OkStatus();
  });
  Must(read.ok(), "accounts can be read: " + read.ToString());
}

}  // namespace

const Federation& TheFederation() {
  static World world({.first_day = "2024-03-04"});
  static const Federation federation = [] {
    Play(world);
    Must(testing::UnitTest::GetInstance()->ad_hoc_test_result().Passed(), "the history goes as it is written");
    world.Stop();
    Federation made;
    made.store = &world.store();
    made.id = world.options().federation;
    made.now_micros = world.now_micros();
    ReadAccounts(made);
    return made;
  }();
  return federation;
}

}  // namespace phancong::fuzz
