// Parts of an answer that are encoded before it is: whoever decodes it finds them.
#include "services/serving/encoded.h"

#include "gmock/gmock.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "phancong/v1/progress_service.pb.h"

namespace phancong::serving {
namespace {

TEST(Encoded, PartsAreFoundInOrderByWhoeverDecodesTheAnswer) {
  v1::ListSubordinateProgressResponse answer;
  answer.mutable_as_of_date()->set_year(2026);
  for (const char* name : {"federations/b", "federations/a"}) {
    v1::SubordinateTotals first;
    first.set_federation(name);
    v1::SubordinateTotals second;
    second.add_indicators()->set_item("1.3");
    AddEncoded(answer, v1::ListSubordinateProgressResponse::kFederationsFieldNumber,
               first.SerializeAsString() + second.SerializeAsString());
  }
  v1::ListSubordinateProgressResponse decoded;
  ASSERT_TRUE(decoded.ParseFromString(answer.SerializeAsString()));
  EXPECT_TRUE(decoded.GetReflection()->GetUnknownFields(decoded).empty());
  EXPECT_EQ(decoded.as_of_date().year(), 2026);
  ASSERT_EQ(decoded.federations_size(), 2);
  EXPECT_EQ(decoded.federations(0).federation(), "federations/b");
  EXPECT_EQ(decoded.federations(1).federation(), "federations/a");
  EXPECT_EQ(decoded.federations(1).indicators(0).item(), "1.3");
}

}  // namespace
}  // namespace phancong::serving
