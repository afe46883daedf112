// Accounts, positions, sign-in and sessions, through the whole server.
#include <array>
#include <cstdint>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/accounts/caller_address.h"
#include "services/accounts/credentials.h"
#include "services/accounts/guessable.h"
#include "services/accounts/known_device.h"
#include "services/accounts/one_time_code.h"
#include "services/serving/entropy.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Answered;
using support::Person;
using support::World;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

v1::SignInRequest SigningIn(World& world, const std::string& account, const std::string& password) {
  v1::SignInRequest request;
  request.set_parent(world.FederationName());
  request.set_account_id(account);
  request.set_password(password);
  return request;
}

Answered TryToSignIn(World& world, const std::string& account, const std::string& password,
                     v1::SignInResponse* response = nullptr) {
  v1::SignInResponse unused;
  return world.Call(SigningIn(world, account, password), response == nullptr ? &unused : response, "");
}

Answered AskWho(World& world, const std::string& token, v1::WhoAmIResponse* response = nullptr) {
  v1::WhoAmIRequest request;
  request.set_parent(world.FederationName());
  v1::WhoAmIResponse unused;
  return world.Call(request, response == nullptr ? &unused : response, token);
}

v1::ListSessionsRequest OwnSessions(World& world) {
  v1::ListSessionsRequest request;
  request.set_parent(world.FederationName());
  return request;
}

// --- One-time codes and addresses, alone.

