#include "storage/accounts.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/refusal.h"
#include "storage/apply_people.h"
#include "storage/schema.h"
#include "storage/server_secrets.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/explained.h"

namespace phancong::storage {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr int64_t kFederation = 1;
constexpr int64_t kOther = 2;
constexpr rules::Day kDay = 20000;

class AccountsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Migrate(*store_).ok()); }

  template <typename Body>
  void Write(Body body) {
    const absl::Status outcome = store_->Write([&](WriteTransaction& tx) { return body(tx); });
    EXPECT_TRUE(outcome.ok()) << outcome;
  }
  // What a read answers, which must be OK.
  template <typename Body>
  auto Read(Body body) {
    typename std::invoke_result_t<Body, ReadTransaction&>::value_type answer;
    EXPECT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) {
                      auto read = body(tx);
                      if (read.ok()) answer = *std::move(read);
                      return read.status();
                    })
                    .ok());
    return answer;
  }
  template <typename Event>
  absl::Status Apply(const Event& event, int64_t revision, int64_t federation = kFederation) {
    EntryContext entry;
    entry.federation = federation;
    entry.revision = revision;
    entry.texts[rules::Hash("name")] = "Hoàng Kim Chi";
    return store_->Write([&](WriteTransaction& tx) { return ApplyEvent(tx, entry, event); });
  }

  absl::Status Create(int64_t account, const std::string& id, int64_t revision, int64_t federation = kFederation) {
    v1::AccountCreated event;
    event.set_account(account);
    event.set_id(id);
    event.mutable_display_name()->set_digest("name");
    return Apply(event, revision, federation);
  }
  absl::Status Give(int64_t number, int64_t account, v1::Position position, int64_t union_number, int64_t revision) {
    v1::PositionGiven event;
    event.set_position_number(number);
    event.set_account(account);
    event.set_position(position);
    event.set_union_number(union_number);
    event.set_from_day(kDay);
    return Apply(event, revision);
  }

  AccountRow Account(int64_t account) {
    return Read([&](ReadTransaction& tx) { return GetAccount(tx, kFederation, account); });
  }
  static std::vector<int64_t> Numbers(const std::vector<rules::PositionFact>& positions) {
    std::vector<int64_t> numbers;
    for (const rules::PositionFact& position : positions) numbers.push_back(position.number);
    return numbers;
  }

  std::unique_ptr<Store> store_ = *SqliteStore::OpenPrivate();
};

// --- What events say.
// -------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, AnAccountIsMadeWithItsName) {
  ASSERT_TRUE(Create(1, "chi", 5).ok());
  const AccountRow row = Account(1);
  EXPECT_EQ(row.id, "chi");
  EXPECT_EQ(row.display_name, "Hoàng Kim Chi");
  EXPECT_FALSE(row.disabled);
  EXPECT_EQ(row.revision, 5);
}

TEST_F(AccountsTest, AnIdIsGivenOnceInAFederation) {
  ASSERT_TRUE(Create(1, "chi", 1).ok());
  EXPECT_FALSE(Create(2, "chi", 2).ok());
  EXPECT_TRUE(Create(1, "chi", 1, kOther).ok());
}

TEST_F(AccountsTest, WhateverIsSaidOfAnAccountMovesItsEtag) {
  ASSERT_TRUE(Create(1, "chi", 1).ok());
  v1::AccountDisabled disabled;
  disabled.set_account(1);
  ASSERT_TRUE(Apply(disabled, 2).ok());
  EXPECT_TRUE(Account(1).disabled);
  EXPECT_EQ(Account(1).revision, 2);
  v1::AccountEnabled enabled;
  enabled.set_account(1);
  ASSERT_TRUE(Apply(enabled, 3).ok());
  EXPECT_FALSE(Account(1).disabled);
  v1::AccountReset reset;
  reset.set_account(1);
  ASSERT_TRUE(Apply(reset, 4).ok());
  EXPECT_EQ(Account(1).revision, 4);
  ASSERT_TRUE(Give(1, 1, v1::POSITION_READER, 0, 5).ok());
  EXPECT_EQ(Account(1).revision, 5);
  v1::PositionEnded ended;
  ended.set_position_number(1);
  ended.set_to_day(kDay + 9);
  ASSERT_TRUE(Apply(ended, 6).ok());
  EXPECT_EQ(Account(1).revision, 6);
}

