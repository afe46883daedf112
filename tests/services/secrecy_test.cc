// Nothing leaks: everybody tries to see what is not theirs, through every read of the contract and every name, filter,
// page and token, and by the answers to every command; and what is there answers as what is not.
#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "phancong/v1/access.pb.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/inbox_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/receipt.h"
#include "services/serving/pages.h"
#include "tests/services/guarded_federation.h"
#include "tests/support/contract.h"
#include "tests/support/wire.h"

namespace phancong::services_test {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using rules::NameKind;
using support::Person;

const std::set<std::string> kClosed = {"POSITION_REQUIRED", "NOT_YOUR_UNION", "NOT_SIGNED_IN",
                                       "PASSWORD_CHANGE_REQUIRED", "NOT_DELEGATED"};
constexpr int kMostPages = 12;

// Figures of a group are published to readers, also of a group that is one union.
const std::set<std::pair<std::string, std::string>> kPublished = {{"a reader", "ListProgressGroups"}};

// Somebody who looks around.
struct Viewer {
  std::string who;
  std::string token;
  std::string account;  // its id
  std::string name;     // the account's name
  std::string acts_for;
  std::set<Whose> sees;
  // Whose names, beside, as an account's or a unit's: the administrator, who makes accounts.
  bool sees_names = false;
};

// Two names of one kind: of something that is there, and of nothing.
struct Twins {
  Whose whose;
  NameKind kind;
  std::string there;
  std::string nowhere;
};

bool IsPublic(const MethodDescriptor& method) {
  const v1::Access& access = method.options().GetExtension(v1::access);
  return std::any_of(access.grants().begin(), access.grants().end(),
                     [](const v1::Grant& grant) { return grant.scope() == v1::ACCESS_SCOPE_PUBLIC; });
}

// Everything that came back, as it would be searched by somebody who reads the bytes.
std::string BytesOf(const support::Reply& reply) {
  std::string bytes = reply.status.error_message() + "\n" + reply.status.error_details();
  for (const auto& [key, value] : reply.metadata) bytes += "\n" + key + ": " + value;
  for (const std::unique_ptr<Message>& message : reply.messages) {
    bytes += "\n" + message->DebugString() + "\n" + message->SerializeAsString();
  }
  return bytes;
}

// A number is not part of a longer one.
bool Holds(const std::string& bytes, const std::string& text) {
  const auto digit = [&](size_t at) { return at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '9'; };
  const bool number = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  for (size_t at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1)) {
    if (!number || (!(at > 0 && digit(at - 1)) && !digit(at + text.size()))) return true;
  }
  return false;
}

class Secrecy : public testing::Test {
 protected:
  Secrecy() : wire_(guarded_.world.address()) {
    support::World& world = guarded_.world;
    const std::set<Whose> committees = {Whose::kOwn,        Whose::kOther,     Whose::kCommittees,
                                        Whose::kRecipients, Whose::kTakenOver, Whose::kLeftBehind};
    std::set<Whose> inspectors = committees;
    inspectors.insert(Whose::kInspectors);
    Looks("the chair of the federation", world.Chair(), committees);
    Looks("a member of the Standing Committee", world.Member(1), committees);
    Looks("a member of the executive", world.ExecutiveMember(), committees);
    Looks("an inspector", world.Inspector(2), inspectors);
    Looks("a union's chair", world.UnionChair(guarded_.own), {Whose::kOwn});
    Looks("another union's chair", world.UnionChair(guarded_.other), {Whose::kOther});
    Looks("a union's officer", world.UnionOfficer(guarded_.own), {Whose::kOwn});
    Looks("an officer who acts for the chair", world.UnionOfficer(guarded_.own), {Whose::kOwn});
    viewers_.back().acts_for = world.UnionChair(guarded_.own).account();
    Looks("the chair of a union that was taken over", world.UnionChair(guarded_.admitted), {Whose::kTakenOver});
    Looks("a reader", world.Reader(), {Whose::kRecipients});
    Looks("the administrator", world.Administrator(), {});
    viewers_.back().sees_names = true;
    Looks("somebody without a position", world.Newcomer("khong-chuc-vu"), {});
    viewers_.push_back({.who = "nobody", .token = "", .account = "", .name = "", .acts_for = "", .sees = {}});
    LooksFrom("the chair of a neighbour", guarded_.neighbour, {Whose::kNeighbour});
    LooksFrom("the chair of the superior", guarded_.superior, {});
    LooksFrom("the chair of a closed federation", guarded_.predecessor, {Whose::kTakenOver, Whose::kLeftBehind});
    NamesTwins();
  }