TEST(OneTimeCode, IsReadableAndForgivesHowItIsTyped) {
  serving::SystemEntropy entropy;
  std::set<std::string> codes;
  for (int i = 0; i < 200; ++i) {
    const std::string code = accounts::MakeOneTimeCode(entropy);
    EXPECT_THAT(code, MatchesRegex("([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}"));
    EXPECT_TRUE(codes.insert(code).second);
  }
  const std::string hash = accounts::HashOneTimeCode("7K20-Q1XV-9B3T-HW4E", entropy);
  EXPECT_TRUE(accounts::IsOneTimeCode("7K20-Q1XV-9B3T-HW4E", hash));
  EXPECT_TRUE(accounts::IsOneTimeCode("7k2o qixv 9b3t hw4e", hash));
  EXPECT_TRUE(accounts::IsOneTimeCode("7K20QLXV9B3THW4E", hash));
  EXPECT_FALSE(accounts::IsOneTimeCode("7K20-Q1XV-9B3T-HW4F", hash));
  EXPECT_FALSE(accounts::IsOneTimeCode("", hash));
  EXPECT_FALSE(accounts::IsOneTimeCode("7K20-Q1XV-9B3T-HW4E", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"));
  EXPECT_NE(hash, accounts::HashOneTimeCode("7K20-Q1XV-9B3T-HW4E", entropy));
}

constexpr int64_t kSecond = 1'000'000;

TEST(CallerAddress, IsTheIpv4AddressOrTheIpv6Network) {
  EXPECT_EQ(accounts::CallerAddress("ipv4:203.0.113.7:50412"), "203.0.113.7");
  EXPECT_EQ(accounts::CallerAddress("ipv6:[2001:db8:1:2:3:4:5:6]:50412"), "2001:db8:1:2::/64");
  EXPECT_EQ(accounts::CallerAddress("ipv6:%5B2001:db8:1:2:ffff::1%5D:1"), "2001:db8:1:2::/64");
  EXPECT_EQ(accounts::CallerAddress("ipv6:[::ffff:203.0.113.7]:1"), "203.0.113.7");
  EXPECT_EQ(accounts::CallerAddress("ipv6:[fe80::1%25eth0]:1"), "fe80::/64");
  for (const char* other : {"", "unix:", "unix:/run/phancong.sock", "ipv4:", "ipv4:1.2.3:4", "nonsense"}) {
    EXPECT_EQ(accounts::CallerAddress(other), "local") << other;
  }
}

TEST(KnownDevices, AreKnownByTheServerThatMadeThemToTheirAccountForAHalfYear) {
  serving::SystemEntropy entropy;
  const accounts::KnownDevices devices(std::string(accounts::KnownDevices::kKeyBytes, 'k'));
  const int64_t now = 1'767'000'000 * kSecond;
  const std::string token = devices.TokenFor("bac-quang/an", now, entropy);
  const auto device = devices.DeviceOf(token, "bac-quang/an", now);
  ASSERT_TRUE(device.has_value());
  EXPECT_EQ(devices.DeviceOf(token, "bac-quang/an", now + accounts::kDeviceMicros - 1), device);
  EXPECT_EQ(devices.DeviceOf(token, "bac-quang/an", now + accounts::kDeviceMicros), std::nullopt);
  EXPECT_EQ(devices.DeviceOf(token, "bac-quang/binh", now), std::nullopt);
  EXPECT_NE(devices.DeviceOf(devices.TokenFor("bac-quang/an", now, entropy), "bac-quang/an", now), device);
  const accounts::KnownDevices elsewhere(std::string(accounts::KnownDevices::kKeyBytes, 'e'));
  EXPECT_EQ(elsewhere.DeviceOf(token, "bac-quang/an", now), std::nullopt);
  for (size_t at = 0; at < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(devices.DeviceOf(changed, "bac-quang/an", now), std::nullopt) << at;
    EXPECT_EQ(devices.DeviceOf(token.substr(0, at), "bac-quang/an", now), std::nullopt) << at;
  }
  EXPECT_EQ(devices.DeviceOf(std::string(100'000, 'A'), "bac-quang/an", now), std::nullopt);
}

// --- Passwords, alone.

TEST(Guessable, IsWhatAnybodyWouldTryFirst) {
  const std::vector<std::string> names = {"thpt-viet-vinh", "Trần Thị Bình", "bac-quang",
                                          "Liên đoàn Lao động huyện Bắc Quang"};
  for (const char* password :
       {"1234567890", "qwertyuiop", "password123", "P@ssw0rd123", "aaaaaaaaaaaa", "abcabcabcabc", "0912345678",
        "mật khẩu 123", "Matkhau2025", "matkhau@123", "congdoan2023", "Công đoàn 2025", "cong doan bac quang",
        "bacquang2025", "thpt-viet-vinh", "thptvietvinh1", "Trần Thị Bình 1", "anhyeuem123", "19/08/1985a"}) {
    EXPECT_TRUE(accounts::IsGuessable(password, names)) << password;
  }
  for (const char* password : {"bốn từ lạ kỳ", "con mèo ăn cá kho", "trâu vàng gặm cỏ", "xK3#mm92pQ",
                               "đêm qua tôi mơ thấy biển", "correct horse battery staple"}) {
    EXPECT_FALSE(accounts::IsGuessable(password, names)) << password;
  }
}

TEST(Guessable, OfTheLongestPasswordIsToldInTime) {
  // Quadratic or worse in a library's matching would be noticed by the suite's own time limit.
  std::string longest;
  while (longest.size() < 800) longest += "aB3$";
  EXPECT_FALSE(accounts::IsGuessable("đêm qua " + longest, {}));
}

TEST(PasswordCost, IsAsManyOperationsAsTakeATenthOfASecond) {
  const auto machine = [](absl::Duration of_an_operation) {
    return accounts::ChoosePasswordCost(
        [=](const accounts::PasswordCost& cost) { return of_an_operation * static_cast<int64_t>(cost.operations); });
  };
  EXPECT_EQ(machine(absl::Milliseconds(60)).operations, 2U);
  EXPECT_EQ(machine(absl::Milliseconds(50)).operations, 2U);
  EXPECT_EQ(machine(absl::Milliseconds(25)).operations, 4U);
  EXPECT_EQ(machine(absl::Milliseconds(24)).operations, 5U);
  EXPECT_EQ(machine(absl::Milliseconds(1)).operations, accounts::kMostPasswordOperations);
  EXPECT_EQ(machine(absl::Milliseconds(1)).memory_bytes, accounts::PasswordCost().memory_bytes);
}

// --- Sign-in.

TEST(SignIn, WithAOneTimeCodeOpensOnlyTheChangeOfThePassword) {
  World world;
  const auto created = world.Administrator().CreatesAccount("an", "Nguyễn Văn An");
  ASSERT_DONE(created);
  EXPECT_EQ(created->account().name(), "federations/bac-quang/accounts/an");
  EXPECT_EQ(created->account().display_name(), "Nguyễn Văn An");
  EXPECT_DONE(world.Administrator().Gives("an", v1::POSITION_ADMINISTRATOR));

  v1::SignInResponse signed_in;
  ASSERT_DONE(TryToSignIn(world, "an", created->one_time_code(), &signed_in));
  EXPECT_TRUE(signed_in.password_change_required());
  EXPECT_GE(signed_in.token().size(), 43U);
  EXPECT_EQ(signed_in.expire_time().seconds(), world.now_micros() / kSecond + 90 * 24 * 3600);
  EXPECT_DONE(AskWho(world, signed_in.token()));
  v1::ListAccountsRequest list;
  list.set_parent(world.FederationName());
  v1::ListAccountsResponse accounts;
  EXPECT_REFUSED(world.Call(list, &accounts, signed_in.token()), PASSWORD_CHANGE_REQUIRED);
  v1::CreateAccountRequest create;
  create.set_parent(world.FederationName());
  create.set_request_id("r1");
  v1::CreateAccountResponse unused;
  EXPECT_REFUSED(world.Call(create, &unused, signed_in.token()), PASSWORD_CHANGE_REQUIRED);

  v1::ChangePasswordRequest change;
  change.set_parent(world.FederationName());
  change.set_old_password(created->one_time_code());
  change.set_new_password("mưa bay ngoài hiên");
  v1::ChangePasswordResponse changed;
  EXPECT_DONE(world.Call(change, &changed, signed_in.token()));
  // The same session goes on, free.
  EXPECT_DONE(world.Call(list, &accounts, signed_in.token()));
  EXPECT_REFUSED(TryToSignIn(world, "an", created->one_time_code()), WRONG_CREDENTIALS);
  v1::SignInResponse again;
  EXPECT_DONE(TryToSignIn(world, "an", "mưa bay ngoài hiên", &again));
  EXPECT_FALSE(again.password_change_required());
}

TEST(SignIn, DoesNotSayWhatWasWrong) {
  World world;
  world.Newcomer("an");
  ASSERT_DONE(world.Administrator().CreatesAccount("bi-khoa", "B"));
  ASSERT_DONE(world.Administrator().Disables("bi-khoa"));
  const Answered wrong = TryToSignIn(world, "an", "sai mật khẩu rồi");
  EXPECT_REFUSED(wrong, WRONG_CREDENTIALS);
  v1::SignInRequest elsewhere = SigningIn(world, "an", "bến đò chiều của an");
  elsewhere.set_parent("federations/khong-co");
  v1::SignInResponse response;
  for (const Answered& answered :
       {TryToSignIn(world, "khong-co", "sai mật khẩu rồi"), TryToSignIn(world, "BI KHOA", "sai mật khẩu rồi"),
        TryToSignIn(world, "bi-khoa", "sai mật khẩu rồi"), TryToSignIn(world, "an", std::string(5000, 'a')),
        TryToSignIn(world, "an", ""), world.Call(elsewhere, &response, "")}) {
    EXPECT_REFUSED(answered, WRONG_CREDENTIALS);
    EXPECT_EQ(answered.message, wrong.message);
  }
}

TEST(SignIn, BacksOffButLeavesSessionsAlone) {
  World world;
  Person& person = world.Newcomer("an");
  for (int i = 0; i < 5; ++i) EXPECT_REFUSED(TryToSignIn(world, "an", "sai"), WRONG_CREDENTIALS);
  const Answered waiting = TryToSignIn(world, "an", "bến đò chiều của an");
  EXPECT_REFUSED(waiting, TOO_MANY_ATTEMPTS);
  EXPECT_TRUE(waiting.retry_info);
  EXPECT_EQ(waiting.values.at("seconds"), "1");
  EXPECT_DONE(AskWho(world, person.token()));
  world.PassHours(1);
  EXPECT_DONE(TryToSignIn(world, "an", "bến đò chiều của an"));
  // Accounts that do not exist wait as those that do.
  for (int i = 0; i < 5; ++i) EXPECT_REFUSED(TryToSignIn(world, "khong-co", "sai"), WRONG_CREDENTIALS);
  EXPECT_REFUSED(TryToSignIn(world, "khong-co", "sai"), TOO_MANY_ATTEMPTS);
}

TEST(SignIn, TakesAPasswordHoweverTheKeyboardWritesIt) {
  World world;
  Person& person = world.Newcomer("an");
  // "ồ" as one character, then as o with two marks.
  ASSERT_DONE(person.ChangesPassword("đồng lòng đồng sức"));
  EXPECT_DONE(TryToSignIn(world, "an", "đo\u0302\u0300ng lo\u0300ng đo\u0302\u0300ng sư\u0301c"));
}

v1::SignInResponse SignedIn(World& world, const std::string& device_token = "") {
  v1::SignInRequest request = SigningIn(world, "an", "bến đò chiều của an");
  request.set_device_token(device_token);
  v1::SignInResponse response;
  EXPECT_DONE(world.Call(request, &response, ""));
  return response;
}

Answered TryFrom(World& world, const std::string& device_token, const std::string& password,
                 const std::string& account = "an") {
  v1::SignInRequest request = SigningIn(world, account, password);
  request.set_device_token(device_token);
  v1::SignInResponse response;
  return world.Call(request, &response, "");
}

TEST(SignIn, OthersDoNotLockOutAPersonOnTheirOwnDevice) {
  World world;
  world.Newcomer("an");
  const std::string device = SignedIn(world).device_token();
  ASSERT_FALSE(device.empty());
  for (int i = 0; i < 5; ++i) EXPECT_REFUSED(TryToSignIn(world, "an", "sai"), WRONG_CREDENTIALS);
  EXPECT_REFUSED(TryToSignIn(world, "an", "bến đò chiều của an"), TOO_MANY_ATTEMPTS);
  EXPECT_DONE(TryFrom(world, device, "bến đò chiều của an"));
  // It is the same device afterwards, and after a restart.
  EXPECT_EQ(SignedIn(world, device).device_token(), device);
  world.Restart();
  for (int i = 0; i < 5; ++i) EXPECT_REFUSED(TryToSignIn(world, "an", "sai"), WRONG_CREDENTIALS);
  EXPECT_DONE(TryFrom(world, device, "bến đò chiều của an"));
}

TEST(SignIn, AKnownDeviceWaitsForItsOwnWrongPasswords) {
  World world;
  world.Newcomer("an");
  world.Newcomer("binh");
  const std::string device = SignedIn(world).device_token();
  for (int i = 0; i < 5; ++i) EXPECT_REFUSED(TryFrom(world, device, "sai"), WRONG_CREDENTIALS);
  EXPECT_REFUSED(TryFrom(world, device, "bến đò chiều của an"), TOO_MANY_ATTEMPTS);
  // Nobody else does, not the same account elsewhere either.
  EXPECT_DONE(TryToSignIn(world, "an", "bến đò chiều của an"));
  // To another account it is a device like any.
  for (int i = 0; i < 5; ++i) EXPECT_REFUSED(TryFrom(world, device, "sai", "binh"), WRONG_CREDENTIALS);
  EXPECT_REFUSED(TryFrom(world, device, "bến đò chiều của binh", "binh"), TOO_MANY_ATTEMPTS);
}

TEST(SignIn, AnAddressWaitsWhicheverAccountsItTries) {
  World world;
  world.Newcomer("an");
  const std::string device = SignedIn(world).device_token();
  for (int i = 0; i < 20; ++i) {
    EXPECT_REFUSED(TryToSignIn(world, "ai-do-" + std::to_string(i), "sai"), WRONG_CREDENTIALS);
  }
  EXPECT_REFUSED(TryToSignIn(world, "an", "bến đò chiều của an"), TOO_MANY_ATTEMPTS);
  EXPECT_DONE(TryFrom(world, device, "bến đò chiều của an"));
  world.PassHours(2);
  EXPECT_DONE(TryToSignIn(world, "an", "bến đò chiều của an"));
}

TEST(SignIn, ADeviceIsCalledByOneLine) {
  World world;
  world.Newcomer("an");
  v1::SignInRequest request = SigningIn(world, "an", "bến đò chiều của an");
  v1::SignInResponse response;
  for (const std::string& device : {std::string(61, 'a'), std::string("hai\ndòng"), std::string("\x1b[2J")}) {
    request.set_device(device);
    EXPECT_REFUSED(world.Call(request, &response, ""), INVALID_FIELD);
  }
}

TEST(Sessions, SurviveARestartAndEndAfterNinetyDays) {
  World world;
  const std::string token = world.Newcomer("an").token();
  world.Restart();
  for (int i = 0; i < 3; ++i) {
    EXPECT_DONE(AskWho(world, token));
    world.PassHours(30 * 24 - 1);
  }
  EXPECT_DONE(AskWho(world, token));
  world.PassHours(3);
  EXPECT_REFUSED(AskWho(world, token), NOT_SIGNED_IN);
  world.Restart();
  EXPECT_REFUSED(AskWho(world, token), NOT_SIGNED_IN);
}

TEST(Sessions, EndWhenTheyWereNotUsedForThirtyDays) {
  World world;
  const std::string token = world.Newcomer("an").token();
  world.PassHours(30 * 24 - 1);
  EXPECT_DONE(AskWho(world, token));
  // The use is known after a restart.
  world.Restart();
  world.PassHours(30 * 24 - 1);
  EXPECT_DONE(AskWho(world, token));
  world.Restart();
  world.PassHours(30 * 24);
  EXPECT_REFUSED(AskWho(world, token), NOT_SIGNED_IN);
}

TEST(Sessions, SayWhereAndWhenTheyWereUsed) {
  World world;
  Person& person = world.Newcomer("an");
  v1::SignInRequest request = SigningIn(world, "an", "bến đò chiều của an");
  request.set_device("máy ở nhà");
  v1::SignInResponse response;
  ASSERT_DONE(world.Call(request, &response, ""));
  const int64_t signed_in = world.now_micros() / kSecond;
  world.PassHours(5);
  const auto own = person.Call<v1::ListSessionsResponse>(OwnSessions(world));
  ASSERT_DONE(own);
  ASSERT_THAT(own->sessions(), SizeIs(2));
  EXPECT_EQ(own->sessions(0).use_time().seconds(), world.now_micros() / kSecond);
  EXPECT_EQ(own->sessions(1).device(), "máy ở nhà");
  EXPECT_EQ(own->sessions(1).use_time().seconds(), signed_in);
  EXPECT_EQ(own->sessions(1).idle_expire_time().seconds(), signed_in + 30 * 24 * 3600);
  EXPECT_EQ(own->sessions(1).expire_time().seconds(), signed_in + 90 * 24 * 3600);
}

TEST(Sessions, EndWithSignOutWhatOthersThereAre) {
  World world;
  v1::SignInResponse first;
  v1::SignInResponse second;
  world.Newcomer("an");
  ASSERT_DONE(TryToSignIn(world, "an", "bến đò chiều của an", &first));
  ASSERT_DONE(TryToSignIn(world, "an", "bến đò chiều của an", &second));
  v1::SignOutRequest out;
  out.set_parent(world.FederationName());
  v1::SignOutResponse done;
  EXPECT_DONE(world.Call(out, &done, first.token()));
  EXPECT_REFUSED(AskWho(world, first.token()), NOT_SIGNED_IN);
  EXPECT_DONE(AskWho(world, second.token()));
  world.Restart();
  EXPECT_REFUSED(AskWho(world, first.token()), NOT_SIGNED_IN);
  EXPECT_DONE(AskWho(world, second.token()));
}

TEST(Sessions, AreListedAndRevokedByTheirOwner) {
  World world;
  Person& person = world.Newcomer("an");
  v1::SignInResponse other;
  ASSERT_DONE(TryToSignIn(world, "an", "bến đò chiều của an", &other));
  const auto own = person.Call<v1::ListSessionsResponse>(OwnSessions(world));
  ASSERT_DONE(own);
  ASSERT_THAT(own->sessions(), SizeIs(2));
  EXPECT_TRUE(own->sessions(0).current());
  EXPECT_FALSE(own->sessions(1).current());
  v1::RevokeSessionRequest revoke;
  revoke.set_name(own->sessions(1).name());
  EXPECT_REFUSED(world.Newcomer("binh").Call<v1::RevokeSessionResponse>(revoke), POSITION_REQUIRED);
  EXPECT_DONE(AskWho(world, other.token()));
  EXPECT_DONE(person.Call<v1::RevokeSessionResponse>(revoke));
  EXPECT_REFUSED(AskWho(world, other.token()), NOT_SIGNED_IN);
  EXPECT_REFUSED(person.Call<v1::RevokeSessionResponse>(revoke), NOT_FOUND);
}

TEST(Sessions, OfOneAccountAreAtMostAHundred) {
  World world;
  Person& person = world.Newcomer("an");
  const std::string first = person.token();
  for (int i = 0; i < 99; ++i) ASSERT_DONE(TryToSignIn(world, "an", "bến đò chiều của an"));
  EXPECT_DONE(AskWho(world, first));
  ASSERT_DONE(TryToSignIn(world, "an", "bến đò chiều của an"));
  EXPECT_REFUSED(AskWho(world, first), NOT_SIGNED_IN);
  world.Restart();
  EXPECT_REFUSED(AskWho(world, first), NOT_SIGNED_IN);
}

TEST(ChangePassword, EndsEveryOtherSession) {
  World world;
  Person& person = world.Newcomer("an");
  v1::SignInResponse other;
  ASSERT_DONE(TryToSignIn(world, "an", "bến đò chiều của an", &other));
  EXPECT_DONE(person.ChangesPassword("nắng vàng hong thóc"));
  EXPECT_DONE(AskWho(world, person.token()));
  EXPECT_REFUSED(AskWho(world, other.token()), NOT_SIGNED_IN);
  world.Restart();
  EXPECT_DONE(AskWho(world, person.token()));
}

TEST(ChangePassword, TakesNoUnfitOne) {
  World world;
  Person& person = world.Newcomer("an");
  EXPECT_REFUSED(person.ChangesPassword("sen mọcao"), PASSWORD_UNFIT);  // nine characters
  EXPECT_DONE(person.ChangesPassword("sen mọc ao"));                    // ten
  EXPECT_REFUSED(person.ChangesPassword("sen mọc ao"), PASSWORD_UNFIT);
  std::string long_one;
  for (int i = 0; i < 200; ++i) long_one += std::array{"đ", "ă", "ồ", "x", "ự", "k", "2"}[i * i * i % 101 % 7];
  EXPECT_REFUSED(person.ChangesPassword(long_one + "đ"), PASSWORD_UNFIT);
  EXPECT_DONE(person.ChangesPassword(long_one));
  v1::ChangePasswordRequest request;
  request.set_parent(world.FederationName());
  request.set_old_password("không phải");
  request.set_new_password("gió đưa cành trúc");
  EXPECT_REFUSED(person.Call<v1::ChangePasswordResponse>(request), WRONG_CREDENTIALS);
}

TEST(ChangePassword, TakesNoneThatAnybodyWouldGuess) {
  World world;
  Person& person = world.Newcomer("nguyen-thi-sen");
  for (const char* password : {"1234567890", "Matkhau@2026", "Bắc Quang 2025", "nguyen-thi-sen"}) {
    EXPECT_REFUSED(person.ChangesPassword(password), PASSWORD_TOO_COMMON);
  }
  // The one before still holds.
  EXPECT_DONE(TryToSignIn(world, "nguyen-thi-sen", "bến đò chiều của nguyen-thi-sen"));
}

TEST(WhoAmI, SaysWhoAndWhen) {
  World world({.demo = true});
  v1::WhoAmIResponse who;
  ASSERT_DONE(AskWho(world, world.Chair().token(), &who));
  EXPECT_EQ(who.account().name(), "federations/bac-quang/accounts/chu-tich");
  ASSERT_THAT(who.account().positions(), SizeIs(1));
  EXPECT_EQ(who.account().positions(0).position(), v1::POSITION_STANDING_COMMITTEE_CHAIR);
  EXPECT_EQ(who.federation_title(), "Liên đoàn Lao động huyện Bắc Quang");
  EXPECT_TRUE(who.demo());
  EXPECT_EQ(who.time_zone(), "Asia/Ho_Chi_Minh");
  EXPECT_EQ(who.time().seconds(), support::MomentOf("2025-01-06") / kSecond);
}

// --- Accounts and positions.

TEST(CreateAccount, ShowsTheCodeOnce) {
  World world;
  v1::CreateAccountRequest request;
  request.set_parent(world.FederationName());
  request.set_account_id("an");
  request.set_display_name("Nguyễn Văn An");
  request.set_request_id("r1");
  const auto first = world.Administrator().Call<v1::CreateAccountResponse>(request);
  ASSERT_DONE(first);
  EXPECT_THAT(first->one_time_code(), SizeIs(19));
  const auto again = world.Administrator().Call<v1::CreateAccountResponse>(request);
  ASSERT_DONE(again);
  EXPECT_THAT(again->one_time_code(), IsEmpty());
  EXPECT_EQ(again->revision(), first->revision());
  EXPECT_EQ(again->account().name(), first->account().name());
  EXPECT_DONE(TryToSignIn(world, "an", first->one_time_code()));
}

TEST(CreateAccount, TakesNoBadIdAndNoSecondOne) {
  World world;
  EXPECT_REFUSED(world.Administrator().CreatesAccount("Có Dấu", "A"), INVALID_FIELD);
  EXPECT_REFUSED(world.Administrator().CreatesAccount("an", ""), INVALID_FIELD);
  EXPECT_DONE(world.Administrator().CreatesAccount("an", "A"));
  const auto same = world.Administrator().CreatesAccount("an", "B");
  EXPECT_REFUSED(same, ALREADY_EXISTS);
  EXPECT_EQ(same.values.at("name"), "federations/bac-quang/accounts/an");
}

TEST(CreateUnionAccounts, GivesEveryUnionWithoutAChairOne) {
  World world;
  LoadFiveUnions(world);
  // One union has a chair already; the name of another is taken.
  ASSERT_DONE(world.Administrator().CreatesAccount("ba-chinh", "Bà Chính"));
  ASSERT_DONE(world.Administrator().Gives("ba-chinh", v1::POSITION_UNION_CHAIR, "dien-luc"));
  ASSERT_DONE(world.Administrator().CreatesAccount("may-hung-an", "Ông May"));
  const auto created = world.Administrator().CreatesUnionAccounts();
  ASSERT_DONE(created);
  ASSERT_THAT(created->accounts(), SizeIs(4));
  std::set<std::string> accounts;
  for (const v1::CreatedAccount& account : created->accounts()) {
    accounts.insert(account.account().name());
    EXPECT_THAT(account.account().positions(), SizeIs(1));
    EXPECT_EQ(account.account().positions(0).body(), account.body());
    EXPECT_THAT(account.account().display_name(), HasSubstr(account.body_title()));
    v1::SignInResponse response;
    EXPECT_DONE(TryToSignIn(world, account.account().name().substr(account.account().name().rfind('/') + 1),
                            account.one_time_code(), &response));
    EXPECT_TRUE(response.password_change_required());
  }
  EXPECT_THAT(accounts,
              testing::UnorderedElementsAre(world.AccountName("ubnd-tan-quang"), world.AccountName("truong-dong-yen"),
                                            world.AccountName("may-hung-an-2"), world.AccountName("tu-thuc-hoa-mai")));
  EXPECT_REFUSED(world.Administrator().CreatesUnionAccounts(), NOTHING_TO_DO);
}

TEST(DisableAccount, EndsItsSessionsAndEnableOpensItAgain) {
  World world;
  Person& person = world.Newcomer("an");
  EXPECT_DONE(world.Administrator().Disables("an"));
  EXPECT_REFUSED(AskWho(world, person.token()), NOT_SIGNED_IN);
  EXPECT_REFUSED(TryToSignIn(world, "an", "bến đò chiều của an"), WRONG_CREDENTIALS);
  EXPECT_REFUSED(world.Administrator().Disables("an"), NOTHING_TO_DO);
  EXPECT_REFUSED(world.Administrator().Resets("an"), ACCOUNT_DISABLED);
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_READER), ACCOUNT_DISABLED);
  world.Restart();
  EXPECT_REFUSED(AskWho(world, person.token()), NOT_SIGNED_IN);
  EXPECT_DONE(world.Administrator().Enables("an"));
  EXPECT_REFUSED(world.Administrator().Enables("an"), NOTHING_TO_DO);
  EXPECT_REFUSED(AskWho(world, person.token()), NOT_SIGNED_IN);
  EXPECT_DONE(TryToSignIn(world, "an", "bến đò chiều của an"));
}

TEST(ResetAccount, TakesPasswordAndSessions) {
  World world;
  Person& person = world.Newcomer("an");
  v1::ResetAccountRequest request;
  request.set_name(world.AccountName("an"));
  request.set_request_id("r1");
  const auto reset = world.Administrator().Call<v1::ResetAccountResponse>(request);
  ASSERT_DONE(reset);
  EXPECT_REFUSED(AskWho(world, person.token()), NOT_SIGNED_IN);
  EXPECT_REFUSED(TryToSignIn(world, "an", "bến đò chiều của an"), WRONG_CREDENTIALS);
  v1::SignInResponse signed_in;
  EXPECT_DONE(TryToSignIn(world, "an", reset->one_time_code(), &signed_in));
  // A replay shows no code and ends no session.
  const auto again = world.Administrator().Call<v1::ResetAccountResponse>(request);
  ASSERT_DONE(again);
  EXPECT_THAT(again->one_time_code(), IsEmpty());
  EXPECT_DONE(AskWho(world, signed_in.token()));
}

TEST(GivePosition, NamesAUnionWhereThePositionIsInOne) {
  World world;
  LoadFiveUnions(world);
  world.Newcomer("an");
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_UNION_CHAIR), INVALID_FIELD);
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_READER, "dien-luc"), INVALID_FIELD);
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_UNION_CHAIR, "khong-co"), NOT_FOUND);
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_UNSPECIFIED), INVALID_FIELD);
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_READER, "", "2025-03-02", "2025-03-01"), INVALID_FIELD);
  // One person may hold several positions, but none twice at a time.
  EXPECT_DONE(world.Administrator().Gives("an", v1::POSITION_UNION_CHAIR, "dien-luc"));
  EXPECT_DONE(
      world.Administrator().Gives("an", v1::POSITION_STANDING_COMMITTEE_MEMBER, "", "2025-02-01", "2025-02-28"));
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_UNION_CHAIR, "dien-luc", "2025-06-01"), ALREADY_EXISTS);
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_STANDING_COMMITTEE_MEMBER, "", "2025-02-28"),
                 ALREADY_EXISTS);
  const auto later = world.Administrator().Gives("an", v1::POSITION_STANDING_COMMITTEE_MEMBER, "", "2025-03-01");
  EXPECT_DONE(later);
  EXPECT_THAT(later->account().positions(), SizeIs(3));
}

