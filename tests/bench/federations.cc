#include "tests/bench/federations.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "grpcpp/client_context.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.grpc.pb.h"
#include "services/accounts/founding.h"
#include "services/journal/signing_keys.h"
#include "services/serving/application.h"
#include "services/serving/certificate.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/evidence_content.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/bench/load.h"
#include "tests/faults/real_server.h"
#include "tests/support/claim.h"
#include "tests/support/founding.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;

constexpr char kAdministrator[] = "quan-tri";
constexpr char kChair[] = "chu-tich";
constexpr size_t kPiece = 100'000;
// What one commit of the writer may gather.
constexpr size_t kWorkers = 16;

std::string PasswordOf(const std::string& account) { return "bến đò chiều của " + account; }

std::string UnionId(int64_t union_number) { return fmt::format("cong-doan-{}", union_number + 1); }

std::string ProgrammeSource(int first_year) {
  std::string source = fmt::format(R"(
id: "quoc-gia-{0}-{1}"
title {{ vi: "Chương trình hành động {0}–{1}" en: "Action programme {0}–{1}" }}
time_zone: "Asia/Ho_Chi_Minh"
term_begin {{ year: {0} month: 1 day: 1 }}
term_end {{ year: {1} month: 12 day: 31 }}
union_types {{ id: "PUBLIC" title {{ vi: "Công lập" en: "Public" }} }}
union_types {{ id: "ENTERPRISE" title {{ vi: "Doanh nghiệp" en: "Enterprise" }} }}
facts {{ id: "members" kind: KIND_NUMBER title {{ vi: "Đoàn viên" en: "Members" }} required: true }}
scopes {{ id: "all" title {{ vi: "Tất cả công đoàn cơ sở" en: "All unions" }} types: [ "PUBLIC", "ENTERPRISE" ] }}
fields {{ id: "care" title {{ vi: "Chăm lo, bảo vệ" en: "Care and protection" }} }}
fields {{ id: "organisation" title {{ vi: "Tổ chức, cán bộ" en: "Organisation and officers" }} }}
evidence_kinds {{ id: "minutes" title {{ vi: "Biên bản" en: "Minutes" }} }}
inspection {{ team_at_least: 3 }}
reminders {{ days_before: [ 7 ] days_after: [ 1 ] }}
)",
                                   first_year, first_year + 4);
  for (int item = 0; item < kIndicators; ++item) {
    const bool ratio = item % 2 == 1;
    source +=
        fmt::format(R"(
items {{
  id: "{0}" kind: KIND_INDICATOR source_place: "II.{1}" field: "{2}" scope: "all" periods: PERIOD_YEAR
  title {{ vi: "Chỉ tiêu số {1} của chương trình" en: "Indicator {1} of the programme" }}
  due {{ month: 12 day: 31 }} measure: {3} source: SOURCE_REPORTED evidence: "minutes"
  figures {{ id: "done" title {{ vi: "Đã làm" en: "Done" }} {4} target: 80 }}
}}
)",
                    ItemId(item), item + 1, item < kIndicators / 2 ? "care" : "organisation",
                    ratio ? "MEASURE_RATIO" : "MEASURE_COVERAGE", ratio ? R"(unit { vi: "người" en: "people" })" : "");
  }
  return source;
}

std::string DirectoryOf(int64_t unions) {
  std::string csv = "id,name,type,place,founded_on,members\n";
  for (int64_t i = 0; i < unions; ++i) {
    csv += fmt::format("{},CĐCS Đơn vị số {},{},xã số {},1996-09-05,{}\n", UnionId(i), i + 1,
                       i % 3 == 0 ? "ENTERPRISE" : "PUBLIC", i % 23 + 1, 20 + i % 80);
  }
  return csv;
}

// What the founding calls in common: one connection, and the federation's name.
class Founder {
 public:
  Founder(const std::shared_ptr<grpc::Channel>& channel, std::string federation)
      : channel_(channel), name_("federations/" + federation) {}

  template <class Response, class Request>
  Response Do(const std::string& method, Request request, const std::string& token) {
    if constexpr (requires { request.set_request_id(""); })
      request.set_request_id(fmt::format("bench-{}", ++requests_));
    Response response;
    Call(channel_, "/phancong.v1." + method, request, token, &response);
    return response;
  }

  [[nodiscard]] std::string SignIn(const std::string& account, const std::string& password) {
    v1::SignInRequest request;
    request.set_parent(name_);
    request.set_account_id(account);
    request.set_password(password);
    return Do<v1::SignInResponse>("AccountService/SignIn", request, "").token();
  }

