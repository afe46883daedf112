// Other federations on the server of a world.
#ifndef PHANCONG_TESTS_SUPPORT_ELSEWHERE_H_
#define PHANCONG_TESTS_SUPPORT_ELSEWHERE_H_

#include <map>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/accounts/founding.h"
#include "services/journal/signing_keys.h"
#include "services/serving/entropy.h"
#include "tests/support/world.h"

namespace phancong::support {

// Another federation on the server of a world, with its administrator and its chair.
class Elsewhere {
 public:
  Elsewhere(World& world, std::string id) : world_(world), id_(std::move(id)) {
    journal::SigningKeys keys(journal::KeysBeside(world.path()));
    const auto code = accounts::FoundFederation(world.store(), entropy_, keys,
                                                {.federation_id = id_,
                                                 .title_vi = "Liên đoàn Lao động " + id_,
                                                 .title_en = "Federation of Labour " + id_,
                                                 .administrator_id = "quan-tri",
                                                 .time_micros = world.now_micros()});
    EXPECT_TRUE(code.ok()) << code.status();
    Enters("quan-tri", *code);
    Seats("chu-tich", v1::POSITION_STANDING_COMMITTEE_CHAIR);
  }

  std::string name() const { return "federations/" + id_; }
  std::string UnionName(const std::string& unit) const { return name() + "/unions/" + unit; }

  void Seats(const std::string& account, v1::Position position, const std::string& unit = "") {
    v1::CreateAccountRequest create;
    create.set_parent(name());
    create.set_account_id(account);
    create.set_display_name("Người " + account);
    const auto created = As<v1::CreateAccountResponse>("quan-tri", create);
    ASSERT_DONE(created);
    Enters(account, created->one_time_code());
    v1::GivePositionRequest give;
    give.set_name(name() + "/accounts/" + account);
    give.set_position(position);
    if (!unit.empty()) give.set_body(UnionName(unit));
    ASSERT_DONE(As<v1::GivePositionResponse>("quan-tri", give));
  }

  void ImportsUnions(const std::string& rows) {
    v1::LoadProgrammeRequest load;
    load.set_parent(name());
    load.set_source(FileOf("deploy/programmes/bac-quang-2023-2028.textproto"));
    load.set_decision_number("01/QĐ");
    ASSERT_DONE(As<v1::LoadProgrammeResponse>("chu-tich", load));
    v1::ImportUnionsRequest import;
    import.set_parent(name());
    import.set_decision_number("02/QĐ");
    import.set_chunk(
        "id,name,type,place,founded_on,members,women,workers,direct_workers,eligible_for_agreement,"
        "eligible_for_womens_committee,chair_newly_elected_on\n" +
        rows);
    ASSERT_DONE(As<v1::ImportUnionsResponse>("chu-tich", import));
  }

  // Drafts and issues a year's round as it is.
  void IssuesTheYear(const std::string& year) {
    v1::DraftRoundRequest draft;
    draft.set_name(name() + "/rounds/" + year);
    const auto drafted = As<v1::DraftRoundResponse>("chu-tich", draft);
    ASSERT_DONE(drafted);
    v1::IssueRoundRequest issue;
    issue.set_name(name() + "/rounds/" + year);
    issue.set_etag(drafted->round().etag());
    issue.set_decision_number("05/QĐ-BTV");
    ASSERT_DONE(As<v1::IssueRoundResponse>("chu-tich", issue));
  }

  template <class Response, class Request>
  Outcome<Response> As(const std::string& account, Request request) {
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(world_.NextRequestId());
    Outcome<Response> outcome;
    static_cast<Answered&>(outcome) = world_.Call(request, &outcome.response, tokens_.at(account));
    return outcome;
  }

  Outcome<v1::AdmitUnionsResponse> Admits(const std::string& predecessor,
                                          const std::map<std::string, std::string>& renamed = {},
                                          bool validate_only = false, const std::string& decision = "12/QĐ-LĐLĐ") {
    v1::AdmitUnionsRequest request;
    request.set_parent(name());
    request.set_predecessor(predecessor);
    for (const auto& [there, here] : renamed) (*request.mutable_renamed())[there] = here;
    request.set_validate_only(validate_only);
    request.set_decision_number(decision);
    return As<v1::AdmitUnionsResponse>("chu-tich", request);
  }
  Outcome<v1::CloseFederationResponse> Closes(const std::string& successor, const std::string& decision = "50/QĐ") {
    v1::CloseFederationRequest request;
    request.set_name(name());
    request.set_successor(successor);
    request.set_decision_number(decision);
    return As<v1::CloseFederationResponse>("chu-tich", request);
  }
  Outcome<v1::SetSuperiorResponse> Joins(const std::string& superior, const std::string& decision = "60/QĐ-LĐLĐ") {
    v1::SetSuperiorRequest request;
    request.set_parent(name());
    if (!superior.empty()) request.set_superior("federations/" + superior);
    request.set_decision_number(decision);
    return As<v1::SetSuperiorResponse>("chu-tich", request);
  }
  Outcome<v1::GetUnionResponse> SeesUnion(const std::string& account, const std::string& union_name) {
    v1::GetUnionRequest request;
    request.set_name(union_name);
    return As<v1::GetUnionResponse>(account, request);
  }
  Outcome<v1::GetTaskResponse> SeesTask(const std::string& account, const std::string& task) {
    v1::GetTaskRequest request;
    request.set_name(task);
    return As<v1::GetTaskResponse>(account, request);
  }

  // Signs in with a one-time code, and sets a password.
  void Enters(const std::string& account, const std::string& code) {
    SignsIn(account, code);
    v1::ChangePasswordRequest change;
    change.set_parent(name());
    change.set_old_password(code);
    change.set_new_password(Password(account));
    ASSERT_DONE(As<v1::ChangePasswordResponse>(account, change));
    SignsIn(account, Password(account));
  }
  [[nodiscard]] const std::string& token(const std::string& account) const { return tokens_.at(account); }
  // Again, where the session has expired.
  void SignsIn(const std::string& account) { SignsIn(account, Password(account)); }
  void SignsIn(const std::string& account, const std::string& password) {
    v1::SignInRequest request;
    request.set_parent(name());
    request.set_account_id(account);
    request.set_password(password);
    v1::SignInResponse response;
    ASSERT_DONE(world_.Call(request, &response, ""));
    tokens_[account] = response.token();
  }
  static std::string Password(const std::string& account) { return "bến đò chiều của " + account + " ở đây"; }

 private:
  World& world_;
  const std::string id_;
  serving::SystemEntropy entropy_;
  std::map<std::string, std::string> tokens_;
};

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_ELSEWHERE_H_
