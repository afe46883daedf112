// Reports that go up: frozen as they were sent.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/programme_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/rules/dates.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

google::type::Date DateNamed(const std::string& day) { return rules::DateOf(*rules::ParseDate(day)); }

class PeriodReport : public testing::Test {
 protected:
  PeriodReport() { world.IssuesTheYear(); }

  v1::IssueReportRequest Request(const std::string& number) {
    v1::IssueReportRequest request;
    request.set_parent(world.RoundName("2025"));
    request.mutable_document()->set_number(number);
    *request.mutable_document()->mutable_date() = DateNamed("2025-07-05");
    request.set_title("Báo cáo kết quả thực hiện chương trình 6 tháng đầu năm 2025");
    request.add_recipients("LĐLĐ tỉnh Hà Giang");
    request.add_recipients("Huyện ủy Bắc Quang");
    return request;
  }
  Outcome<v1::IssueReportResponse> Issues(Person& person, v1::IssueReportRequest request) {
    return person.Call<v1::IssueReportResponse>(std::move(request));
  }
  Outcome<v1::GetReportResponse> Sees(Person& person, int number) {
    v1::GetReportRequest request;
    request.set_name(world.FederationName() + "/reports/" + std::to_string(number));
    return person.Call<v1::GetReportResponse>(request);
  }

  World world;
};

TEST_F(PeriodReport, StaysAsItWasSent) {
  world.GetsAccepted("1.3.thpt-viet-vinh");
  world.GoTo("2025-07-05");
  const auto shown = world.Chair().SeesProgress("2025");
  ASSERT_DONE(shown);
  const auto issued = Issues(world.Chair(), Request("105/BC-LĐLĐ"));
  ASSERT_DONE(issued);
  const v1::PeriodReport& report = issued->report();
  EXPECT_EQ(report.name(), world.FederationName() + "/reports/1");
  EXPECT_EQ(report.round(), "2025");
  EXPECT_EQ(report.as_of_date().day(), 5);
  EXPECT_EQ(report.recipients_size(), 2);
  ASSERT_EQ(report.figures().indicators_size(), shown->indicators_size());
  for (int i = 0; i < shown->indicators_size(); ++i) {
    EXPECT_EQ(report.figures().indicators(i).SerializeAsString(), shown->indicators(i).SerializeAsString());
  }
  const auto sent = Sees(world.Chair(), 1);
  ASSERT_DONE(sent);
  EXPECT_EQ(sent->report().SerializeAsString(), report.SerializeAsString());

  // Whatever comes later.
  world.GetsAccepted("1.3.thpt-hung-an");
  world.GoTo("2026-01-20");
  EXPECT_NE(world.Chair().SeesProgress("2025")->SerializeAsString(), shown->SerializeAsString());
  world.Restart();
  const auto later = Sees(world.Chair(), 1);
  ASSERT_DONE(later);
  EXPECT_EQ(later->report().SerializeAsString(), report.SerializeAsString());
}

TEST_F(PeriodReport, IsPreviewedFirstAndNumberedOnce) {
  world.GoTo("2025-07-05");
  v1::IssueReportRequest preview = Request("");
  preview.clear_document();
  preview.clear_recipients();
  preview.set_validate_only(true);
  const auto seen = Issues(world.Chair(), preview);
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->report().name(), "");
  EXPECT_EQ(seen->report().figures().indicators_size(), 25);
  EXPECT_REFUSED(Sees(world.Chair(), 1), NOT_FOUND);

  v1::IssueReportRequest without_document = Request("");
  EXPECT_REFUSED(Issues(world.Chair(), without_document), DOCUMENT_MISSING);
  v1::IssueReportRequest to_nobody = Request("105/BC-LĐLĐ");
  to_nobody.clear_recipients();
  EXPECT_REFUSED(Issues(world.Chair(), to_nobody), INVALID_FIELD);
  v1::IssueReportRequest untitled = Request("105/BC-LĐLĐ");
  untitled.clear_title();
  EXPECT_REFUSED(Issues(world.Chair(), untitled), INVALID_FIELD);
  v1::IssueReportRequest too_early = Request("105/BC-LĐLĐ");
  *too_early.mutable_as_of_date() = DateNamed("2024-12-31");
  EXPECT_REFUSED(Issues(world.Chair(), too_early), INVALID_FIELD) << "before the round was issued";
  v1::IssueReportRequest to_come = Request("105/BC-LĐLĐ");
  *to_come.mutable_as_of_date() = DateNamed("2025-07-06");
  EXPECT_REFUSED(Issues(world.Chair(), to_come), INVALID_FIELD);

  ASSERT_DONE(Issues(world.ViceChair(), Request("105/BC-LĐLĐ")));
  EXPECT_REFUSED(Issues(world.Chair(), Request("105/BC-LĐLĐ")), ALREADY_EXISTS);
  ASSERT_DONE(Issues(world.Chair(), Request("106/BC-LĐLĐ")));
  v1::ListReportsRequest list;
  list.set_parent(world.FederationName());
  list.set_page_size(1);
  std::vector<std::string> numbers;
  do {
    const auto page = world.Reader().Call<v1::ListReportsResponse>(list);
    ASSERT_DONE(page);
    for (const v1::PeriodReport& each : page->reports()) {
      numbers.push_back(each.document().number());
      EXPECT_FALSE(each.has_figures());
    }
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(numbers, (std::vector<std::string>{"106/BC-LĐLĐ", "105/BC-LĐLĐ"}));
}

TEST_F(PeriodReport, IsTheHeadsToSendAndTheCommitteesAndReadersToSee) {
  world.GoTo("2025-07-05");
  EXPECT_REFUSED(Issues(world.Member(), Request("105/BC-LĐLĐ")), POSITION_REQUIRED);
  EXPECT_REFUSED(Issues(world.InspectionChair(), Request("105/BC-LĐLĐ")), POSITION_REQUIRED);
  ASSERT_DONE(Issues(world.Chair(), Request("105/BC-LĐLĐ")));
  EXPECT_DONE(Sees(world.Reader(), 1));
  EXPECT_DONE(Sees(world.Inspector(), 1));
  EXPECT_REFUSED(Sees(world.UnionChair("thpt-viet-vinh"), 1), POSITION_REQUIRED);
  EXPECT_REFUSED(Sees(world.Chair(), 2), NOT_FOUND);
}

TEST_F(PeriodReport, OfAYearThatIsOverIsOfItsLastDay) {
  world.GoTo("2026-01-20");
  const auto issued = Issues(world.Chair(), Request("01/BC-LĐLĐ"));
  ASSERT_DONE(issued);
  EXPECT_EQ(issued->report().as_of_date().year(), 2025);
  EXPECT_EQ(issued->report().as_of_date().month(), 12);
  EXPECT_EQ(issued->report().as_of_date().day(), 31);
}

}  // namespace
}  // namespace phancong::support
