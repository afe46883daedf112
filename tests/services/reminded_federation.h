// A federation with one round, and a ladder of 14 and 3 days before, 1, 7 and 30 after; its duties are given out by the
// test.
#ifndef PHANCONG_TESTS_SERVICES_REMINDED_FEDERATION_H_
#define PHANCONG_TESTS_SERVICES_REMINDED_FEDERATION_H_

#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "tests/support/world.h"

namespace phancong::services_test {

inline void MakeRemindedFederation(support::World& world) {
  const std::string programme =
      absl::StrReplaceAll(support::FileOf("tests/programmes/walk.textproto"),
                          {{"reminders { days_before: [ 20 ] days_after: [ 1 ] }",
                            "reminders { days_before: [ 14, 3 ] days_after: [ 1, 7, 30 ] }"}});
  ASSERT_DONE(world.Chair().LoadsProgramme(programme));
  ASSERT_DONE(
      world.Chair().ImportsUnions("id,name,type,place,founded_on,members\n"
                                  "xa,CĐCS xã Đông Yên,PUBLIC,xã Đông Yên,2001-01-01,20\n"
                                  "truong,CĐCS Trường Việt Vinh,PUBLIC,xã Việt Vinh,2001-01-01,40\n"
                                  "nha-may,CĐCS Nhà máy,ENTERPRISE,xã Hùng An,2001-01-01,90\n"));
  const auto draft = world.Chair().DraftsRound("2025");
  ASSERT_DONE(draft);
  ASSERT_DONE(world.Chair().IssuesRound("2025", draft->round().etag()));
}

// The duty "Báo cáo nhanh" for these units; the task of one of them is called "adhoc-1.xa".
inline void GivesDuty(support::World& world, const std::vector<std::string>& units, const std::string& due) {
  ASSERT_DONE(world.Chair().AssignsAdHoc("2025", "Báo cáo nhanh về bão", units, due));
}

}  // namespace phancong::services_test

#endif  // PHANCONG_TESTS_SERVICES_REMINDED_FEDERATION_H_
