// Five unions small enough to work everything out by hand, one of each type of the first programme.
#ifndef PHANCONG_TESTS_SERVICES_FIVE_UNIONS_H_
#define PHANCONG_TESTS_SERVICES_FIVE_UNIONS_H_

#include <string>

#include "tests/support/world.h"

namespace phancong::services_test {

inline constexpr char kColumns[] =
    "id,name,type,place,founded_on,members,women,workers,direct_workers,eligible_for_agreement,"
    "eligible_for_womens_committee,chair_newly_elected_on\n";

// Members: 20 + 40 + 100 + 50 + 12 = 222. Eligible for an agreement: the last three. With direct workers: may-hung-an
// and dien-luc. A chair was newly elected in truong-dong-yen on the third of January 2025.
inline constexpr char kFiveRows[] =
    "ubnd-tan-quang,CĐCS xã Tân Quang,ADMINISTRATIVE,xã Tân Quang,1990-01-01,20,8,22,0,không,có,\n"
    "truong-dong-yen,CĐCS Trường Đông Yên,PUBLIC_SERVICE,xã Đông Yên,1995-09-05,40,30,42,0,không,có,2025-01-03\n"
    "may-hung-an,CĐCS Công ty May Hùng An,NON_STATE_ENTERPRISE,xã Hùng An,2015-05-01,100,60,120,90,có,có,\n"
    "dien-luc,CĐCS Điện lực,STATE_ENTERPRISE,thị trấn Việt Quang,2000-03-01,50,10,50,30,có,không,\n"
    "tu-thuc-hoa-mai,CĐCS Trường tư thục Hoa Mai,NON_STATE_UNIT,thị trấn Vĩnh Tuy,,12,12,15,0,có,không,\n";

inline std::string FiveUnions() { return std::string(kColumns) + kFiveRows; }

// The chair loads the programme and imports the five.
inline void LoadFiveUnions(support::World& world) {
  ASSERT_DONE(world.Chair().LoadsProgramme(support::FileOf(world.options().programme)));
  ASSERT_DONE(world.Chair().ImportsUnions(FiveUnions()));
}

// Drafts a round as it comes, and issues it.
inline void IssueAsItComes(support::World& world, const std::string& round) {
  const auto draft = world.Chair().DraftsRound(round);
  ASSERT_DONE(draft);
  ASSERT_DONE(world.Chair().IssuesRound(round, draft->round().etag()));
}

// What is in the way of sealing a round is withdrawn.
inline void WithdrawWhatIsOpen(support::World& world, const std::string& round) {
  while (true) {
    const auto preview = world.Chair().AsksWhatIsOpen(round);
    ASSERT_DONE(preview);
    if (preview->open_count() == 0) return;
    ASSERT_GT(preview->open_tasks_size(), 0);
    for (const std::string& open : preview->open_tasks()) ASSERT_DONE(world.Chair().Withdraws(open));
  }
}

}  // namespace phancong::services_test

#endif  // PHANCONG_TESTS_SERVICES_FIVE_UNIONS_H_