TEST_F(AccountsTest, AnEventAboutNobodyIsADefect) {
  v1::AccountDisabled disabled;
  disabled.set_account(9);
  EXPECT_EQ(Apply(disabled, 1).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Give(1, 9, v1::POSITION_READER, 0, 1).code(), absl::StatusCode::kInternal);
  v1::PositionEnded position_ended;
  position_ended.set_position_number(9);
  EXPECT_EQ(Apply(position_ended, 1).code(), absl::StatusCode::kInternal);
  v1::ResponsibilityEnded responsibility_ended;
  responsibility_ended.set_responsibility(9);
  EXPECT_EQ(Apply(responsibility_ended, 1).code(), absl::StatusCode::kInternal);
  ASSERT_TRUE(Create(1, "chi", 1).ok());
  EXPECT_EQ(Give(1, 1, static_cast<v1::Position>(99), 0, 2).code(), absl::StatusCode::kInternal);
}

TEST_F(AccountsTest, EveryPositionComesBackAsItWasGiven) {
  ASSERT_TRUE(Create(1, "chi", 1).ok());
  const google::protobuf::EnumDescriptor& positions = *v1::Position_descriptor();
  for (int i = 1; i < positions.value_count(); ++i) {
    ASSERT_TRUE(Give(i, 1, static_cast<v1::Position>(positions.value(i)->number()), 0, i + 1).ok());
  }
  for (const rules::PositionFact& fact :
       Read([](ReadTransaction& tx) { return PositionsOfAccount(tx, kFederation, 1); })) {
    EXPECT_EQ(fact.position, positions.value(static_cast<int>(fact.number))->number());
    EXPECT_EQ(fact.from_day, kDay);
    EXPECT_EQ(fact.to_day, 0);
  }
}

// --- Who holds what.
// --------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, AccountsAreFoundAndListed) {
  for (int64_t account = 1; account <= 5; ++account) {
    ASSERT_TRUE(Create(account, "account-" + std::to_string(account), account).ok());
  }
  ASSERT_TRUE(Create(1, "elsewhere", 1, kOther).ok());
  EXPECT_EQ(Read([](ReadTransaction& tx) { return FindAccount(tx, kFederation, "account-3"); })->account, 3);
  EXPECT_FALSE(Read([](ReadTransaction& tx) { return FindAccount(tx, kFederation, "elsewhere"); }).has_value());
  std::vector<int64_t> page;
  for (const AccountRow& row :
       Read([](ReadTransaction& tx) { return ListAccounts(tx, kFederation, /*after=*/2, /*limit=*/2); })) {
    page.push_back(row.account);
  }
  EXPECT_THAT(page, ElementsAre(3, 4));
  EXPECT_EQ(Read([](ReadTransaction& tx) { return NextAccount(tx, kFederation); }), 6);
  EXPECT_EQ(Read([](ReadTransaction& tx) { return NextAccount(tx, kOther); }), 2);
  EXPECT_EQ(Read([](ReadTransaction& tx) { return NextAccount(tx, 3); }), 1);
  const absl::Status nobody = store_->Read([](ReadTransaction& tx) { return GetAccount(tx, kFederation, 9).status(); });
  EXPECT_EQ(rules::RefusalOf(nobody)->reason, v1::ERROR_REASON_NOT_FOUND);
}

TEST_F(AccountsTest, PositionsAreListedByHolderByUnionAndAll) {
  ASSERT_TRUE(Create(1, "an", 1).ok());
  ASSERT_TRUE(Create(2, "binh", 2).ok());
  ASSERT_TRUE(Give(1, 1, v1::POSITION_STANDING_COMMITTEE_CHAIR, 0, 3).ok());
  ASSERT_TRUE(Give(2, 2, v1::POSITION_UNION_CHAIR, 7, 4).ok());
  ASSERT_TRUE(Give(3, 1, v1::POSITION_UNION_OFFICER, 7, 5).ok());
  const auto of_account = [&](int64_t account) {
    return Numbers(Read([&](ReadTransaction& tx) { return PositionsOfAccount(tx, kFederation, account); }));
  };
  const auto in_union = [&](int64_t union_number) {
    return Numbers(Read([&](ReadTransaction& tx) { return PositionsInUnion(tx, kFederation, union_number); }));
  };
  EXPECT_THAT(of_account(1), ElementsAre(1, 3));
  EXPECT_THAT(in_union(7), ElementsAre(2, 3));
  EXPECT_THAT(in_union(8), IsEmpty());
  EXPECT_THAT(Numbers(Read([](ReadTransaction& tx) { return AllPositions(tx, kFederation); })), ElementsAre(1, 2, 3));
  EXPECT_THAT(Numbers(Read([](ReadTransaction& tx) { return AllPositions(tx, kOther); })), IsEmpty());
  EXPECT_EQ(Read([](ReadTransaction& tx) { return FindPosition(tx, kFederation, 2); })->account, 2);
  EXPECT_FALSE(Read([](ReadTransaction& tx) { return FindPosition(tx, kFederation, 4); }).has_value());
  EXPECT_EQ(Read([](ReadTransaction& tx) { return NextPosition(tx, kFederation); }), 4);
}

