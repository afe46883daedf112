#include "services/rules/endpoint.h"

#include "gtest/gtest.h"

namespace phancong::rules {
namespace {

TEST(EndpointTest, HasAHostAndAPort) {
  const auto name = ParseEndpoint("phancong.congdoan.vn:7443");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->host, "phancong.congdoan.vn");
  EXPECT_EQ(name->port, "7443");
  const auto six = ParseEndpoint("[2001:db8::7]:443");
  ASSERT_TRUE(six.has_value());
  EXPECT_EQ(six->host, "2001:db8::7");
  for (const char* wrong : {"", "phancong", ":7443", "phancong:", "phancong:https", "2001:db8::7:443", "unix:/run/x",
                            "phancong:123456", "[]:7443"}) {
    EXPECT_FALSE(ParseEndpoint(wrong).has_value()) << wrong;
  }
}

TEST(EndpointTest, OnlyTheLoopbackIsOfThisMachine) {
  for (const char* here : {"127.0.0.1:7443", "127.1.2.3:1", "localhost:7443", "[::1]:7443", "unix:/run/phancong"}) {
    EXPECT_TRUE(IsOfThisMachine(here)) << here;
  }
  for (const char* elsewhere : {"192.0.2.1:7443", "0.0.0.0:7443", "[::]:7443", "127.example.vn:7443", "127.0.0.1.vn:80",
                                "127.0.0.1", "localhost.vn:7443", "127.0.0.1@192.0.2.1:7443", ""}) {
    EXPECT_FALSE(IsOfThisMachine(elsewhere)) << elsewhere;
  }
}

}  // namespace
}  // namespace phancong::rules
