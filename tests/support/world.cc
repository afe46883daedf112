#include "tests/support/world.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <random>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "services/accounts/founding.h"
#include "services/journal/signing_keys.h"
#include "services/serving/application.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/evidence_content.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/support/exchange.h"
#include "tests/support/founding.h"
#include "tests/support/invariants.h"

namespace phancong::support {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr char kAdministrator[] = "quan-tri";
constexpr size_t kPiece = 100'000;

// The same bytes in every run.
class SeededEntropy final : public serving::Entropy {
 public:
  explicit SeededEntropy(uint64_t seed) : random_(seed) {}
  std::string Bytes(size_t count) override {
    const std::lock_guard lock(mutex_);
    std::string bytes;
    while (bytes.size() < count) bytes.push_back(static_cast<char>(random_() & 0xff));
    return bytes;
  }

 private:
  std::mutex mutex_;
  std::mt19937_64 random_;  // guarded by mutex_
};

// The method with this request: each has a message of its own.
const MethodDescriptor& MethodOf(const Message& request) {
  const google::protobuf::FileDescriptor* file = request.GetDescriptor()->file();
  for (int i = 0; i < file->service_count(); ++i) {
    for (int j = 0; j < file->service(i)->method_count(); ++j) {
      const MethodDescriptor* method = file->service(i)->method(j);
      if (method->input_type() == request.GetDescriptor()) return *method;
    }
  }
  ADD_FAILURE() << "no method takes a " << request.GetTypeName();
  std::abort();
}

// One message, or an upload in pieces.
std::vector<std::unique_ptr<Message>> PiecesOf(const Message& request, bool streams) {
  std::vector<std::unique_ptr<Message>> pieces;
  pieces.emplace_back(request.New());
  pieces.back()->CopyFrom(request);
  if (!streams) return pieces;
  const FieldDescriptor* chunk = request.GetDescriptor()->FindFieldByName("chunk");
  const std::string whole = request.GetReflection()->GetString(request, chunk);
  pieces.back()->GetReflection()->SetString(pieces.back().get(), chunk, whole.substr(0, kPiece));
  for (size_t at = kPiece; at < whole.size(); at += kPiece) {
    pieces.emplace_back(request.New());
    pieces.back()->GetReflection()->SetString(pieces.back().get(), chunk, whole.substr(at, kPiece));
  }
  return pieces;
}

// The local day of a moment, as DateOf and MomentOf take it.
std::string DayOf(int64_t micros) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone));
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixMicros(micros), zone);
}

std::string MakeFolder() {
  std::string path = absl::StrCat(std::filesystem::temp_directory_path().string(), "/phancong-world-XXXXXX");
  if (mkdtemp(path.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
  return path;
}

}  // namespace

google::type::Date DateOf(const std::string& day) {
  google::type::Date date;
  if (day.empty()) return date;
  const std::vector<std::string> parts = absl::StrSplit(day, '-');
  EXPECT_EQ(parts.size(), 3U) << day;
  int year = 0;
  int month = 0;
  int of_month = 0;
  EXPECT_TRUE(absl::SimpleAtoi(parts[0], &year) && absl::SimpleAtoi(parts[1], &month) &&
              absl::SimpleAtoi(parts[2], &of_month))
      << day;
  date.set_year(year);
  date.set_month(month);
  date.set_day(of_month);
  return date;
}

int64_t MomentOf(const std::string& day) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone));
  const google::type::Date date = DateOf(day);
  return absl::ToUnixMicros(absl::FromCivil(absl::CivilHour(date.year(), date.month(), date.day(), 8), zone));
}