TEST_F(AccountsTest, ATasksResponsibilitiesAreThoseOfItsItemFieldOrUnion) {
  const auto assign = [this](int64_t number, int64_t item, const std::string& field, int64_t union_number) {
    v1::ResponsibilityAssigned event;
    event.set_responsibility(number);
    event.set_account(1);
    if (item != 0) event.set_item_number(item);
    if (!field.empty()) event.set_field(field);
    if (union_number != 0) event.set_union_number(union_number);
    event.set_from_day(kDay);
    event.set_to_day(kDay + 5);
    event.set_decision_number("05/QĐ");
    ASSERT_TRUE(Apply(event, number).ok());
  };
  assign(1, 7, "", 0);
  assign(2, 0, "finance", 0);
  assign(3, 0, "", 9);
  assign(4, 8, "", 0);
  const auto of = [this](rules::Day day, int64_t item, const std::string& field, int64_t union_number) {
    std::vector<int64_t> numbers;
    for (const ResponsibilityRow& row : Read([&](ReadTransaction& tx) {
           return ResponsibilitiesFor(tx, kFederation, {.day = day, .known_day = day}, item, field, union_number);
         })) {
      numbers.push_back(row.responsibility);
    }
    return numbers;
  };
  EXPECT_THAT(of(kDay, 7, "finance", 9), ElementsAre(1, 2, 3));
  EXPECT_THAT(of(kDay, 7, "", 0), ElementsAre(1));
  EXPECT_THAT(of(kDay, 6, "finance", 8), ElementsAre(2));
  EXPECT_THAT(of(kDay + 5, 6, "other", 9), ElementsAre(3));
  // An item without a field, of the federation's own: what is not set is nobody's.
  EXPECT_THAT(of(kDay, 6, "", 0), IsEmpty());
  EXPECT_THAT(of(kDay - 1, 7, "finance", 9), IsEmpty());
  EXPECT_THAT(of(kDay + 6, 7, "finance", 9), IsEmpty());
}

TEST_F(AccountsTest, ATasksResponsibilitiesAreReadByTheKeysOfItsItemFieldAndUnion) {
  std::vector<std::string> steps;
  Read([&](ReadTransaction& tx) {
    Explained explained(tx);
    auto rows = ResponsibilitiesFor(explained, kFederation, {.day = kDay, .known_day = kDay}, 7, "finance", 9);
    steps = explained.steps();
    return rows;
  });
  for (const char* key :
       {"responsibility_by_item (federation=? AND item=?)", "responsibility_by_field (federation=? AND field=?)",
        "responsibility_by_union (federation=? AND union_number=?)"}) {
    EXPECT_THAT(steps, Contains(HasSubstr(key)));
  }
  EXPECT_THAT(steps, Not(Contains(StartsWith("SCAN"))));
  EXPECT_THAT(steps, Not(Contains(EndsWith("(federation=?)"))));
}

