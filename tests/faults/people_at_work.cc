#include "tests/faults/people_at_work.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "google/protobuf/util/message_differencer.h"
#include "phancong/v1/inbox_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "tests/faults/real_server.h"
#include "tests/support/contract.h"
#include "tests/support/wire.h"

namespace phancong::faults {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using std::chrono::steady_clock;

// Far longer than anything should take: who waits so long waits for ever.
constexpr std::chrono::seconds kLongest(30);
constexpr char kFirstDay[] = "2025-01-06";
constexpr char kDue[] = "2099-11-30";
constexpr size_t kAskedAgain = 20;

const MethodDescriptor& MethodOf(const Message& request) {
  for (const MethodDescriptor* const method : support::MethodsOfTheContract()) {
    if (method->input_type() == request.GetDescriptor()) return *method;
  }
  Fail("no method takes a " + request.GetTypeName());
}

int64_t RevisionOf(const Message& response) {
  return response.GetReflection()->GetInt64(response, response.GetDescriptor()->FindFieldByName("revision"));
}

// Whether the server may be asked the same again, later or somewhere else.
bool MayBeAskedAgain(const support::Answered& answered) {
  return answered.reason == "STORAGE_UNAVAILABLE" || answered.reason == "OVERLOADED" || answered.reason == "STOPPING";
}
// Nobody is there any more: nothing of ours says so, but gRPC.
bool IsGone(const support::Answered& answered) {
  return answered.reason.empty() && answered.code == grpc::StatusCode::UNAVAILABLE;
}

}  // namespace

PeopleAtWork::PeopleAtWork(const std::filesystem::path& folder, size_t people, uint64_t seed,
                           const std::function<void(support::World&)>& plays)
    : random_(seed) {
  const auto prepares = [&](support::World& world) {
    world.IssuesTheYear();
    if (plays) plays(world);
    world.GoTo(Today());
    federation_ = world.FederationName();
    v1::ListUnionsRequest list;
    list.set_parent(federation_);
    list.set_page_size(1000);
    const auto unions = world.Chair().Call<v1::ListUnionsResponse>(list);
    if (!unions.ok()) Fail("unions could not be listed");
    for (const v1::GrassrootsUnion& one : unions->unions()) unions_.push_back(one.name());
    std::map<std::string, v1::Report> reports;
    const auto joins = [&](support::Person& who, const std::string& unit) {
      if (!who.SignsIn().ok()) Fail("nobody could sign in");
      Person person{
          .token = who.token(), .account = who.name(), .is_chair = unit.empty(), .random = std::mt19937_64(random_())};
      v1::ListTasksRequest request;
      request.set_parent(world.RoundName(world.options().round));
      request.set_page_size(50);
      if (!unit.empty()) request.set_assignee(unit);
      const auto page = who.Call<v1::ListTasksResponse>(request);
      if (!page.ok()) Fail("tasks could not be listed: " + page.message);
      for (const v1::Task& task : page->tasks()) {
        auto report = reports.find(task.item());
        if (report == reports.end()) report = reports.emplace(task.item(), world.CompleteReport(task.name())).first;
        person.tasks.push_back({.name = task.name(), .report = report->second});
      }
      // Some unions have none in a year.
      if (!person.tasks.empty()) people_.push_back(std::move(person));
    };
    for (const std::string& name : unions_) {
      if (people_.size() < people) joins(world.UnionChair(name.substr(name.rfind('/') + 1)), name);
    }
    joins(world.Chair(), "");
  };
  made_certificate_ = Prepare(folder, "thpt-viet-vinh", prepares, kFirstDay).certificate;
}

PeopleAtWork::~PeopleAtWork() { Rest(); }

std::shared_ptr<grpc::Channel> PeopleAtWork::ConnectionTo(const std::string& address) const {
  return Connect({.address = address, .token = "", .parent = "", .certificate = certificate_});
}

support::Wire PeopleAtWork::WireTo(const std::string& address) const {
  support::Wire wire(ConnectionTo(address));
  wire.GivesUpAfter(kLongest);
  return wire;
}

void PeopleAtWork::Begin(const std::string& address, std::chrono::microseconds pause) {
  resting_ = false;
  for (Person& person : people_) {
    threads_.emplace_back([this, &person, address, pause] { Works(person, address, pause); });
  }
}