  // For the first time, with the one-time code.
  [[nodiscard]] std::string Enter(const std::string& account, const std::string& code) {
    std::string token = SignIn(account, code);
    v1::ChangePasswordRequest change;
    change.set_parent(name_);
    change.set_old_password(code);
    change.set_new_password(PasswordOf(account));
    (void)Do<v1::ChangePasswordResponse>("AccountService/ChangePassword", change, token);
    return token;
  }

  [[nodiscard]] std::string MakeChair(const std::string& administrator) {
    v1::CreateAccountRequest create;
    create.set_parent(name_);
    create.set_account_id(kChair);
    create.set_display_name("Nguyễn Thị Chủ");
    const auto created = Do<v1::CreateAccountResponse>("AccountService/CreateAccount", create, administrator);
    v1::GivePositionRequest give;
    give.set_name(name_ + "/accounts/" + kChair);
    give.set_position(v1::POSITION_STANDING_COMMITTEE_CHAIR);
    (void)Do<v1::GivePositionResponse>("AccountService/GivePosition", give, administrator);
    return Enter(kChair, created.one_time_code());
  }

  void LoadProgramme(const std::string& source, const std::string& chair) {
    v1::LoadProgrammeRequest load;
    load.set_parent(name_);
    load.set_source(source);
    load.set_decision_number("01/QĐ-BTV");
    (void)Do<v1::LoadProgrammeResponse>("StandingCommitteeService/LoadProgramme", load, chair);
  }

  void ImportUnions(const std::string& csv, const std::string& chair) {
    const auto stub = v1::DirectoryService::NewStub(channel_);
    grpc::ClientContext context;
    Authorise(context, chair);
    v1::ImportUnionsResponse response;
    const auto writer = stub->ImportUnions(&context, &response);
    v1::ImportUnionsRequest piece;
    piece.set_parent(name_);
    piece.set_request_id(fmt::format("bench-{}", ++requests_));
    piece.set_decision_number("02/QĐ-BTV");
    for (size_t at = 0; at < csv.size(); at += kPiece) {
      piece.set_chunk(csv.substr(at, kPiece));
      if (!writer->Write(piece)) break;
      piece.Clear();
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) faults::Fail("ImportUnions: " + status.error_message());
  }

  void SetSuperior(const std::string& superior, const std::string& chair) {
    v1::SetSuperiorRequest set;
    set.set_parent(name_);
    set.set_superior("federations/" + superior);
    set.set_decision_number("03/QĐ-BTV");
    (void)Do<v1::SetSuperiorResponse>("StandingCommitteeService/SetSuperior", set, chair);
  }

  // Every union gets a chair; those of the first ones sign in.
  [[nodiscard]] std::vector<std::string> MakeHeads(int64_t unions, int64_t heads, const std::string& administrator) {
    std::vector<std::string> tokens(static_cast<size_t>(heads));
    for (int64_t made = 0; made < unions;) {
      v1::CreateUnionAccountsRequest create;
      create.set_parent(name_);
      const auto created =
          Do<v1::CreateUnionAccountsResponse>("AccountService/CreateUnionAccounts", create, administrator);
      if (created.accounts().empty()) faults::Fail("unions got no accounts");
      for (const v1::CreatedAccount& one : created.accounts()) {
        const std::string id = one.body().substr(one.body().rfind('/') + 1);
        for (int64_t head = 0; head < heads; ++head) {
          if (id != UnionId(head)) continue;
          const std::string& account = one.account().name();
          tokens[static_cast<size_t>(head)] = Enter(account.substr(account.rfind('/') + 1), one.one_time_code());
        }
      }
      made += created.accounts_size();
    }
    return tokens;
  }

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::string name_;
  int64_t requests_ = 0;
};

Federation Settle(const std::shared_ptr<grpc::Channel>& channel, const FederationPlan& plan, const std::string& code,
                  const std::string& programme) {
  Founder founder(channel, plan.id);
  Federation federation;
  federation.name = founder.name();
  const std::string administrator = founder.Enter(kAdministrator, code);
  federation.chair_token = founder.MakeChair(administrator);
  founder.LoadProgramme(programme, federation.chair_token);
  founder.ImportUnions(DirectoryOf(plan.unions), federation.chair_token);
  if (!plan.superior.empty()) founder.SetSuperior(plan.superior, federation.chair_token);
  federation.head_tokens = founder.MakeHeads(plan.unions, std::min(plan.heads, plan.unions), administrator);
  return federation;
}

void Require(const absl::Status& status, const std::string& what) {
  if (!status.ok()) faults::Fail(what + ": " + std::string(status.message()));
}

}  // namespace

