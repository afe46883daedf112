// A rating as people read it: its points, what they rest on, and what is missing to the next level.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/text.h"
#include "tests/client/canned_server.h"
#include "tests/client/desk.h"

namespace phancong::client {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kRating[] = R"(
  rating {
    name: 'federations/bac-quang/unions/thpt-viet-vinh/ratings/2025'
    etag: '7'
    assignee_title: 'CĐCS Trường THPT Việt Vinh'
    state: RATING_STATE_SELF_RATED
    lines {
      criterion: 'indicators' title { vi: 'Kết quả các chỉ tiêu hằng năm' en: 'Results of the yearly indicators' }
      max_points: 50 numerator: 1 denominator: 2 computed_points: 25 claimed_points: 0
      claim_reason: 'Xin không tính.'
      tasks { task: 'federations/bac-quang/rounds/2025/tasks/1.3.thpt-viet-vinh' item: '1.3' counts: true }
      tasks { task: 'federations/bac-quang/rounds/2025/tasks/2.1.thpt-viet-vinh' item: '2.1' }
    }
    lines { criterion: 'punctuality' title { vi: 'Báo cáo, hoàn thành đúng hạn' en: 'Punctuality' } }
    lines {
      criterion: 'organisation'
      title { vi: 'Xây dựng tổ chức, sinh hoạt công đoàn, đoàn kết nội bộ' en: 'Organisation' }
      max_points: 10 claimed_points: 9
    }
    possible_points: 60 computed_points: 25 claimed_points: 9
    claimed_level: 'NOT_COMPLETED'
    level_title { vi: 'Không hoàn thành nhiệm vụ' en: 'Not completed' }
    narrative: 'Một năm khó khăn.'
    next_level {
      level: 'COMPLETED' title { vi: 'Hoàn thành nhiệm vụ' en: 'Completed' } points_missing: 21
      gains {
        criterion: 'indicators' points: 50
        tasks: 'federations/bac-quang/rounds/2025/tasks/2.1.thpt-viet-vinh'
      }
      gains { criterion: 'organisation' points: 1 }
    }
  })";

class RatingTest : public testing::Test {
 protected:
  void SetUp() override {
    desk_.SignIn(server_.address(), "thpt-viet-vinh");
    v1::GetRatingResponse rating;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kRating, &rating));
    server_.Answer("GetRating", rating);
  }
  std::string Said() const { return desk_.out.str(); }

  CannedServer server_;
  Desk desk_;
};

TEST_F(RatingTest, IsShownWithWhatItRestsOnAndWhatIsMissing) {
  EXPECT_EQ(desk_.Plays("rating show thpt-viet-vinh"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::GetRatingRequest>(0).name(), "federations/bac-quang/unions/thpt-viet-vinh/ratings/2025");
  const std::string said = Said();
  EXPECT_THAT(said, HasSubstr("CĐCS Trường THPT Việt Vinh\n"
                              "Đã tự xếp loại: 9/60 điểm – Không hoàn thành nhiệm vụ\n"));
  EXPECT_THAT(said, testing::ContainsRegex("indicators .* 1/2 +25 +0 +50\n")) << "a zero is a zero";
  EXPECT_THAT(said, testing::ContainsRegex("punctuality .*không áp dụng"));
  EXPECT_THAT(said, testing::ContainsRegex("organisation .*nhận định +9 +10\n"));
  EXPECT_THAT(said, HasSubstr("  đơn vị: Xin không tính.\n"));
  EXPECT_THAT(said, HasSubstr("Đơn vị tự nhận xét: Một năm khó khăn.\n"));
  EXPECT_THAT(said, testing::ContainsRegex("indicators +1.3 +2.1\n"));
  EXPECT_THAT(said, HasSubstr("Còn thiếu gì để lên mức trên: 21 điểm nữa là “Hoàn thành nhiệm vụ”.\n"));
  EXPECT_THAT(said, testing::ContainsRegex("indicators +\\+50 +2.1\n"));
  EXPECT_THAT(said, testing::ContainsRegex("organisation +\\+1"));
}

TEST_F(RatingTest, SaysWhenTheNextLevelIsOutOfReach) {
  v1::GetRatingResponse rating;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kRating, &rating));
  rating.mutable_rating()->mutable_next_level()->set_points_missing(52);
  server_.Answer("GetRating", rating);
  EXPECT_EQ(desk_.Plays("rating show thpt-viet-vinh"), ExitCode::kDone);
  EXPECT_THAT(Said(), Not(HasSubstr("Tất cả chỉ thêm được"))) << "51, and 21 are missing";
  EXPECT_EQ(desk_.Plays("rating show thpt-viet-vinh"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("Tất cả chỉ thêm được 51 điểm: năm nay không lên được mức đó.\n"));
}

TEST_F(RatingTest, FitsInEightyColumns) {
  for (const char* language : {"vi", "en"}) {
    EXPECT_EQ(desk_.Plays(std::string("--lang ") + language + " rating show thpt-viet-vinh"), ExitCode::kDone);
    std::istringstream lines(Said());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(rules::Length(line), 80) << line;
  }
  EXPECT_THAT(Said(), HasSubstr("What is missing to the next level: 21 more points for \"Completed\"."));
  EXPECT_THAT(Said(), Not(HasSubstr("điểm")));
}

TEST_F(RatingTest, IsARowForEachCriterionInASpreadsheet) {
  EXPECT_EQ(desk_.Plays("-o csv rating show thpt-viet-vinh"), ExitCode::kDone);
  EXPECT_THAT(Said(), HasSubstr("indicators,"));
  EXPECT_THAT(Said(), HasSubstr(",25,0,,50,Xin không tính.,"));
}

TEST_F(RatingTest, OfAUnionThatIsTooYoungSaysUntilWhen) {
  v1::ListRatingsResponse ratings;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    ratings {
      name: 'federations/bac-quang/unions/moi/ratings/2025' assignee_title: 'CĐCS xã Mới' possible_points: 100
      computed_points: 40 level_title { vi: 'Không hoàn thành nhiệm vụ' }
      not_before_date { year: 2026 month: 3 day: 15 }
    }
    ratings { name: 'federations/bac-quang/unions/cu/ratings/2025' assignee_title: 'CĐCS xã Cũ' possible_points: 100 })",
                                                            &ratings));
  server_.Answer("ListRatings", ratings);
  EXPECT_EQ(desk_.Plays("rating list"), ExitCode::kDone);
  EXPECT_EQ(server_.Sent<v1::ListRatingsRequest>(0).round(), "2025");
  EXPECT_THAT(Said(), testing::ContainsRegex("moi/2025 +CĐCS xã Mới +Chưa đủ tuổi, từ 15/03/2026 +40/100"));
  EXPECT_THAT(Said(), testing::ContainsRegex("cu/2025 +CĐCS xã Cũ +Chưa tự xếp loại +0/100"));
  EXPECT_THAT(Said(), Not(HasSubstr("Không hoàn thành"))) << "what is only computed is no level";
}

TEST_F(RatingTest, IsSentWithItsPoints) {
  v1::SubmitSelfRatingResponse rated;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(kRating, &rated));
  rated.set_revision(12);
  server_.Answer("SubmitSelfRating", rated);
  EXPECT_EQ(desk_.Plays("rating self thpt-viet-vinh --points organisation=9 --points 'indicators=0#Xin không tính.'"),
            ExitCode::kDone);
  EXPECT_EQ(Said(), "✓ Đã tự xếp loại: Không hoàn thành nhiệm vụ, 9/60 điểm  (sổ ghi số 12)\n");
}

}  // namespace
}  // namespace phancong::client