void PeopleAtWork::Rest() {
  resting_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void PeopleAtWork::Works(Person& person, const std::string& address, std::chrono::microseconds pause) {
  support::Wire wire = WireTo(address);
  while (!resting_) {
    if (person.under_way == nullptr) Thinks(person);
    const auto begun = steady_clock::now();
    support::Reply reply = wire.As(person.token, MethodOf(*person.under_way), *person.under_way);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begun);
    if (told_) told_(person.under_way->GetTypeName(), took);
    if (reply.answered.ok()) {
      Answered(person, std::move(reply.messages.at(0)));
    } else if (IsGone(reply.answered)) {
      return;
    } else if (MayBeAskedAgain(reply.answered)) {
      if (!reply.answered.retry_info) Fail(reply.answered.reason + " does not say when to ask again");
      if (reply.answered.reason == "STORAGE_UNAVAILABLE") ++not_kept_;
      // Sooner than they are told: the server is to bear that.
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    } else {
      Fail(fmt::format("{} of {} was answered {} {}: {}", person.under_way->GetTypeName(), person.account,
                       static_cast<int>(reply.answered.code), reply.answered.reason, reply.answered.message));
    }
    {
      const std::lock_guard lock(mutex_);
      figures_.longest = std::max(figures_.longest, took);
      if (!reply.answered.ok()) ++figures_.refused[reply.answered.reason];
    }
    if (pause.count() > 0) std::this_thread::sleep_for(pause);
  }
}

// What to do next.
void PeopleAtWork::Thinks(Person& person) {
  const auto below = [&person](size_t end) { return static_cast<size_t>(person.random() % end); };
  person.request_id = fmt::format("{}-{}", person.account.substr(person.account.rfind('/') + 1), ++person.requests);
  person.task = nullptr;
  Task& task = person.tasks[below(person.tasks.size())];
  const auto about = [&]<class Request>(Request request) {
    request.set_name(task.name);
    request.set_request_id(person.request_id);
    if constexpr (requires { request.mutable_report(); }) *request.mutable_report() = task.report;
    return std::make_shared<Request>(std::move(request));
  };
  const auto comments = [&] {
    v1::CommentOnTaskRequest request;
    request.set_text(fmt::format("việc thứ {} của {}", person.requests, person.account));
    return about(std::move(request));
  };
  if (person.is_chair && below(2) == 0) {
    v1::AssignAdHocRequest request;
    request.set_parent(task.name.substr(0, task.name.rfind("/tasks/")));
    request.set_request_id(person.request_id);
    request.mutable_title()->set_vi(fmt::format("Việc gấp {}", person.requests));
    request.mutable_document()->set_number(fmt::format("{}/CV-LĐLĐ", person.requests));
    *request.mutable_document()->mutable_date() = support::DateOf(kFirstDay);
    request.mutable_document()->set_issuer("LĐLĐ tỉnh");
    for (size_t i = 0, first = below(unions_.size()); i < 5; ++i) {
      request.add_assignees(unions_[(first + i) % unions_.size()]);
    }
    // Not past, whatever day it is.
    *request.mutable_due_date() = support::DateOf(kDue);
    request.set_decision_number("05/QĐ-BTV");
    person.under_way = std::make_shared<v1::AssignAdHocRequest>(std::move(request));
  } else if (!person.is_chair && below(10) == 0) {
    v1::SetMailAddressRequest request;
    request.set_name(person.account);
    request.set_request_id(person.request_id);
    request.set_address(fmt::format("chu-tich-{}@example.vn", person.requests));
    person.under_way = std::make_shared<v1::SetMailAddressRequest>(std::move(request));
  } else if (person.is_chair || below(4) == 0) {
    person.under_way = comments();
  } else {
    person.task = &task;
    const int step = task.steps == 0 ? 0 : 1 + (task.steps - 1) % 3;
    if (step == 0) person.under_way = about(v1::AcknowledgeTaskRequest());
    if (step == 1) person.under_way = about(v1::ReportProgressRequest());
    if (step == 2) person.under_way = about(v1::SubmitTaskRequest());
    if (step == 3) person.under_way = about(v1::RecallTaskRequest());
  }
  const std::lock_guard lock(mutex_);
  deeds_[person.request_id] = {.request = person.under_way};
}

void PeopleAtWork::Answered(Person& person, std::shared_ptr<Message> response) {
  if (person.task != nullptr) ++person.task->steps;
  person.under_way = nullptr;
  const std::lock_guard lock(mutex_);
  Deed& deed = deeds_.at(person.request_id);
  deed.revision = RevisionOf(*response);
  deed.response = std::move(response);
  since_.push_back(person.request_id);
  ++figures_.answered;
  ++answered_;
}