  void Looks(const std::string& who, Person& person, std::set<Whose> sees) {
    EXPECT_DONE(person.SignsIn());
    viewers_.push_back({.who = who,
                        .token = person.token(),
                        .account = person.account(),
                        .name = person.name(),
                        .acts_for = "",
                        .sees = std::move(sees)});
  }
  void LooksFrom(const std::string& who, support::Elsewhere& there, std::set<Whose> sees) {
    viewers_.push_back({.who = who,
                        .token = there.token("chu-tich"),
                        .account = "chu-tich",
                        .name = there.name() + "/accounts/chu-tich",
                        .acts_for = "",
                        .sees = std::move(sees)});
  }

  void NamesTwins() {
    const auto twins = [&](Whose whose, NameKind kind, const Names& there, const std::string& from,
                           const std::string& to) {
      const std::string& name = there.at(kind);
      const std::string nowhere = absl::StrReplaceAll(name, {{from, to}});
      EXPECT_NE(name, nowhere);
      twins_.push_back({whose, kind, name, nowhere});
    };
    const std::string& other = guarded_.other;
    const std::string nobody(other.size(), 'x');
    for (const NameKind kind : {NameKind::kUnion, NameKind::kUnionPlan, NameKind::kRating, NameKind::kTask,
                                NameKind::kExtension, NameKind::kAccount}) {
      twins(Whose::kOther, kind, guarded_.of_other, other, nobody);
    }
    twins(Whose::kOther, NameKind::kTask, guarded_.of_other, "/tasks/2.1.", "/tasks/9.9.");
    twins(Whose::kOther, NameKind::kExtension, guarded_.of_other, "/extensions/2", "/extensions/9");
    const auto numbered = [&](Whose whose, NameKind kind, const Names& there) {
      const std::string& name = there.at(kind);
      twins_.push_back({whose, kind, name, name.substr(0, name.rfind('/')) + "/987"});
    };
    for (const NameKind kind :
         {NameKind::kEvidence, NameKind::kFinding, NameKind::kPosition, NameKind::kDelegation,
          NameKind::kResponsibility, NameKind::kSession, NameKind::kInspection, NameKind::kEntry}) {
      numbered(Whose::kOther, kind, guarded_.of_other);
    }
    for (const NameKind kind : {NameKind::kEvidence, NameKind::kExtension, NameKind::kFinding, NameKind::kInspection}) {
      numbered(Whose::kCommittees, kind, guarded_.of_federation);
    }
    for (const NameKind kind : {NameKind::kReport}) numbered(Whose::kRecipients, kind, guarded_.whole);
    for (const NameKind kind : {NameKind::kInspectionPlan, NameKind::kDelegation, NameKind::kPosition}) {
      numbered(Whose::kCommittees, kind, guarded_.whole);
    }
    // An inspection that is to come unannounced is not there, and neither are findings that are drafts.
    twins_.push_back({Whose::kCommittees, NameKind::kInspection, guarded_.hidden[0],
                      guarded_.hidden[0].substr(0, guarded_.hidden[0].rfind('/')) + "/987"});
    twins_.push_back({Whose::kCommittees, NameKind::kFinding, guarded_.hidden[0] + "/findings/1",
                      guarded_.hidden[0].substr(0, guarded_.hidden[0].rfind('/')) + "/987/findings/1"});
    for (size_t i = 1; i < guarded_.hidden.size(); ++i) {
      twins_.push_back({Whose::kInspectors, NameKind::kFinding, guarded_.hidden[i],
                        guarded_.hidden[i].substr(0, guarded_.hidden[i].rfind('/')) + "/987"});
    }
    for (const auto& [kind, name] : guarded_.of_neighbour) {
      twins_.push_back(
          {Whose::kNeighbour, kind, name, absl::StrReplaceAll(name, {{guarded_.neighbour.name(), "federations/xyz"}})});
    }
    for (const auto& [kind, name] : guarded_.of_left_behind) {
      const std::string nowhere = absl::StrReplaceAll(name, {{"truong-o-lai", "truong-xxxxx"}});
      if (nowhere != name) twins_.push_back({Whose::kLeftBehind, kind, name, nowhere});
    }
  }