TEST(TheAdministrator, HoldsNoOtherPositionAndGivesNoneToThemselves) {
  World world;
  world.Newcomer("an");
  EXPECT_REFUSED(world.Administrator().Gives("quan-tri", v1::POSITION_READER), ADMINISTRATOR_DOES_NO_BUSINESS);
  EXPECT_DONE(world.Administrator().Gives("an", v1::POSITION_READER, "", "2025-02-01", "2025-02-28"));
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_ADMINISTRATOR), ADMINISTRATOR_DOES_NO_BUSINESS);
  EXPECT_DONE(world.Administrator().Gives("an", v1::POSITION_ADMINISTRATOR, "", "2025-03-01"));
  EXPECT_REFUSED(world.Administrator().Gives("an", v1::POSITION_READER, "", "2025-06-01"),
                 ADMINISTRATOR_DOES_NO_BUSINESS);
  EXPECT_REFUSED(world.Administrator().DraftsRound("2025"), POSITION_REQUIRED);
}

TEST(TheAdministrator, TheLastOneStays) {
  World world;
  v1::WhoAmIResponse who;
  ASSERT_DONE(AskWho(world, world.Administrator().token(), &who));
  const std::string first_position = who.account().positions(0).name();
  EXPECT_REFUSED(world.Administrator().Disables("quan-tri"), LAST_ADMINISTRATOR);
  EXPECT_REFUSED(world.Administrator().EndsPosition(first_position), LAST_ADMINISTRATOR);
  // One for a time only, or from later on, is not enough.
  world.Newcomer("tam");
  EXPECT_DONE(world.Administrator().Gives("tam", v1::POSITION_ADMINISTRATOR, "", "", "2025-12-31"));
  world.Newcomer("sau");
  EXPECT_DONE(world.Administrator().Gives("sau", v1::POSITION_ADMINISTRATOR, "", "2025-03-01"));
  EXPECT_REFUSED(world.Administrator().Disables("quan-tri"), LAST_ADMINISTRATOR);
  EXPECT_REFUSED(world.Administrator().EndsPosition(first_position, "2025-02-27"), LAST_ADMINISTRATOR);
  EXPECT_DONE(world.Administrator().EndsPosition(first_position, "2025-02-28"));
  world.GoTo("2025-03-02");
  EXPECT_REFUSED(world.Administrator().CreatesAccount("x", "X"), POSITION_REQUIRED);
  EXPECT_DONE(world.Newcomer("sau").CreatesAccount("x", "X"));
  EXPECT_DONE(world.Newcomer("sau").Disables("quan-tri"));
  EXPECT_REFUSED(world.Newcomer("sau").Disables("sau"), LAST_ADMINISTRATOR);
}