void PeopleAtWork::ReadJournal(const std::string& address) {
  support::Wire wire = WireTo(address);
  v1::ListEntriesRequest request;
  request.set_parent(federation_);
  request.set_page_size(1000);
  request.set_from_revision(read_up_to_ + 1);
  // What was there before they began is nobody's of these.
  const bool first = read_up_to_ == 0;
  do {
    const support::Reply reply = wire.As(chair_token(), MethodOf(request), request);
    if (!reply.answered.ok()) Fail("the journal could not be read: " + reply.answered.message);
    const auto& page = static_cast<const v1::ListEntriesResponse&>(*reply.messages.at(0));
    for (const v1::Entry& entry : page.entries()) {
      if (entry.revision() != read_up_to_ + 1) Fail(fmt::format("entry {} is missing", read_up_to_ + 1));
      read_up_to_ = entry.revision();
      const auto deed = deeds_.find(entry.request_id());
      // The server's own.
      if (entry.account().empty()) continue;
      if (deed == deeds_.end()) {
        if (first) continue;
        Fail(fmt::format("nobody asked for entry {}, {}", entry.revision(), entry.command()));
      }
      if (deed->second.entry != 0 && deed->second.entry != entry.revision()) {
        Fail(fmt::format("{} is there twice, as {} and {}", entry.request_id(), deed->second.entry, entry.revision()));
      }
      deed->second.entry = entry.revision();
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
}

void PeopleAtWork::AskAgain(support::Wire& wire, const std::string& request_id, Deed& deed) {
  const std::string account = request_id.substr(0, request_id.rfind('-'));
  const auto person = std::find_if(people_.begin(), people_.end(),
                                   [&](const Person& one) { return one.account.ends_with("/" + account); });
  support::Reply reply = wire.As(person->token, MethodOf(*deed.request), *deed.request);
  if (!reply.answered.ok()) Fail(fmt::format("{}, asked again: {}", request_id, reply.answered.message));
  const bool was_answered = deed.response != nullptr;
  if (!was_answered) {
    if (person->under_way == deed.request) {
      Answered(*person, std::move(reply.messages[0]));
    }
    return;
  }
  if (!google::protobuf::util::MessageDifferencer::Equals(*deed.response, *reply.messages[0])) {
    Fail(fmt::format("{}, asked again, was answered otherwise: {}", request_id, reply.messages[0]->ShortDebugString()));
  }
}

void PeopleAtWork::Check(const std::string& address) {
  // Also of what was read before: it may have been lost since.
  for (const std::string& request_id : since_) {
    Deed& deed = deeds_.at(request_id);
    if (deed.entry == 0) continue;
    read_up_to_ = std::min(read_up_to_, deed.entry - 1);
    deed.entry = 0;
  }
  ReadJournal(address);
  for (const std::string& request_id : since_) {
    const Deed& deed = deeds_.at(request_id);
    if (deed.entry != deed.revision) {
      Fail(fmt::format("{} was answered with revision {}, and is {}", request_id, deed.revision, deed.entry));
    }
  }
  std::vector<std::string> again = std::exchange(since_, {});
  if (again.size() > kAskedAgain) {
    std::shuffle(again.begin(), again.end(), random_);
    again.resize(kAskedAgain);
  }
  support::Wire wire = WireTo(address);
  for (const std::string& request_id : again) AskAgain(wire, request_id, deeds_.at(request_id));
  // With the entry where it was found.
  std::vector<std::pair<std::string, int64_t>> unanswered;
  for (const Person& person : people_) {
    if (person.under_way != nullptr) unanswered.emplace_back(person.request_id, deeds_.at(person.request_id).entry);
  }
  for (const auto& [request_id, entry] : unanswered) {
    Deed& deed = deeds_.at(request_id);
    AskAgain(wire, request_id, deed);
    if (entry != 0 && deed.revision != entry) {
      Fail(fmt::format("{} was done as {}, and is answered with {}", request_id, entry, deed.revision));
    }
    ++(entry != 0 ? figures_.done_unanswered : figures_.not_done);
  }
  // What was asked again is there already, so that nothing is there twice; and what was not done now is.
  ReadJournal(address);
  since_.clear();
  for (const auto& [request_id, entry] : unanswered) {
    if (deeds_.at(request_id).entry != deeds_.at(request_id).revision) Fail(request_id + " is not where it was put");
  }
}

int64_t PeopleAtWork::AskForWhatIsDone(const std::string& address) {
  ReadJournal(address);
  support::Wire wire = WireTo(address);
  int64_t asked = 0;
  for (const Person& person : people_) {
    if (person.under_way == nullptr || deeds_.at(person.request_id).entry == 0) continue;
    AskAgain(wire, person.request_id, deeds_.at(person.request_id));
    ++figures_.done_unanswered;
    ++asked;
  }
  return asked;
}

void PeopleAtWork::CheckAll(const std::string& address) {
  Check(address);
  const int64_t before = read_up_to_;
  support::Wire wire = WireTo(address);
  for (auto& [request_id, deed] : deeds_) {
    if (deed.response != nullptr) AskAgain(wire, request_id, deed);
  }
  for (auto& [request_id, deed] : deeds_) deed.entry = 0;
  read_up_to_ = 0;
  ReadJournal(address);
  // Reminders may have come by.
  if (read_up_to_ < before) Fail("the journal became shorter");
  for (const auto& [request_id, deed] : deeds_) {
    if (deed.response != nullptr && deed.entry != deed.revision) Fail(request_id + " is not where it was");
  }
}

}  // namespace phancong::faults