  std::vector<std::string> NamesFor(const MethodDescriptor& method, const Viewer& viewer) const {
    std::vector<std::string> names;
    for (const NameKind kind : support::NamedBy(method)) {
      for (const Names* each : {&guarded_.of_own, &guarded_.of_other, &guarded_.of_federation, &guarded_.whole,
                                &guarded_.of_neighbour, &guarded_.of_admitted, &guarded_.of_left_behind}) {
        if (const auto found = each->find(kind); found != each->end()) names.push_back(found->second);
      }
      for (const auto& [each, name] : guarded_.more) {
        if (each == kind) names.push_back(name);
      }
      if (kind == NameKind::kAccount) names.push_back(viewer.name);
      if (kind == NameKind::kRound) names.push_back(guarded_.world.FederationName() + "/rounds/-");
      if (kind == NameKind::kProgramme) names.push_back(guarded_.world.FederationName() + "/programmes/-");
      for (const Twins& twins : twins_) {
        if (twins.kind == kind && std::find(names.begin(), names.end(), twins.there) == names.end()) {
          names.push_back(twins.there);
        }
      }
    }
    return names;
  }

  // Fails where what came back holds what the viewer is not to see, and has not said themselves.
  void ExpectNoSecrets(const Viewer& viewer, const MethodDescriptor& method, const Message& request,
                       const support::Reply& reply) {
    const std::string bytes = BytesOf(reply);
    const std::string asked = request.DebugString() + viewer.name;
    ++answers_;
    for (const Secret& secret : guarded_.secrets()) {
      if (viewer.sees.contains(secret.whose) || kPublished.contains({viewer.who, method.name()})) continue;
      if (secret.whose == Whose::kSelf && viewer.account == secret.account) continue;
      const bool name = secret.text.rfind("bimat", 0) != 0 && secret.text.rfind("73", 0) != 0;
      if ((name && viewer.sees_names) || !Holds(bytes, secret.text) || Holds(asked, secret.text)) continue;
      const std::string leak = method.name() + " to " + viewer.who + ": " + secret.text;
      if (leaks_.insert(leak).second) ADD_FAILURE() << leak << "\nasked: " << request.ShortDebugString();
    }
  }

  // A watch never ends by itself: it is ended once it has told what there is.
  support::Reply Ask(const Viewer& viewer, const MethodDescriptor& method, const Message& request) {
    const size_t most = method.name() == "WatchInbox"     ? MessagesOf(viewer, request)
                        : method.name() == "WatchEntries" ? 5
                                                          : 10'000;
    return wire_.As(viewer.token, method, request, viewer.acts_for, most);
  }
  // As many messages as the inbox holds; of another's inbox one, which is one too many.
  size_t MessagesOf(const Viewer& viewer, const Message& watch) {
    const FieldDescriptor& parent = support::ResourceField(*watch.GetDescriptor());
    if (watch.GetReflection()->GetString(watch, &parent) != viewer.name || !viewer.acts_for.empty()) return 1;
    v1::ListInboxRequest request;
    request.set_parent(viewer.name);
    request.set_page_size(1000);
    v1::ListInboxResponse response;
    guarded_.world.Call(request, &response, viewer.token);
    return response.messages_size();
  }

  void Try(const Viewer& viewer, const MethodDescriptor& method, const Message& request) {
    const support::Reply reply = Ask(viewer, method, request);
    ExpectNoSecrets(viewer, method, request, reply);
    const FieldDescriptor* const next = method.output_type()->FindFieldByName("next_page_token");
    if (next == nullptr || reply.messages.empty()) return;
    const std::string token = reply.messages.front()->GetReflection()->GetString(*reply.messages.front(), next);
    if (!token.empty()) tokens_.emplace(TokenKey(method, request), token);
    if (!token.empty()) all_tokens_.insert(token);
  }
  static std::string TokenKey(const MethodDescriptor& method, const Message& request) {
    return method.name() + request.SerializeAsString();
  }