TEST(EndPosition, EndsOnItsLastDay) {
  World world;
  world.Newcomer("an");
  const auto given = world.Administrator().Gives("an", v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
  ASSERT_DONE(given);
  const std::string position = given->account().positions(0).name();
  EXPECT_REFUSED(world.Administrator().EndsPosition(position, "2025-01-04"), INVALID_FIELD);
  const auto ended = world.Administrator().EndsPosition(position);
  ASSERT_DONE(ended);
  EXPECT_EQ(ended->account().positions(0).to_date().day(), 6);
  EXPECT_REFUSED(world.Administrator().EndsPosition(position), NOTHING_TO_DO);
  EXPECT_DONE(world.Newcomer("an").Lists("-"));
  world.GoTo("2025-01-07");
  EXPECT_REFUSED(world.Newcomer("an").Lists("-"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Administrator().EndsPosition("federations/bac-quang/positions/77"), NOT_FOUND);
}

TEST(ListAccounts, PagesInTheOrderTheyWereMade) {
  World world;
  for (const std::string account : {"a", "b", "c", "d"})
    ASSERT_DONE(world.Administrator().CreatesAccount(account, "X"));
  v1::ListAccountsRequest request;
  request.set_parent(world.FederationName());
  request.set_page_size(2);
  std::string ids;
  int pages = 0;
  do {
    const auto page = world.Administrator().Call<v1::ListAccountsResponse>(request);
    ASSERT_DONE(page);
    for (const v1::Account& account : page->accounts()) ids += account.name().substr(account.name().rfind('/'));
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(ids, "/quan-tri/a/b/c/d");
  EXPECT_EQ(pages, 3);
  EXPECT_REFUSED(world.Newcomer("an").Call<v1::ListAccountsResponse>(request), POSITION_REQUIRED);
}

}  // namespace
}  // namespace phancong::services_test
