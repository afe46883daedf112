// Plans of inspections at a terminal; above all a published draw, drawn again with no server and nobody signed in.
#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/text.h"
#include "tests/client/canned_server.h"
#include "tests/client/desk.h"

namespace phancong::client {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Made in Python by the text of inspection_plan.proto: seed = bytes(range(32)); the commitment is
// sha256(seed), the digest sha256('stratum public 4\nunit cs-an 2023 -\nunit cs-binh 0 -\nunit cs-cuong 2021 -\n'
// 'unit cs-dung 0 risk\nunit cs-giang 0 -\nunit cs-hoa 0 out\nunit cs-khanh 2021 -\nstratum enterprise 1\n'
// 'unit xi-mang 0 -\n'), and the sample is sorted by sha256(seed + b'public\0' + unit); all in base64.
constexpr char kPublished[] = R"({
  "federation": "bac-quang",
  "plan": "2025",
  "population_digest": "+gTUMyr6+obeYyQPCB8aqFsrys+DR135l2wu7qgOAwA=",
  "seed_commitment": "Yw3NKWbEM2aRElRIu7JbT/QSpJxzLbLIq8G4WBvXEN0=",
  "seed": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
  "strata": [
    {"id": "public", "quota": "4",
     "population": [{"id": "cs-khanh", "last_year": 2021}, {"id": "cs-an", "last_year": 2023}, {"id": "cs-binh"},
                    {"id": "cs-cuong", "last_year": 2021}, {"id": "cs-hoa", "left_out": true},
                    {"id": "cs-dung", "risk": true, "reason": "quyết toán chậm"}, {"id": "cs-giang"}],
     "sample": ["cs-dung", "cs-giang", "cs-binh", "cs-khanh"]},
    {"id": "enterprise", "quota": "1", "population": [{"id": "xi-mang"}], "sample": ["xi-mang"]}
  ]
})";

std::string With(std::string json, const std::string& what, const std::string& instead) {
  const size_t at = json.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return json.replace(at, what.size(), instead);
}

class InspectionPlansAtATerminal : public testing::Test {
 protected:
  ExitCode Replays(const std::string& json) {
    const std::filesystem::path file = desk_.folder() / "mau.json";
    std::ofstream(file, std::ios::binary) << json;
    return desk_.Plays("inspection draw --replay " + file.string());
  }
  std::string Said() const { return desk_.out.str(); }
  void ExpectWithin80Columns() const {
    std::istringstream lines(Said());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(rules::Length(line), 80) << line;
  }

  CannedServer server_;
  Desk desk_;
};

TEST_F(InspectionPlansAtATerminal, ADrawIsDrawnAgainWithNoServer) {
  EXPECT_EQ(Replays(kPublished), ExitCode::kDone) << desk_.err.str();
  EXPECT_THAT(Said(), HasSubstr("cs-khanh"));
  EXPECT_THAT(Said(), HasSubstr("Tập đơn vị với mã băm đã công bố: khớp"));
  EXPECT_THAT(Said(), HasSubstr("Số ngẫu nhiên với cam kết trước khi chọn: khớp"));
  EXPECT_THAT(Said(), HasSubstr("Danh sách chọn lại với danh sách đã công bố: khớp"));
  EXPECT_THAT(Said(), Not(HasSubstr("KHÁC")));
  ExpectWithin80Columns();
  EXPECT_THAT(server_.seen(), IsEmpty());
}

TEST_F(InspectionPlansAtATerminal, AListThatIsNotTheDrawIsToldApart) {
  EXPECT_EQ(Replays(With(kPublished, R"("cs-binh", "cs-khanh"])", R"("cs-binh", "cs-cuong"])")), ExitCode::kRefused);
  EXPECT_THAT(Said(), HasSubstr("Danh sách chọn lại với danh sách đã công bố: KHÔNG KHỚP"));
  EXPECT_THAT(Said(), HasSubstr("KHÁC"));
  EXPECT_THAT(Said(), HasSubstr("Tập đơn vị với mã băm đã công bố: khớp"));
  EXPECT_THAT(desk_.err.str(), HasSubstr("không đúng"));
  // One who is missing.
  EXPECT_EQ(Replays(With(kPublished, R"(, "cs-khanh"])", "]")), ExitCode::kRefused);
}

TEST_F(InspectionPlansAtATerminal, APopulationOrASeedOtherThanCommittedToIsToldApart) {
  EXPECT_EQ(Replays(With(kPublished, R"("left_out": true)", R"("left_out": false)")), ExitCode::kRefused);
  EXPECT_THAT(Said(), HasSubstr("Tập đơn vị với mã băm đã công bố: KHÔNG KHỚP"));
  EXPECT_EQ(Replays(With(kPublished, R"("seed": "AAEC)", R"("seed": "AQEC)")), ExitCode::kRefused);
  EXPECT_THAT(Said(), HasSubstr("Số ngẫu nhiên với cam kết trước khi chọn: KHÔNG KHỚP"));
}