TEST_F(AccountsTest, ResponsibilitiesHoldFromDayToDay) {
  const auto assign = [this](int64_t number, rules::Day from, rules::Day to) {
    v1::ResponsibilityAssigned event;
    event.set_responsibility(number);
    event.set_account(1);
    event.set_item_number(10 + number);
    event.set_from_day(from);
    event.set_to_day(to);
    event.set_decision_number("05/QĐ");
    ASSERT_TRUE(Apply(event, number).ok());
  };
  assign(1, kDay, 0);
  assign(2, kDay + 10, kDay + 20);
  const auto on = [this](rules::Day day) {
    std::vector<int64_t> numbers;
    for (const ResponsibilityRow& row : Read([&](ReadTransaction& tx) {
           return ResponsibilitiesOn(tx, kFederation, {.day = day, .known_day = kDay + 100});
         })) {
      numbers.push_back(row.responsibility);
    }
    return numbers;
  };
  EXPECT_THAT(on(kDay - 1), IsEmpty());
  EXPECT_THAT(on(kDay), ElementsAre(1));
  EXPECT_THAT(on(kDay + 9), ElementsAre(1));
  EXPECT_THAT(on(kDay + 10), ElementsAre(1, 2));
  EXPECT_THAT(on(kDay + 20), ElementsAre(1, 2));
  EXPECT_THAT(on(kDay + 21), ElementsAre(1));
  v1::ResponsibilityEnded ended;
  ended.set_responsibility(1);
  ended.set_to_day(kDay + 15);
  ASSERT_TRUE(Apply(ended, 3).ok());
  EXPECT_THAT(on(kDay + 15), ElementsAre(1, 2));
  EXPECT_THAT(on(kDay + 16), ElementsAre(2));
  const auto found = Read([](ReadTransaction& tx) { return FindResponsibility(tx, kFederation, 2); });
  EXPECT_EQ(found->item, 12);
  EXPECT_EQ(found->field, "");
  EXPECT_EQ(found->union_number, 0);
  EXPECT_EQ(found->decision_number, "05/QĐ");
  EXPECT_FALSE(Read([](ReadTransaction& tx) { return FindResponsibility(tx, kFederation, 3); }).has_value());
  EXPECT_EQ(Read([](ReadTransaction& tx) { return NextResponsibility(tx, kFederation); }), 3);
}

// --- How people prove who they are.
// -----------------------------------------------------------------------------------

TEST_F(AccountsTest, ACredentialReplacesTheOneBefore) {
  const auto find = [this] { return Read([](ReadTransaction& tx) { return FindCredential(tx, kFederation, 1); }); };
  EXPECT_FALSE(find().has_value());
  Write([](WriteTransaction& tx) { return SetCredential(tx, kFederation, 1, {.hash = "code", .one_time = true}); });
  EXPECT_EQ(find()->hash, "code");
  EXPECT_TRUE(find()->one_time);
  Write([](WriteTransaction& tx) { return SetCredential(tx, kFederation, 1, {.hash = "password"}); });
  EXPECT_EQ(find()->hash, "password");
  EXPECT_FALSE(find()->one_time);
}

class SessionsTest : public AccountsTest {
 protected:
  int64_t Add(int64_t account, int64_t created_at, int64_t expires_at, int64_t federation = kFederation) {
    const SessionRow session{.federation = federation,
                             .account = account,
                             .token_hash = std::string(31, 'h') + static_cast<char>(++tokens_),
                             .created_at = created_at,
                             .expires_at = expires_at,
                             .password_change_required = account == 2,
                             .used_at = created_at,
                             .device = "máy ở văn phòng"};
    int64_t number = 0;
    Write([&](WriteTransaction& tx) {
      absl::StatusOr<int64_t> added = AddSession(tx, session, used_since_);
      if (added.ok()) number = *added;
      return added.status();
    });
    return number;
  }
  // federation/session of all there are.
  std::vector<std::string> All() {
    std::vector<std::string> names;
    for (const SessionRow& row : Read([](ReadTransaction& tx) { return AllSessions(tx); })) {
      names.push_back(std::to_string(row.federation) + "/" + std::to_string(row.session));
    }
    return names;
  }
  int tokens_ = 0;
  int64_t used_since_ = 0;
};

// However many there are, a sign-in looks at the oldest alone; what ended goes all the same.
TEST_F(SessionsTest, OfManyThatEndedAHundredGoWithEachSignIn) {
  for (int64_t i = 1; i <= 150; ++i) Add(1, i, 10'000 + i);
  EXPECT_THAT(All(), testing::SizeIs(150));
  Add(2, 20'000, 30'000);
  EXPECT_THAT(All(), testing::SizeIs(51));
  EXPECT_EQ(Add(2, 20'001, 30'001), 152);
  EXPECT_THAT(All(), testing::ElementsAre("1/151", "1/152"));
}

TEST_F(SessionsTest, ASessionComesBackAsItWasAdded) {
  EXPECT_EQ(Add(2, 100, 200), 1);
  const std::vector<SessionRow> all = Read([](ReadTransaction& tx) { return AllSessions(tx); });
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].account, 2);
  EXPECT_EQ(all[0].token_hash, std::string(31, 'h') + '\x01');
  EXPECT_EQ(all[0].created_at, 100);
  EXPECT_EQ(all[0].expires_at, 200);
  EXPECT_TRUE(all[0].password_change_required);
  EXPECT_EQ(all[0].used_at, 100);
  EXPECT_EQ(all[0].device, "máy ở văn phòng");
}