std::string FileOf(const std::string& path) {
  std::ifstream file(absl::StrCat(PHANCONG_SOURCE_DIR, "/", path), std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  std::stringstream whole;
  whole << file.rdbuf();
  return whole.str();
}

struct World::Running {
  Running(const std::string& path, uint64_t seed, int64_t now_micros) : clock(now_micros), entropy(seed) { Open(path); }

  // With nothing in memory.
  void Open(const std::string& path) {
    store.reset();
    auto opened = storage::SqliteStore::Open(path, {.create = true});
    EXPECT_TRUE(opened.ok()) << opened.status();
    store = *std::move(opened);
    const absl::Status migrated = storage::Migrate(*store);
    EXPECT_TRUE(migrated.ok()) << migrated;
  }

  serving::VirtualClock clock;
  SeededEntropy entropy;
  std::unique_ptr<storage::SqliteStore> store;
  std::unique_ptr<serving::Application> application;
  std::string address;
  std::unique_ptr<Exchange::Stub> stub;
};

World::World(WorldOptions options)
    : options_(std::move(options)),
      folder_(MakeFolder()),
      running_(std::make_unique<Running>(path(), options_.seed, MomentOf(options_.first_day))) {
  journal::SigningKeys keys(journal::KeysBeside(path()));
  const absl::StatusOr<std::string> code =
      accounts::FoundFederation(*running_->store, running_->entropy, keys,
                                {.federation_id = options_.federation,
                                 .title_vi = "Liên đoàn Lao động huyện Bắc Quang",
                                 .title_en = "Federation of Labour of Bắc Quang district",
                                 .administrator_id = kAdministrator,
                                 .demo = options_.demo,
                                 .time_micros = running_->clock.NowMicros()});
  EXPECT_TRUE(code.ok()) << code.status();
  Start();
  auto administrator = std::make_unique<Person>(*this, kAdministrator, *code);
  EXPECT_DONE(administrator->ChangesPassword("bến đò chiều của quản trị"));
  persons_[kAdministrator] = std::move(administrator);
}

World::~World() {
  if (running_->application != nullptr) Stop();
  if (!broken_) ChecksInvariants();
  running_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void World::Start() {
  // Passwords of tests need not be hard to guess.
  running_->application = std::make_unique<serving::Application>(
      *running_->store, running_->clock, running_->entropy,
      serving::ApplicationOptions{.listen = "127.0.0.1:0",
                                  .password_cost = kCheapPassword,
                                  .reminder_period = absl::InfiniteDuration(),
                                  .smtp = options_.smtp,
                                  .evidence_folder = storage::EvidenceFolderOf(path()).string(),
                                  .keys_folder = journal::KeysBeside(path()),
                                  .upload_patience = options_.upload_patience,
                                  .sweep_period = absl::Hours(24)});
  const absl::Status started = running_->application->Start();
  ASSERT_TRUE(started.ok()) << started;
  running_->address = absl::StrCat("127.0.0.1:", running_->application->port());
  running_->stub = std::make_unique<Exchange::Stub>(ChannelOfItsOwn(running_->address));
}

void World::Stop() {
  running_->application->Stop();
  running_->application.reset();
}

int64_t World::RingsReminders() {
  const absl::StatusOr<int64_t> rung = running_->application->RingReminders();
  EXPECT_TRUE(rung.ok()) << rung.status();
  return rung.value_or(0);
}

int64_t World::SendsMail() {
  const absl::StatusOr<int64_t> sent = running_->application->SendMail();
  EXPECT_TRUE(sent.ok()) << sent.status();
  return sent.value_or(0);
}

void World::Restart() {
  Stop();
  running_->Open(path());
  Start();
}

const std::string& World::address() const { return running_->address; }
storage::Store& World::store() { return *running_->store; }
std::string World::path() const { return absl::StrCat(folder_, "/phancong.db"); }
void World::ChecksInvariants() { CheckInvariants(*running_->store); }

void World::GoTo(const std::string& day) { running_->clock.Set(MomentOf(day)); }
void World::PassHours(int64_t hours) { running_->clock.Set(now_micros() + hours * 3600 * 1'000'000); }
int64_t World::now_micros() const { return running_->clock.NowMicros(); }

Answered World::Call(const Message& request, Message* response, const std::string& token, const std::string& language,
                     const std::string& on_behalf_of) {
  response->Clear();
  grpc::ClientContext context;
  context.AddMetadata("accept-language", language);
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  if (!on_behalf_of.empty()) context.AddMetadata("phancong-on-behalf-of", on_behalf_of);
  const MethodDescriptor& method = MethodOf(request);
  Exchange exchange(*running_->stub, method, context);
  const auto pieces = PiecesOf(request, method.client_streaming());
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (!exchange.Writes(*pieces[i], i + 1 == pieces.size())) break;
  }
  const bool answered = exchange.Reads(response);
  const grpc::Status status = exchange.Ends();
  if (status.ok() && !answered) return AnsweredOf({grpc::StatusCode::INTERNAL, "no answer"});
  return AnsweredOf(status);
}

Answered World::Watch(const Message& request, Message* response, const std::string& token,
                      const std::function<bool()>& take) {
  grpc::ClientContext context;
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  Exchange exchange(*running_->stub, MethodOf(request), context);
  exchange.Writes(request, /*is_last=*/true);
  while (exchange.Reads(response)) {
    if (take()) continue;
    context.TryCancel();
    break;
  }
  return AnsweredOf(exchange.Ends());
}

Person& World::Cast(const std::string& account, const std::string& display_name, v1::Position position,
                    const std::string& unit) {
  if (const auto found = persons_.find(account); found != persons_.end()) return *found->second;
  std::string code;
  const auto created = Administrator().CreatesAccount(account, display_name);
  if (created.reason == "ALREADY_EXISTS") {
    const auto reset = Administrator().Resets(account);
    EXPECT_DONE(reset);
    code = reset->one_time_code();
  } else {
    EXPECT_DONE(created);
    code = created->one_time_code();
    if (position != v1::POSITION_UNSPECIFIED) {
      EXPECT_DONE(Administrator().Gives(account, position, unit));
    }
  }
  auto person = std::make_unique<Person>(*this, account, code);
  EXPECT_DONE(person->ChangesPassword(absl::StrCat("bến đò chiều của ", account)));
  return *(persons_[account] = std::move(person));
}

Person& World::Administrator() { return *persons_.at(kAdministrator); }
Person& World::Chair() { return Cast("chu-tich", "Nguyễn Thị Chủ", v1::POSITION_STANDING_COMMITTEE_CHAIR, ""); }
Person& World::ViceChair() {
  return Cast("pho-chu-tich", "Trần Văn Phó", v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR, "");
}
Person& World::Member(int which) {
  return Cast(absl::StrCat("uy-vien-", which), absl::StrCat("Ủy viên ", which), v1::POSITION_STANDING_COMMITTEE_MEMBER,
              "");
}
Person& World::InspectionChair() {
  return Cast("chu-nhiem", "Hoàng Thị Kiểm", v1::POSITION_INSPECTION_COMMITTEE_CHAIR, "");
}
Person& World::Inspector(int which) {
  return Cast(absl::StrCat("ubkt-", which), absl::StrCat("Kiểm tra viên ", which),
              v1::POSITION_INSPECTION_COMMITTEE_MEMBER, "");
}
Person& World::ExecutiveMember() {
  return Cast("uy-vien-bch", "Ủy viên Ban Chấp hành", v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER, "");
}
Person& World::Reader() { return Cast("noi-nhan", "Nơi nhận", v1::POSITION_READER, ""); }
Person& World::UnionChair(const std::string& unit) {
  return Cast(unit, absl::StrCat("Chủ tịch ", unit), v1::POSITION_UNION_CHAIR, unit);
}
Person& World::UnionOfficer(const std::string& unit) {
  return Cast(absl::StrCat(unit, ".2"), absl::StrCat("Ủy viên ", unit), v1::POSITION_UNION_OFFICER, unit);
}
Person& World::Newcomer(const std::string& account) { return Cast(account, account, v1::POSITION_UNSPECIFIED, ""); }

void World::LoadsTheProgramme() {
  if (!loaded_) {
    ASSERT_DONE(Chair().LoadsProgramme(FileOf(options_.programme)));
    ASSERT_DONE(Chair().ImportsUnions(FileOf(options_.unions)));
  }
  loaded_ = true;
}

void World::IssuesRound(const std::string& round) {
  LoadsTheProgramme();
  const auto draft = Chair().DraftsRound(round);
  ASSERT_DONE(draft);
  ASSERT_DONE(Chair().IssuesRound(round, draft->round().etag()));
}
void World::IssuesTheYear() { IssuesRound(options_.round); }
void World::IssuesTheTerm() { IssuesRound(options_.term); }

v1::Report World::CompleteReport(const std::string& task) {
  const auto seen = Chair().Sees(task);
  EXPECT_DONE(seen);
  Claim claim;
  for (const v1::Figure& figure : seen->task().figures()) {
    switch (seen->task().measure()) {
      case v1::Item::MEASURE_RATIO:
        claim.Ratio(figure.id(), 10, 10);
        break;
      case v1::Item::MEASURE_COVERAGE:
        claim.Yes(figure.id());
        break;
      case v1::Item::MEASURE_LEVEL:
        claim.Counts(figure.id(), 0);
        break;
      default:
        claim.Counts(figure.id(), figure.target());
        break;
    }
  }
  for (const std::string& kind : seen->task().required_evidence()) claim.With(kind);
  return claim.By("10/BC-CĐ");
}

void World::GetsAccepted(const std::string& task) {
  const std::string unit = task.substr(task.rfind('.') + 1);
  Person& assignee = unit == "federation" ? Chair() : UnionChair(unit);
  Person& reviewer = unit == "federation" ? ViceChair() : Chair();
  EXPECT_DONE(assignee.Submits(task, CompleteReport(task)));
  EXPECT_DONE(reviewer.TakesReview(task));
  EXPECT_DONE(reviewer.Accepts(task, "đạt"));
}

void World::GetsConcluded(const std::string& inspection, const std::string& document) {
  const auto seen = InspectionChair().SeesInspection(inspection);
  ASSERT_DONE(seen);
  const v1::Inspection& found = seen->inspection();
  const auto last = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  Person& head = *persons_.at(last(found.head()));
  const std::string unit = found.unit() == FederationName() ? "federation" : last(found.unit());
  Person& assignee = unit == "federation" ? Chair() : UnionChair(unit);
  ASSERT_DONE(head.DraftsConclusion(inspection, DayOf(now_micros())));
  for (const v1::Finding& finding : found.findings()) {
    if (finding.state() == v1::FINDING_STATE_DRAFT) {
      EXPECT_DONE(assignee.Explains(finding.name()));
    }
  }
  EXPECT_DONE(head.Signs(inspection));
  for (const std::string& member : found.members()) {
    EXPECT_DONE(persons_.at(last(member))->Signs(inspection));
  }
  EXPECT_DONE(head.Concludes(inspection, document));
}

std::string World::FederationName() const { return absl::StrCat("federations/", options_.federation); }

namespace {
bool IsFull(const std::string& name) { return absl::StartsWith(name, "federations/"); }
}  // namespace

std::string World::RoundName(const std::string& round) const {
  return IsFull(round) ? round : absl::StrCat(FederationName(), "/rounds/", round);
}
std::string World::PositionName(const Person& person) {
  v1::ListAccountsRequest request;
  request.set_parent(FederationName());
  request.set_page_size(1000);
  const auto accounts = Administrator().Call<v1::ListAccountsResponse>(request);
  EXPECT_DONE(accounts);
  for (const v1::Account& account : accounts->accounts()) {
    if (account.name() == person.name()) return account.positions(0).name();
  }
  ADD_FAILURE() << person.account() << " has no position";
  return "";
}

std::string World::TaskName(const std::string& task) const {
  if (IsFull(task)) return task;
  const std::pair<std::string, std::string> parts = absl::StrSplit(task, absl::MaxSplits('/', 1));
  return parts.second.empty() ? absl::StrCat(RoundName(options_.round), "/tasks/", task)
                              : absl::StrCat(RoundName(parts.first), "/tasks/", parts.second);
}
std::string World::UnitName(const std::string& unit) const {
  if (IsFull(unit)) return unit;
  return unit == "federation" ? FederationName() : absl::StrCat(FederationName(), "/unions/", unit);
}
std::string World::AccountName(const std::string& account) const {
  return IsFull(account) ? account : absl::StrCat(FederationName(), "/accounts/", account);
}
std::string World::RatingName(const std::string& unit) const {
  return absl::StrCat(UnitName(unit), "/ratings/", options_.round);
}
std::string World::InspectionPlanName(const std::string& plan) const {
  return IsFull(plan) ? plan : absl::StrCat(FederationName(), "/inspectionPlans/", plan);
}

std::string World::InspectionName(const std::string& inspection) const {
  return IsFull(inspection) ? inspection : absl::StrCat(FederationName(), "/inspections/", inspection);
}
std::string World::FindingName(const std::string& finding) const {
  if (IsFull(finding)) return finding;
  const std::pair<std::string, std::string> parts = absl::StrSplit(finding, '/');
  return absl::StrCat(InspectionName(parts.first), "/findings/", parts.second);
}
std::string World::ExtensionName(const std::string& extension) const {
  if (IsFull(extension)) return extension;
  const size_t slash = extension.rfind('/');
  return absl::StrCat(TaskName(extension.substr(0, slash)), "/extensions/", extension.substr(slash + 1));
}

std::string World::NextRequestId() { return absl::StrCat("test-", ++requests_); }

}  // namespace phancong::support
