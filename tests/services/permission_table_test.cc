// Who may call what, cell by cell: every method of the contract × everybody there is × whatever they may name, asked of
// the real server, and compared with what the contract declares, read here a second time.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/access.pb.h"
#include "phancong/v1/account_service.pb.h"
#include "storage/federations.h"
#include "storage/journal.h"
#include "storage/store.h"
#include "tests/services/guarded_federation.h"
#include "tests/support/contract.h"
#include "tests/support/wire.h"

namespace phancong::services_test {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using rules::NameKind;
using support::Person;

constexpr char kOpen[] = "open";

const std::set<std::string> kClosed = {"POSITION_REQUIRED", "NOT_YOUR_UNION", "NOT_SIGNED_IN",
                                       "PASSWORD_CHANGE_REQUIRED", "NOT_DELEGATED"};
const std::set<NameKind> kOfAUnit = {NameKind::kUnion,      NameKind::kTask,   NameKind::kExtension,
                                     NameKind::kUnionPlan,  NameKind::kRating, NameKind::kEvidence,
                                     NameKind::kInspection, NameKind::kFinding};
const std::set<NameKind> kOfAPerson = {NameKind::kAccount, NameKind::kSession};

const std::set<v1::Position> kCommitteePositions = {
    v1::POSITION_STANDING_COMMITTEE_CHAIR,    v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR,
    v1::POSITION_STANDING_COMMITTEE_MEMBER,   v1::POSITION_INSPECTION_COMMITTEE_CHAIR,
    v1::POSITION_INSPECTION_COMMITTEE_MEMBER, v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER};

// Somebody who calls.
struct Caller {
  enum class Standing { kSignedIn, kNobody, kOneTimeCode };

  std::string who;
  std::string token;
  std::string account;  // their name
  Standing standing = Standing::kSignedIn;
  v1::Position held = v1::POSITION_UNSPECIFIED;
  std::string unit;  // where `held` is in a union
  std::string acts_for;
  v1::Position delegated = v1::POSITION_UNSPECIFIED;  // of `acts_for`
  Person* person = nullptr;
};

enum class Where { kHere, kNeighbour, kPredecessor };

struct Aim {
  Where where;
  NameKind kind;
  std::string unit;  // whose it is; "": nobody's in particular; "federation"
  std::string name;
};

// What the contract declares of one cell: kOpen, or the only reason with which it is refused. Written from
// access.proto and the READMEs, and not from the server's own reading of them.
class Declared {
 public:
  Declared(const MethodDescriptor& method, const Caller& caller, const Aim& aim)
      : method_(method), access_(method.options().GetExtension(v1::access)), caller_(caller), aim_(aim) {}

  std::string Outcome() const {
    if (Grants(v1::ACCESS_SCOPE_PUBLIC)) return kOpen;
    if (caller_.standing == Caller::Standing::kNobody) return "NOT_SIGNED_IN";
    static const std::set<std::string> kBeforeThePassword = {"ChangePassword", "SignOut", "WhoAmI"};
    if (caller_.standing == Caller::Standing::kOneTimeCode && !kBeforeThePassword.contains(method_.name())) {
      return "PASSWORD_CHANGE_REQUIRED";
    }
    if (aim_.where == Where::kNeighbour) return "POSITION_REQUIRED";
    if (aim_.where == Where::kPredecessor) return OfHistory();
    if (!caller_.acts_for.empty() && !IsSessionsOwn()) {
      // What concerns oneself, and accounts, is never done for another.
      if (Grants(v1::ACCESS_SCOPE_SELF) || method_.service()->name() == "AccountService") return "NOT_DELEGATED";
      if (caller_.delegated == v1::POSITION_UNSPECIFIED) return "NOT_DELEGATED";
      return Of(caller_.delegated, caller_.unit, true);
    }
    return Of(caller_.held, caller_.unit, true);
  }

 private:
  bool Grants(v1::AccessScope scope) const {
    return std::any_of(access_.grants().begin(), access_.grants().end(),
                       [&](const v1::Grant& grant) { return grant.scope() == scope; });
  }

  // Calls that are no command and no read: they are between a session and the server, whomever one says to act for.
  bool IsSessionsOwn() const {
    static const std::set<std::string> kOperations = {"SignOut", "ChangePassword", "ListSessions", "RevokeSession",
                                                      "MarkInboxRead"};
    return kOperations.contains(method_.name());
  }