TEST_F(SessionsTest, WhenASessionWasUsedGoesForwardOnly) {
  const int64_t session = Add(1, 100, 1000);
  const auto use = [&](int64_t used_at, int64_t federation = kFederation) {
    Write([&](WriteTransaction& tx) { return SetSessionUsed(tx, federation, session, used_at); });
    return Read([](ReadTransaction& tx) { return AllSessions(tx); })[0].used_at;
  };
  EXPECT_EQ(use(300), 300);
  EXPECT_EQ(use(200), 300);
  EXPECT_EQ(use(400, kFederation + 1), 300);
}

TEST_F(SessionsTest, WhatWasNotUsedForLongGoesWhenAnotherBegins) {
  Add(1, 100, 1000);
  used_since_ = 150;
  Add(2, 200, 1000);
  EXPECT_THAT(All(), ElementsAre(std::to_string(kFederation) + "/2"));
}

TEST_F(AccountsTest, WhatAPasswordCostsIsSetOnceAndBeforeThereIsAnAccount) {
  const auto cost = [this] { return Read([](ReadTransaction& tx) { return FindPasswordCost(tx); }); };
  const auto set = [this](int64_t operations) {
    Write([&](WriteTransaction& tx) { return SetPasswordCost(tx, {.operations = operations, .memory_bytes = 8192}); });
  };
  EXPECT_FALSE(cost().has_value());
  set(3);
  set(4);
  ASSERT_TRUE(cost().has_value());
  EXPECT_EQ(cost()->operations, 3);
  EXPECT_EQ(cost()->memory_bytes, 8192);
}

// A database of before: its passwords cost what they cost.
TEST_F(AccountsTest, WhatAPasswordCostsIsNotSetUnderAccountsThatAreThere) {
  ASSERT_TRUE(Create(1, "chu-tich", 1).ok());
  Write([](WriteTransaction& tx) { return SetPasswordCost(tx, {.operations = 3, .memory_bytes = 8192}); });
  EXPECT_FALSE(Read([](ReadTransaction& tx) { return FindPasswordCost(tx); }).has_value());
}

TEST_F(AccountsTest, ASecretIsMadeOnceForEachPurpose) {
  const auto keep = [this](const std::string& purpose, const std::string& fresh) {
    std::string kept;
    Write([&](WriteTransaction& tx) {
      absl::StatusOr<std::string> secret = KeepSecret(tx, purpose, fresh);
      if (secret.ok()) kept = *secret;
      return secret.status();
    });
    return kept;
  };
  EXPECT_EQ(keep("one", "first"), "first");
  EXPECT_EQ(keep("one", "second"), "first");
  EXPECT_EQ(keep("another", "third"), "third");
}

TEST_F(SessionsTest, ExpiredSessionsGoWhenOneIsAdded) {
  Add(1, 100, 200);
  Add(1, 100, 201);
  Add(1, 100, 200, kOther);
  Add(1, 200, 300);
  EXPECT_THAT(All(), ElementsAre("1/2", "1/3", "2/1"));
}

TEST_F(SessionsTest, TheNumberOfAnExpiredSessionIsNotGivenAtOnce) {
  EXPECT_EQ(Add(1, 100, 200), 1);
  EXPECT_EQ(Add(1, 500, 600), 2);
}

TEST_F(SessionsTest, SessionsAreRemovedOneByOneAndAllButOne) {
  for (int i = 0; i < 3; ++i) Add(1, 100, 200);
  Add(2, 100, 200);
  Write([](WriteTransaction& tx) { return RemoveSession(tx, kFederation, 1); });
  EXPECT_THAT(All(), ElementsAre("1/2", "1/3", "1/4"));
  Write([](WriteTransaction& tx) { return RemoveSessionsOf(tx, kFederation, 1, /*but_session=*/3); });
  EXPECT_THAT(All(), ElementsAre("1/3", "1/4"));
  Write([](WriteTransaction& tx) { return RemoveSessionsOf(tx, kFederation, 1, 0); });
  EXPECT_THAT(All(), ElementsAre("1/4"));
}

}  // namespace
}  // namespace phancong::storage