std::vector<Federation> FoundFederations(const fs::path& folder, const std::vector<FederationPlan>& plans,
                                         int first_year, const std::function<void(size_t)>& done) {
  const std::string db = (folder / "db").string();
  const serving::WallClock clock;
  serving::SystemEntropy entropy;
  auto opened = storage::SqliteStore::Open(db, {.create = true});
  Require(opened.status(), "no database");
  const std::unique_ptr<storage::SqliteStore> store = *std::move(opened);
  Require(storage::Migrate(*store), "no schema");
  Require(serving::MakeCertificate(db, clock.NowMicros(), serving::IfMade::kKeep), "no certificate");
  journal::SigningKeys keys(journal::KeysBeside(db));
  std::vector<std::string> codes;
  for (const FederationPlan& plan : plans) {
    absl::StatusOr<std::string> code = accounts::FoundFederation(*store, entropy, keys,
                                                                 {.federation_id = plan.id,
                                                                  .title_vi = "Liên đoàn Lao động " + plan.id,
                                                                  .title_en = "Federation of Labour " + plan.id,
                                                                  .administrator_id = kAdministrator,
                                                                  .password_cost = support::kCheapPassword,
                                                                  .time_micros = clock.NowMicros()});
    Require(code.status(), plan.id);
    codes.push_back(*std::move(code));
  }

  serving::Application application(*store, clock, entropy,
                                   {.listen = "127.0.0.1:0",
                                    .password_cost = support::kCheapPassword,
                                    .reminder_period = absl::InfiniteDuration(),
                                    .evidence_folder = storage::EvidenceFolderOf(db).string(),
                                    .keys_folder = journal::KeysBeside(db)});
  Require(application.Start(), "no server");
  faults::Caller door;
  door.address = fmt::format("127.0.0.1:{}", application.port());
  const std::string programme = ProgrammeSource(first_year);
  std::vector<Federation> federations(plans.size());
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  size_t settled = 0;
  std::vector<std::thread> workers;
  for (size_t i = 0; i < std::min(kWorkers, plans.size()); ++i) {
    workers.emplace_back([&] {
      const auto channel = faults::Connect(door);
      for (size_t at = next++; at < plans.size(); at = next++) {
        federations[at] = Settle(channel, plans[at], codes[at], programme);
        const std::lock_guard lock(mutex);
        done(++settled);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  application.Stop();
  return federations;
}

int ThisYear() { return std::stoi(faults::Today().substr(0, 4)); }

std::string ItemId(int item) { return fmt::format("1.{}", item + 1); }

std::string UnionName(const std::string& federation, int64_t union_number) {
  return federation + "/unions/" + UnionId(union_number);
}

std::string RoundName(const std::string& federation, int year) { return fmt::format("{}/rounds/{}", federation, year); }

std::string TaskName(const std::string& federation, int year, int item, int64_t union_number) {
  return fmt::format("{}/tasks/{}.{}", RoundName(federation, year), ItemId(item), UnionId(union_number));
}

v1::IssueRoundRequest DraftRound(const std::shared_ptr<grpc::Channel>& channel, const Federation& federation, int year,
                                 int first_item, int end_item) {
  v1::DraftRoundRequest draft;
  draft.set_name(RoundName(federation.name, year));
  draft.set_request_id(fmt::format("draft-{}", year));
  for (int item = 0; item < kIndicators; ++item) {
    if (item < first_item || item >= end_item) draft.add_without_items(ItemId(item));
  }
  v1::DraftRoundResponse drafted;
  Call(channel, "/phancong.v1.StandingCommitteeService/DraftRound", draft, federation.chair_token, &drafted);
  v1::IssueRoundRequest issue;
  issue.set_name(draft.name());
  issue.set_request_id(fmt::format("issue-{}", year));
  issue.set_etag(drafted.round().etag());
  issue.set_decision_number("05/QĐ-BTV");
  return issue;
}

void IssueRound(const std::shared_ptr<grpc::Channel>& channel, const Federation& federation,
                const v1::IssueRoundRequest& issue) {
  v1::IssueRoundResponse issued;
  Call(channel, "/phancong.v1.StandingCommitteeService/IssueRound", issue, federation.chair_token, &issued);
}

v1::SubmitTaskRequest SubmissionOf(const std::string& task, int item) {
  support::Claim claim;
  if (item % 2 == 1) {
    claim.Ratio("done", 34, 40);
  } else {
    claim.Yes("done");
  }
  v1::SubmitTaskRequest request;
  request.set_name(task);
  request.set_request_id("submit-" + task.substr(task.rfind("rounds/") + 7));
  *request.mutable_report() = claim.With("minutes").Saying("Đã tổ chức thực hiện theo kế hoạch của đơn vị.");
  return request;
}

}  // namespace phancong::bench