  // A closed federation's history is open to its successor, to be read, by who holds a position in a committee, or in a
  // union that came from there.
  std::string OfHistory() const {
    if (access_.changes() || !caller_.acts_for.empty()) return "POSITION_REQUIRED";
    const bool came_along = caller_.unit == "truong-vi-xuyen";
    if (!came_along && !kCommitteePositions.contains(caller_.held)) return "POSITION_REQUIRED";
    return Of(caller_.held, caller_.unit, false);
  }

  std::string Of(v1::Position position, const std::string& unit, bool at_home) const {
    bool named = false;
    bool reached = false;
    for (const v1::Grant& grant : access_.grants()) {
      if (grant.scope() == v1::ACCESS_SCOPE_SELF && at_home) {
        // Whatever it names is one's own.
        reached = !kOfAPerson.contains(aim_.kind) || aim_.name.rfind(caller_.account + "/", 0) == 0 ||
                  aim_.name == caller_.account;
        if (reached) return kOpen;
        continue;
      }
      if (std::find(grant.positions().begin(), grant.positions().end(), static_cast<int>(position)) ==
          grant.positions().end()) {
        continue;
      }
      switch (grant.scope()) {
        case v1::ACCESS_SCOPE_FEDERATION:
          return kOpen;
        case v1::ACCESS_SCOPE_OWN_UNION:
          named = true;
          reached = reached || aim_.unit.empty() || aim_.unit == unit;
          break;
        case v1::ACCESS_SCOPE_FEDERATION_TASK:
          if (!at_home) break;
          named = true;
          reached = reached || aim_.unit.empty() || aim_.unit == "federation";
          break;
        default:
          break;
      }
    }
    if (named && reached) return kOpen;
    return named ? "NOT_YOUR_UNION" : "POSITION_REQUIRED";
  }