  // To the last page, one at a time.
  void Turn(const Viewer& viewer, const MethodDescriptor& method, const Message& request) {
    const std::unique_ptr<Message> page(request.New());
    page->CopyFrom(request);
    page->GetReflection()->SetInt32(page.get(), method.input_type()->FindFieldByName("page_size"), 1);
    for (int pages = 0; pages < kMostPages; ++pages) {
      const support::Reply reply = Ask(viewer, method, *page);
      ExpectNoSecrets(viewer, method, *page, reply);
      if (reply.messages.empty()) return;
      const std::string token = reply.messages.front()->GetReflection()->GetString(
          *reply.messages.front(), method.output_type()->FindFieldByName("next_page_token"));
      if (token.empty()) return;
      if (all_tokens_.size() < 200) all_tokens_.insert(token);
      support::SetText(*page, "page_token", token);
    }
  }

  // Every field of the request but the name and the page, one after the other, with values that point at others.
  std::vector<std::unique_ptr<Message>> Filtered(const MethodDescriptor& method, const Message& request) const {
    std::vector<std::unique_ptr<Message>> filtered;
    const auto with = [&](const std::function<void(Message&)>& set) {
      filtered.emplace_back(request.New());
      filtered.back()->CopyFrom(request);
      set(*filtered.back());
    };
    const std::vector<std::string> values = {guarded_.of_other.at(NameKind::kUnion),
                                             guarded_.of_other.at(NameKind::kAccount),
                                             guarded_.of_other.at(NameKind::kTask),
                                             guarded_.whole.at(NameKind::kRound),
                                             guarded_.hidden[0],
                                             guarded_.other,
                                             "2.1",
                                             "bimat",
                                             guarded_.of_neighbour.at(NameKind::kUnion)};
    static const std::set<std::string> kNoFilters = {"name", "parent", "page_token", "page_size", "password"};
    for (int i = 0; i < method.input_type()->field_count(); ++i) {
      const FieldDescriptor* const field = method.input_type()->field(i);
      if (kNoFilters.contains(field->name())) continue;
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        for (const std::string& value : values) {
          with([&](Message& message) {
            const auto& reflection = *message.GetReflection();
            if (field->is_repeated()) {
              reflection.AddString(&message, field, value);
            } else {
              reflection.SetString(&message, field, value);
            }
          });
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        for (int value = 0; value < field->enum_type()->value_count(); ++value) {
          with([&](Message& message) {
            const auto& reflection = *message.GetReflection();
            if (field->is_repeated()) {
              reflection.AddEnum(&message, field, field->enum_type()->value(value));
            } else {
              reflection.SetEnum(&message, field, field->enum_type()->value(value));
            }
          });
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
        with([&](Message& message) { message.GetReflection()->SetBool(&message, field, true); });
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
        for (const int64_t value : {int64_t{1}, int64_t{20}, int64_t{1} << 40}) {
          with([&](Message& message) { message.GetReflection()->SetInt64(&message, field, value); });
        }
      }
    }
    return filtered;
  }

  // Tokens of the same list as others got them, of other lists, and made up by somebody who knows how.
  std::vector<std::unique_ptr<Message>> WithTokens(const MethodDescriptor& method, const Message& request) const {
    std::vector<std::string> tokens;
    if (const auto found = tokens_.find(TokenKey(method, request)); found != tokens_.end()) {
      tokens.push_back(found->second);
    }
    for (const std::string& token : all_tokens_) {
      if (tokens.size() < 6) tokens.push_back(token);
    }
    for (const int64_t number : {int64_t{-1}, int64_t{0}, int64_t{5}}) {
      for (size_t numbers = 1; numbers <= 3; ++numbers) {
        tokens.push_back(
            serving::PageTokenOf(request, {.numbers = std::vector<int64_t>(numbers, number), .bytes = {}}));
      }
    }
    std::vector<std::unique_ptr<Message>> requests;
    for (const std::string& token : tokens) {
      requests.emplace_back(request.New());
      requests.back()->CopyFrom(request);
      support::SetText(*requests.back(), "page_token", token);
    }
    return requests;
  }

  // The answer to a name, without the name: status, message, details and what came.
  std::string AnswerWithout(const Viewer& viewer, const MethodDescriptor& method, const Message& request,
                            const std::string& name) {
    const support::Reply reply =
        wire_.As(viewer.token, method, request, viewer.acts_for, method.server_streaming() ? 1 : 10'000);
    std::string details;
    for (const auto& [key, value] : reply.answered.values) details += key + "=" + value + "\n";
    for (const std::string& field : reply.answered.fields) details += field + "\n";
    std::string answer = std::to_string(reply.status.error_code()) + reply.answered.reason + "\n" +
                         reply.status.error_message() + "\n" + details;
    for (const std::unique_ptr<Message>& message : reply.messages) answer += message->DebugString();
    return absl::StrReplaceAll(answer, {{name, "NAME"}});
  }

  void ExpectTheSame(const Viewer& viewer, const MethodDescriptor& method, const Twins& twins, const Message& there,
                     const Message& nowhere, const std::string& field) {
    ++compared_;
    const std::string one = AnswerWithout(viewer, method, there, twins.there);
    const std::string two = AnswerWithout(viewer, method, nowhere, twins.nowhere);
    if (one == two) return;
    const std::string leak = method.name() + " to " + viewer.who + ", " + field + ": " + twins.there;
    if (leaks_.insert(leak).second) {
      ADD_FAILURE() << leak << "\nanswers:\n" << one << "\n" << twins.nowhere << " answers:\n" << two;
    }
  }

  GuardedFederation guarded_;
  support::Wire wire_;
  std::vector<Viewer> viewers_;
  std::vector<Twins> twins_;
  std::map<std::string, std::string> tokens_;
  std::set<std::string> all_tokens_;
  std::set<std::string> leaks_;
  int answers_ = 0;
  int compared_ = 0;
};

TEST_F(Secrecy, NobodySeesByAnyReadWhatIsNotTheirs) {
  const auto begun = std::chrono::steady_clock::now();
  // The chair of the federation comes first, and whoever comes later uses the chair's page tokens.
  for (const Viewer& viewer : viewers_) {
    for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
      if (support::IsCommand(*method) || method->name() == "SignOut") continue;
      const bool pages = method->input_type()->FindFieldByName("page_token") != nullptr;
      for (const std::string& name : NamesFor(*method, viewer)) {
        const std::unique_ptr<Message> request = support::RequestAbout(*method, name, "");
        const support::Reply reply = Ask(viewer, *method, *request);
        ExpectNoSecrets(viewer, *method, *request, reply);
        if (kClosed.contains(reply.answered.reason) || method->name().rfind("Watch", 0) == 0) continue;
        // Who sees everything of a federation has little to find: their pages are turned for the tokens.
        const bool sees_all = viewer.sees.contains(Whose::kCommittees);
        for (const std::unique_ptr<Message>& filtered : Filtered(*method, *request)) Try(viewer, *method, *filtered);
        if (!pages) continue;
        Turn(viewer, *method, *request);
        if (sees_all) continue;
        for (const std::unique_ptr<Message>& page : WithTokens(*method, *request)) Try(viewer, *method, *page);
      }
    }
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  std::cout << answers_ << " answers searched for " << guarded_.secrets().size() << " secrets in "
            << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms\n";
}

TEST_F(Secrecy, SecretsAreSeenByThoseWhomTheyConcern) {
  // Else the test above would search for what is nowhere.
  std::map<std::string, std::string> seen;
  for (const Viewer& viewer : viewers_) {
    for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
      if (support::IsCommand(*method) || method->name() == "SignOut") continue;
      for (const std::string& name : NamesFor(*method, viewer)) {
        const std::unique_ptr<Message> request = support::RequestAbout(*method, name, "");
        const std::string bytes = BytesOf(Ask(viewer, *method, *request));
        for (const Secret& secret : guarded_.secrets()) {
          if (!seen.contains(secret.text) && Holds(bytes, secret.text)) seen[secret.text] = viewer.who;
        }
      }
    }
  }
  for (const Secret& secret : guarded_.secrets()) {
    if (secret.whose == Whose::kNeighbour) continue;
    EXPECT_TRUE(seen.contains(secret.text)) << secret.text << " is shown to nobody";
  }
}

TEST_F(Secrecy, WhatIsThereAnswersAsWhatIsNot) {
  const auto begun = std::chrono::steady_clock::now();
  for (const Viewer& viewer : viewers_) {
    for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
      // Who signs in by guessing is kept waiting, the same for every name: that has tests of its own.
      if (method->name() == "SignIn") continue;
      // Of which federations there are journals here, their checkpoints tell everybody.
      if (IsPublic(*method)) continue;
      static const std::set<std::string> kTryCommands = {"a union's chair", "an officer who acts for the chair",
                                                         "a reader", "somebody without a position",
                                                         "the chair of a neighbour"};
      if (support::IsCommand(*method) && !kTryCommands.contains(viewer.who)) continue;
      const std::vector<NameKind> kinds = support::NamedBy(*method);
      for (const Twins& twins : twins_) {
        if (viewer.sees.contains(twins.whose) || viewer.sees_names) continue;
        if (std::find(kinds.begin(), kinds.end(), twins.kind) == kinds.end()) continue;
        ExpectTheSame(viewer, *method, twins, *support::RequestAbout(*method, twins.there, "there"),
                      *support::RequestAbout(*method, twins.nowhere, "nowhere"), "name");
      }
    }
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  std::cout << compared_ << " names compared with names of nothing in "
            << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms\n";
}

TEST_F(Secrecy, AFilterDoesNotTellWhichUrgentDutiesOthersHave) {
  const MethodDescriptor& list = *v1::ListTasksRequest::descriptor()->file()->service(0)->FindMethodByName("ListTasks");
  const auto asked = [&](const std::string& item) {
    v1::ListTasksRequest request;
    request.set_parent(guarded_.whole.at(NameKind::kRound));
    request.add_items(item);
    return request;
  };
  const auto own_chair = std::find_if(viewers_.begin(), viewers_.end(),
                                      [](const Viewer& viewer) { return viewer.who == "a union's chair"; });
  ASSERT_NE(own_chair, viewers_.end());
  const support::Reply own = wire_.As(own_chair->token, list, asked("adhoc-1"));
  EXPECT_THAT(own.messages.front()->DebugString(), testing::HasSubstr("adhoc-1." + guarded_.own));
  ExpectTheSame(*own_chair, list, {Whose::kOther, NameKind::kTask, "adhoc-2", "adhoc-9"}, asked("adhoc-2"),
                asked("adhoc-9"), "items");
}

TEST_F(Secrecy, FieldsTellNoMoreOfWhatIsThereThanOfWhatIsNot) {
  const auto begun = std::chrono::steady_clock::now();
  const std::set<std::string> looking = {"a union's chair", "a union's officer", "an officer who acts for the chair",
                                         "a reader", "somebody without a position"};
  int number = 0;
  for (const Viewer& viewer : viewers_) {
    if (!looking.contains(viewer.who)) continue;
    for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
      // Passwords that are wrong are answered more slowly each time.
      static const std::set<std::string> kNotAsked = {"SignIn", "SignOut", "ChangePassword", "WatchEntries",
                                                      "WatchInbox"};
      if (kNotAsked.contains(method->name())) continue;
      const NameKind kind = support::NamedBy(*method).front();
      const auto own = guarded_.of_own.find(kind);
      const std::string name = kind == NameKind::kAccount     ? viewer.name
                               : own != guarded_.of_own.end() ? own->second
                                                              : guarded_.whole.at(kind);
      for (int i = 0; i < method->input_type()->field_count(); ++i) {
        const FieldDescriptor* const field = method->input_type()->field(i);
        static const std::set<std::string> kNoNames = {"name", "parent", "page_token", "request_id", "etag"};
        if (field->type() != FieldDescriptor::TYPE_STRING || kNoNames.contains(field->name())) continue;
        for (const Twins& twins : twins_) {
          if (viewer.sees.contains(twins.whose)) continue;
          // Of other federations, units and people stand for all.
          const bool elsewhere = twins.whose == Whose::kNeighbour || twins.whose == Whose::kLeftBehind;
          if (elsewhere && twins.kind != NameKind::kUnion && twins.kind != NameKind::kAccount) continue;
          const auto request = [&](const std::string& value) {
            std::unique_ptr<Message> made = support::RequestAbout(*method, name, "field-" + std::to_string(number++));
            if (method->input_type()->FindFieldByName("etag") != nullptr) support::SetText(*made, "etag", "");
            if (field->is_repeated()) {
              made->GetReflection()->AddString(made.get(), field, value);
            } else {
              support::SetText(*made, field->name(), value);
            }
            return made;
          };
          const support::Reply first = wire_.As(viewer.token, *method, *request(twins.nowhere), viewer.acts_for);
          // Closed to them, or their own words: nothing is looked up.
          if (support::IsCommand(*method) && (kClosed.contains(first.answered.reason) || first.status.ok())) break;
          ExpectTheSame(viewer, *method, twins, *request(twins.there), *request(twins.nowhere), field->name());
        }
      }
    }
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  std::cout << compared_ << " fields compared in "
            << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms\n";
}

// A receipt is searched as somebody would who takes it apart: header, events and texts are in it in base64.
std::string ContentOf(const std::string& text) {
  rules::Receipt receipt;
  EXPECT_EQ(rules::ParseReceipt(text, receipt), std::nullopt) << text;
  v1::EntryHeader header;
  EXPECT_TRUE(header.ParseFromString(receipt.header));
  std::string content = text + header.DebugString();
  for (const rules::Receipt::Event& event : receipt.events) {
    v1::Event parsed;
    EXPECT_TRUE(parsed.ParseFromString(event.bytes));
    content += parsed.DebugString() + event.bytes;
  }
  for (const rules::Receipt::Text& one : receipt.texts) content += one.text + "\n";
  return content;
}

TEST_F(Secrecy, NobodySeesByAReceiptWhatIsNotTheirs) {
  std::map<std::string, int> taken;
  std::set<std::string> found;
  for (const std::string& federation : {guarded_.world.FederationName(), guarded_.neighbour.name(),
                                        guarded_.superior.name(), guarded_.predecessor.name()}) {
    v1::GetCheckpointRequest now;
    now.set_parent(federation);
    v1::GetCheckpointResponse checkpoint;
    ASSERT_DONE(guarded_.world.Call(now, &checkpoint, ""));
    for (const Viewer& viewer : viewers_) {
      for (int64_t revision = 1; revision <= checkpoint.revision(); ++revision) {
        v1::GetReceiptRequest request;
        request.set_name(federation + "/entries/" + std::to_string(revision));
        v1::GetReceiptResponse response;
        const support::Answered answered = guarded_.world.Call(request, &response, viewer.token, "vi", viewer.acts_for);
        if (!answered.ok()) {
          EXPECT_THAT(response.receipt(), testing::IsEmpty());
          continue;
        }
        ++taken[viewer.who];
        const std::string content = ContentOf(response.receipt());
        for (const Secret& secret : guarded_.secrets()) {
          if (!Holds(content, secret.text)) continue;
          found.insert(secret.text);
          const bool own = secret.whose == Whose::kSelf && viewer.account == secret.account;
          const bool name = secret.text.rfind("bimat", 0) != 0 && secret.text.rfind("73", 0) != 0;
          if (viewer.sees.contains(secret.whose) || own || (name && viewer.sees_names)) continue;
          EXPECT_FALSE(true) << viewer.who << " sees " << secret.text << " by " << request.name() << "\n" << content;
        }
      }
    }
  }
  // Who has nothing there still gets what is public: the keys of the journals.
  EXPECT_EQ(taken["nobody"], 0);
  EXPECT_GT(taken["a union's chair"], 20);
  EXPECT_GT(taken["an inspector"], taken["the chair of the federation"]);
  EXPECT_GT(found.size(), guarded_.secrets().size() / 2);
}

}  // namespace
}  // namespace phancong::services_test