TEST_F(InspectionPlansAtATerminal, WhatTheClientWritesItDrawsAgain) {
  desk_.SignIn(server_.address(), "noi-nhan");
  v1::GetDrawResponse answer;
  ASSERT_EQ(Replays(kPublished), ExitCode::kDone);
  answer.mutable_draw()->set_plan("2025");
  server_.Answer("GetDraw", answer);
  EXPECT_EQ(desk_.Plays("inspection draw show 2025 -o json"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::GetDrawRequest>(0).name(), "federations/bac-quang/inspectionPlans/2025");
  // A whole answer, as it is written, and on the standard input.
  EXPECT_EQ(desk_.Plays("inspection draw --replay -", std::string(R"({"draw": )") + kPublished + "}"), ExitCode::kDone);
  EXPECT_EQ(desk_.Plays("inspection draw --replay - -o csv", kPublished), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("stratum,place,drawn,published,same"));
  EXPECT_THAT(Said(), HasSubstr("public,4,cs-khanh,cs-khanh,"));
}

TEST_F(InspectionPlansAtATerminal, AFileThatIsNoDrawIsAMistake) {
  EXPECT_EQ(Replays("không phải JSON"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("inspection draw --replay khong-co.json"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("inspection draw"), ExitCode::kUsage);
  EXPECT_EQ(desk_.Plays("inspection draw 2025 --replay mau.json"), ExitCode::kUsage);
}

TEST_F(InspectionPlansAtATerminal, APlanIsDraftedWithTheUnitsThatItNames) {
  desk_.SignIn(server_.address(), "ubkt-1");
  v1::DraftInspectionPlanResponse answer;
  answer.mutable_inspection_plan()->set_name("federations/bac-quang/inspectionPlans/2025");
  server_.Answer("DraftInspectionPlan", answer);
  EXPECT_EQ(desk_.Plays("inspection plan draft 2025 --content \"Kiểm tra tài chính\" --document 01/KH-UBKT:05/01/2025 "
                        "--risk \"thpt-viet-vinh=Quyết toán chậm\" --leave-out dien-luc=\"Đang sáp nhập\""),
            ExitCode::kDone)
      << desk_.err.str();
  const auto request = server_.Sent<v1::DraftInspectionPlanRequest>(0);
  EXPECT_EQ(request.plan(), "2025");
  EXPECT_EQ(request.document().number(), "01/KH-UBKT");
  ASSERT_EQ(request.risk_picks_size(), 1);
  EXPECT_EQ(request.risk_picks(0).unit(), "federations/bac-quang/unions/thpt-viet-vinh");
  EXPECT_EQ(request.risk_picks(0).reason(), "Quyết toán chậm");
  EXPECT_EQ(request.left_out(0).unit(), "federations/bac-quang/unions/dien-luc");
  EXPECT_EQ(desk_.Plays("inspection plan draft 2025 --content \"Kiểm tra\" --risk thpt-viet-vinh"), ExitCode::kUsage)
      << "without a reason";
}

TEST_F(InspectionPlansAtATerminal, WhatWasReadIsWhatIsApproved) {
  desk_.SignIn(server_.address(), "chu-tich");
  v1::GetInspectionPlanResponse draft;
  draft.mutable_inspection_plan()->set_etag("77");
  server_.Answer("GetInspectionPlan", draft);
  server_.Answer("ApproveInspectionPlan", v1::ApproveInspectionPlanResponse());
  EXPECT_EQ(desk_.Plays("inspection plan approve 2025 --decision 12/QĐ-BTV"), ExitCode::kDone) << desk_.err.str();
  EXPECT_EQ(server_.Sent<v1::ApproveInspectionPlanRequest>(1).etag(), "77");
}

TEST_F(InspectionPlansAtATerminal, AWholePlanFitsEightyColumns) {
  desk_.SignIn(server_.address(), "chu-tich");
  v1::GetInspectionPlanResponse answer;
  v1::InspectionPlan& plan = *answer.mutable_inspection_plan();
  plan.set_name("federations/bac-quang/inspectionPlans/2025");
  plan.set_state(v1::INSPECTION_PLAN_STATE_DRAWN);
  plan.set_content("Kiểm tra tài chính, tài sản công đoàn ở 30% đơn vị hành chính, sự nghiệp và 25% doanh nghiệp.");
  plan.set_population_digest(std::string(32, 'd'));
  plan.set_seed_commitment(std::string(32, 'c'));
  plan.set_seed(std::string(32, 's'));
  v1::PlanStratum& stratum = *plan.add_strata();
  stratum.set_stratum("public");
  stratum.mutable_title()->set_vi("Hành chính, sự nghiệp");
  stratum.set_population(49);
  stratum.set_percent(30);
  stratum.set_quota(15);
  for (const std::string id : {"trung-tam-van-hoa-thong-tin-va-du-lich", "truong-tieu-hoc-va-thcs-dong-yen"}) {
    v1::SampledUnit& unit = *plan.add_sample();
    unit.set_unit("federations/bac-quang/unions/" + id);
    unit.set_stratum("public");
    unit.set_basis(v1::SAMPLE_BASIS_DRAWN);
  }
  plan.mutable_sample(0)->set_replaced_by(plan.sample(1).unit());
  plan.mutable_sample(1)->set_basis(v1::SAMPLE_BASIS_REPLACEMENT);
  plan.mutable_sample(1)->set_replaces(plan.sample(0).unit());
  plan.mutable_sample(1)->set_reason("Đơn vị đang sáp nhập theo nghị quyết của Hội đồng nhân dân huyện");
  plan.mutable_sample(1)->set_inspection("federations/bac-quang/inspections/2025-03");
  plan.mutable_sample(1)->set_inspection_state(v1::INSPECTION_STATE_CONCLUDED);
  server_.Answer("GetInspectionPlan", answer);
  EXPECT_EQ(desk_.Plays("inspection plan show 2025"), ExitCode::kDone) << desk_.err.str();
  ExpectWithin80Columns();
  EXPECT_THAT(Said(), HasSubstr("Đã chọn mẫu"));
  EXPECT_THAT(Said(), HasSubstr("Hành chính, sự nghiệp"));
  EXPECT_THAT(Said(), HasSubstr("2025-03"));
  EXPECT_EQ(desk_.Plays("inspection plan show 2025 -o csv"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("truong-tieu-hoc-va-thcs-dong-yen,,public,replacement,"));
}

}  // namespace
}  // namespace phancong::client