  const MethodDescriptor& method_;
  const v1::Access& access_;
  const Caller& caller_;
  const Aim& aim_;
};

// Where a body asks for more than the declaration can say. What it refuses there with one of the reasons above is no
// hole: it is closed where it might be open.
const std::map<std::string, std::string> kNarrower = {
    {"DelegatePosition", "who holds the position, or heads its body"},
    {"EndDelegation", "who delegated, or heads the body"},
};

// Closed to nobody.
const std::set<std::string> kPublic = {"phancong.v1.AccountService.SignIn", "phancong.v1.JournalService.GetCheckpoint",
                                       "phancong.v1.JournalService.ProveInclusion",
                                       "phancong.v1.JournalService.ProveConsistency",
                                       "phancong.v1.JournalService.AddWitnessSignature"};

class PermissionTable : public testing::Test {
 protected:
  PermissionTable() {
    for (int i = 0; i < 8; ++i) wires_.push_back(std::make_unique<support::Wire>(guarded_.world.address()));
    support::World& world = guarded_.world;
    Holds("the administrator", world.Administrator(), v1::POSITION_ADMINISTRATOR);
    Holds("the chair", world.Chair(), v1::POSITION_STANDING_COMMITTEE_CHAIR);
    Holds("the vice-chair", world.ViceChair(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR);
    Holds("a member", world.Member(1), v1::POSITION_STANDING_COMMITTEE_MEMBER);
    Holds("the chair of the inspectors", world.InspectionChair(), v1::POSITION_INSPECTION_COMMITTEE_CHAIR);
    Holds("an inspector", world.Inspector(1), v1::POSITION_INSPECTION_COMMITTEE_MEMBER);
    Holds("a member of the executive", world.ExecutiveMember(), v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
    Holds("a reader", world.Reader(), v1::POSITION_READER);
    Holds("a union's chair", world.UnionChair(guarded_.own), v1::POSITION_UNION_CHAIR, guarded_.own);
    Holds("a union's officer", world.UnionOfficer(guarded_.own), v1::POSITION_UNION_OFFICER, guarded_.own);
    Holds("the chair of a union that was taken over", world.UnionChair(guarded_.admitted), v1::POSITION_UNION_CHAIR,
          guarded_.admitted);
    Holds("somebody without a position", world.Newcomer("khong-chuc-vu"), v1::POSITION_UNSPECIFIED);
    ActsFor("an officer for the chair", world.UnionOfficer(guarded_.own), v1::POSITION_UNION_OFFICER, guarded_.own,
            world.UnionChair(guarded_.own), v1::POSITION_UNION_CHAIR);
    ActsFor("a member for the chair", world.Member(2), v1::POSITION_STANDING_COMMITTEE_MEMBER, "", world.Chair(),
            v1::POSITION_STANDING_COMMITTEE_CHAIR);
    ActsFor("a member for somebody who delegated nothing", world.Member(2), v1::POSITION_STANDING_COMMITTEE_MEMBER, "",
            world.ViceChair(), v1::POSITION_UNSPECIFIED);
    HoldsOnOtherDays();
    IsShutOut();
    SparesWhatOpenCallsEnd();
  }

  void Holds(const std::string& who, Person& person, v1::Position position, const std::string& unit = "") {
    EXPECT_DONE(person.SignsIn());
    callers_.push_back({.who = who,
                        .token = person.token(),
                        .account = person.name(),
                        .held = position,
                        .unit = unit,
                        .acts_for = "",
                        .person = &person});
  }
  void ActsFor(const std::string& who, Person& person, v1::Position position, const std::string& unit, Person& whose,
               v1::Position delegated) {
    Holds(who, person, position, unit);
    callers_.back().acts_for = whose.account();
    callers_.back().delegated = delegated;
  }

  // Positions of a union and of the federation: until yesterday, and from tomorrow on.
  void HoldsOnOtherDays() {
    support::World& world = guarded_.world;
    const std::string yesterday = "2026-01-11";
    const std::string tomorrow = "2026-01-13";
    for (const auto& [account, position, unit] : std::vector<std::tuple<std::string, v1::Position, std::string>>{
             {"chu-tich-cu", v1::POSITION_STANDING_COMMITTEE_CHAIR, ""},
             {"doan-vien-cu", v1::POSITION_UNION_CHAIR, guarded_.own}}) {
      Person& person = world.Newcomer(account);
      EXPECT_DONE(world.Administrator().Gives(account, position, unit, "2025-01-06", yesterday));
      Holds(account + ", until yesterday", person, v1::POSITION_UNSPECIFIED);
    }
    for (const auto& [account, position, unit] : std::vector<std::tuple<std::string, v1::Position, std::string>>{
             {"chu-tich-moi", v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR, ""},
             {"doan-vien-moi", v1::POSITION_UNION_OFFICER, guarded_.own}}) {
      Person& person = world.Newcomer(account);
      EXPECT_DONE(world.Administrator().Gives(account, position, unit, tomorrow));
      Holds(account + ", from tomorrow on", person, v1::POSITION_UNSPECIFIED);
    }
  }

  void IsShutOut() {
    support::World& world = guarded_.world;
    const auto shut_out = [&](const std::string& who, const std::string& token, Caller::Standing standing) {
      callers_.push_back({.who = who,
                          .token = token,
                          .account = "",
                          .standing = standing,
                          .held = v1::POSITION_UNSPECIFIED,
                          .unit = "",
                          .acts_for = ""});
    };
    shut_out("nobody", "", Caller::Standing::kNobody);
    shut_out("somebody with a token that nobody was given", "khong-ai-co", Caller::Standing::kNobody);
    Person& disabled = world.Newcomer("bi-khoa");
    EXPECT_DONE(world.Administrator().Gives("bi-khoa", v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
    EXPECT_DONE(disabled.SignsIn());
    EXPECT_DONE(world.Administrator().Disables("bi-khoa"));
    shut_out("a vice-chair whose account is disabled", disabled.token(), Caller::Standing::kNobody);
    const auto created = world.Administrator().CreatesAccount("ma-mot-lan", "Người có mã dùng một lần");
    EXPECT_DONE(created);
    EXPECT_DONE(world.Administrator().Gives("ma-mot-lan", v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
    one_time_code_ = created->one_time_code();
    shut_out("a vice-chair with a one-time code", EntersWithACode(), Caller::Standing::kOneTimeCode);
  }
  std::string EntersWithACode() {
    v1::SignInRequest request;
    request.set_parent(guarded_.world.FederationName());
    request.set_account_id("ma-mot-lan");
    request.set_password(one_time_code_);
    v1::SignInResponse response;
    EXPECT_DONE(guarded_.world.Call(request, &response, ""));
    return response.token();
  }

  // What an open call would end stands for nothing that other cells look at.
  void SparesWhatOpenCallsEnd() {
    support::World& world = guarded_.world;
    Person& spare = world.Member(3);
    EXPECT_DONE(spare.Delegates(spare, world.Member(1), "2026-12-31"));
    v1::ListDelegationsRequest list;
    list.set_parent(world.FederationName());
    const auto listed = world.Chair().Call<v1::ListDelegationsResponse>(list);
    EXPECT_DONE(listed);
    for (const v1::Delegation& each : listed->delegations()) {
      if (each.account() == spare.name()) guarded_.whole[NameKind::kDelegation] = each.name();
    }
    guarded_.whole[NameKind::kPosition] = world.PositionName(world.Member(4));
    guarded_.whole[NameKind::kAccount] = world.Newcomer("du-bi").name();
    guarded_.whole[NameKind::kSession] = world.Newcomer("du-bi").name() + "/sessions/1";
    guarded_.whole[NameKind::kResponsibility] = guarded_.of_own.at(NameKind::kResponsibility);
  }

  std::vector<Aim> AimsOf(const MethodDescriptor& method, const Caller& caller) const {
    std::vector<Aim> aims;
    const auto aim = [&](Where where, NameKind kind, const std::string& unit, const Names& names) {
      if (const auto found = names.find(kind); found != names.end()) {
        aims.push_back({.where = where, .kind = kind, .unit = unit, .name = found->second});
      }
    };
    for (const NameKind kind : support::NamedBy(method)) {
      if (kOfAUnit.contains(kind)) {
        aim(Where::kHere, kind, guarded_.own, guarded_.of_own);
        aim(Where::kHere, kind, guarded_.other, guarded_.of_other);
        aim(Where::kHere, kind, "federation", guarded_.of_federation);
        aim(Where::kPredecessor, kind, guarded_.admitted, guarded_.of_admitted);
        aim(Where::kPredecessor, kind, "truong-o-lai", guarded_.of_left_behind);
      } else {
        aim(Where::kHere, kind, "", guarded_.whole);
        aim(Where::kPredecessor, kind, "", guarded_.of_admitted);
      }
      if (kOfAPerson.contains(kind) && !caller.account.empty()) {
        const std::string own = caller.account + (kind == NameKind::kSession ? "/sessions/999" : "");
        aims.push_back({.where = Where::kHere, .kind = kind, .unit = "", .name = own});
      }
      aim(Where::kNeighbour, kind, "", guarded_.of_neighbour);
    }
    return aims;
  }

  // The revision of every federation of the server.
  std::map<int64_t, int64_t> Revisions() {
    std::map<int64_t, int64_t> revisions;
    EXPECT_TRUE(guarded_.world.store()
                    .Read([&](storage::ReadTransaction& tx) -> absl::Status {
                      const auto all = storage::ListFederations(tx);
                      if (!all.ok()) return all.status();
                      for (const storage::FederationRow& row : *all) revisions[row.federation] = row.revision;
                      return absl::OkStatus();
                    })
                    .ok());
    return revisions;
  }
  // Whether nothing was written since but that somebody tried.
  bool OnlyTried(const std::map<int64_t, int64_t>& before) {
    bool only = true;
    EXPECT_TRUE(guarded_.world.store()
                    .Read([&](storage::ReadTransaction& tx) -> absl::Status {
                      for (const auto& [federation, revision] : before) {
                        const auto entries = storage::ReadEntries(tx, federation, revision + 1, 10'000);
                        if (!entries.ok()) return entries.status();
                        for (const storage::StoredEntry& entry : *entries) {
                          for (const auto& event : entry.events) only = only && event.event.has_attempt_refused();
                        }
                      }
                      return absl::OkStatus();
                    })
                    .ok());
    return only;
  }

  std::string FreshToken(const Caller& caller) {
    if (caller.person == nullptr) {
      return caller.standing == Caller::Standing::kOneTimeCode ? EntersWithACode() : caller.token;
    }
    EXPECT_DONE(caller.person->SignsIn());
    return caller.person->token();
  }

  struct Cell {
    const Caller* caller;
    Aim aim;
    std::string declared;
    std::string token;
    std::unique_ptr<Message> request;
    support::Answered answered;
  };

  Cell Prepare(const MethodDescriptor& method, const Caller& caller, const Aim& aim) {
    Cell cell{.caller = &caller,
              .aim = aim,
              .declared = Declared(method, caller, aim).Outcome(),
              .token = method.name() == "SignOut" ? FreshToken(caller) : caller.token,
              .request = support::RequestAbout(method, aim.name, "cell-" + std::to_string(++cells_)),
              .answered = {}};
    // A watch that is open ends at once.
    for (const char* cursor : {"after", "after_revision"}) {
      if (const auto* const field = method.input_type()->FindFieldByName(cursor)) {
        cell.request->GetReflection()->SetInt64(cell.request.get(), field, -1);
      }
    }
    tried_[method.full_name()].insert(cell.declared);
    return cell;
  }
  static std::string Named(const MethodDescriptor& method, const Cell& cell) {
    return method.name() + " by " + cell.caller->who + " about " + cell.aim.name;
  }

  // Many at a time: the server writes down many refusals at once.
  void TryClosed(const MethodDescriptor& method, std::vector<Cell>& cells) {
    const std::map<int64_t, int64_t> before = Revisions();
    std::vector<std::thread> threads;
    for (size_t thread = 0; thread < wires_.size(); ++thread) {
      threads.emplace_back([&, thread] {
        for (size_t i = thread; i < cells.size(); i += wires_.size()) {
          cells[i].answered =
              wires_[thread]->As(cells[i].token, method, *cells[i].request, cells[i].caller->acts_for).answered;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const Cell& cell : cells) EXPECT_EQ(cell.answered.reason, cell.declared) << Named(method, cell);
    EXPECT_TRUE(OnlyTried(before)) << method.name();
    closed_ += static_cast<int64_t>(cells.size());
  }

  void TryOpen(const MethodDescriptor& method, Cell& cell) {
    cell.answered = wires_[0]->As(cell.token, method, *cell.request, cell.caller->acts_for).answered;
    if (kClosed.contains(cell.answered.reason)) {
      EXPECT_TRUE(kNarrower.contains(method.name())) << Named(method, cell) << ": " << cell.answered.reason;
      return;
    }
    ++opened_[method.full_name()];
    EXPECT_NE(cell.answered.code, grpc::StatusCode::INTERNAL) << Named(method, cell) << ": " << cell.answered;
    EXPECT_NE(cell.answered.code, grpc::StatusCode::UNKNOWN) << Named(method, cell) << ": " << cell.answered;
  }

  GuardedFederation guarded_;
  std::vector<std::unique_ptr<support::Wire>> wires_;
  std::vector<Caller> callers_;
  std::string one_time_code_;
  int64_t cells_ = 0;
  int64_t closed_ = 0;
  std::map<std::string, std::set<std::string>> tried_;
  std::map<std::string, int> opened_;
};

TEST_F(PermissionTable, IsWhatTheContractDeclaresInEveryCell) {
  const auto begun = std::chrono::steady_clock::now();
  std::set<v1::Position> held;
  for (const Caller& caller : callers_) held.insert(caller.held);
  for (int i = 0; i < v1::Position_descriptor()->value_count(); ++i) {
    const auto position = static_cast<v1::Position>(v1::Position_descriptor()->value(i)->number());
    EXPECT_TRUE(held.contains(position)) << v1::Position_Name(position) << " is held by nobody here";
  }
  for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
    std::vector<Cell> closed;
    std::vector<Cell> open;
    for (const Caller& caller : callers_) {
      for (const Aim& aim : AimsOf(*method, caller)) {
        Cell cell = Prepare(*method, caller, aim);
        (cell.declared == kOpen ? open : closed).push_back(std::move(cell));
      }
    }
    TryClosed(*method, closed);
    for (Cell& cell : open) TryOpen(*method, cell);
    EXPECT_GT(opened_[method->full_name()], 0) << method->name() << " is open to nobody";
  }
  EXPECT_EQ(tried_.size(), support::MethodsOfTheContract().size());
  for (const auto& [method, outcomes] : tried_) {
    EXPECT_TRUE(outcomes.contains(kOpen)) << method;
    EXPECT_TRUE(outcomes.size() > 1 || kPublic.contains(method)) << method;
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  std::cout << cells_ << " cells of " << tried_.size() << " methods and " << callers_.size() << " callers, " << closed_
            << " of them closed, in " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms\n";
}

}  // namespace
}  // namespace phancong::services_test
