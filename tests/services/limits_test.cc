// Limits on everything that comes in: each text and each list of the contract beyond its own, pages, what is not UTF-8,
// metadata, watches and connections.
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.grpc.pb.h"
#include "phancong/v1/evidence_service.grpc.pb.h"
#include "phancong/v1/journal_service.grpc.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/connection_limits.h"
#include "services/serving/form.h"
#include "services/serving/pages.h"
#include "services/serving/watches.h"
#include "tests/services/guarded_federation.h"
#include "tests/support/contract.h"
#include "tests/support/wire.h"

namespace phancong::services_test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using rules::NameKind;
using support::Person;
using support::World;
using testing::ElementsAre;

// A field of a request, however deep, and the path by which a refusal names it.
struct Place {
  std::vector<const FieldDescriptor*> fields;
  std::string path;
};

void CollectPlaces(const Descriptor& message, const Place& above, std::vector<Place>& places) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* const field = message.field(i);
    Place place = above;
    place.fields.push_back(field);
    place.path += (above.path.empty() ? "" : ".") + field->name();
    places.push_back(place);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    ASSERT_LT(place.fields.size(), 8U) << "a message of the contract holds itself: " << place.path;
    if (field->is_repeated()) place.path += "[0]";
    CollectPlaces(*field->message_type(), place, places);
  }
}

std::vector<Place> PlacesOf(const MethodDescriptor& method) {
  std::vector<Place> places;
  CollectPlaces(*method.input_type(), {}, places);
  return places;
}

// The message that holds a place's field; made where it is not there.
Message& HolderOf(Message& request, const Place& place) {
  Message* holder = &request;
  for (size_t i = 0; i + 1 < place.fields.size(); ++i) {
    const FieldDescriptor* const field = place.fields[i];
    holder = field->is_repeated() ? holder->GetReflection()->AddMessage(holder, field)
                                  : holder->GetReflection()->MutableMessage(holder, field);
  }
  return *holder;
}

void AddEntries(Message& holder, const FieldDescriptor& field, int entries) {
  const auto& reflection = *holder.GetReflection();
  for (int i = 0; i < entries; ++i) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        Message* const entry = reflection.AddMessage(&holder, &field);
        if (field.is_map()) {
          entry->GetReflection()->SetString(entry, field.message_type()->map_key(), "k" + std::to_string(i));
        }
        break;
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection.AddEnumValue(&holder, &field, 0);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        reflection.AddString(&holder, &field, "");
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection.AddInt64(&holder, &field, 1);
        break;
      default:
        ADD_FAILURE() << "entries of " << field.full_name() << " are of a kind that this test does not make";
    }
  }
}

class Limits : public testing::Test {
 protected:
  // Somebody who may do nothing: what is too large is refused before anything is asked about them.
  Limits() : wire_(world_.address()) {
    Person& anybody = world_.Newcomer("ai-do");
    EXPECT_DONE(anybody.SignsIn());
    token_ = anybody.token();
  }

  std::unique_ptr<Message> WellFormed(const MethodDescriptor& method) {
    return support::RequestAbout(method, world_.FederationName(), "limit");
  }
  void ExpectWrong(const MethodDescriptor& method, const Message& request, const std::string& path) {
    const support::Answered answered = wire_.As(token_, method, request).answered;
    EXPECT_EQ(answered.reason, "INVALID_FIELD") << method.name() << " " << path << ": " << answered;
    EXPECT_THAT(answered.fields, ElementsAre(path)) << method.name();
    ++tried_;
  }

  World world_;
  support::Wire wire_;
  std::string token_;
  int tried_ = 0;
};

TEST_F(Limits, StandOnEveryTextOfEveryMethod) {
  const std::string too_long(serving::kTextBytes + 1, 'x');
  for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
    for (const Place& place : PlacesOf(*method)) {
      const FieldDescriptor& field = *place.fields.back();
      if (field.type() != FieldDescriptor::TYPE_STRING || field.name() == "source") continue;
      const std::unique_ptr<Message> request = WellFormed(*method);
      Message& holder = HolderOf(*request, place);
      if (field.is_repeated()) {
        AddEntries(holder, field, 2);
        holder.GetReflection()->SetRepeatedString(&holder, &field, 1, too_long);
      } else {
        holder.GetReflection()->SetString(&holder, &field, too_long);
      }
      ExpectWrong(*method, *request, place.path + (field.is_repeated() ? "[1]" : ""));
    }
  }
  EXPECT_GT(tried_, 300);
}

TEST_F(Limits, StandOnEveryListOfEveryMethod) {
  for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
    for (const Place& place : PlacesOf(*method)) {
      const FieldDescriptor& field = *place.fields.back();
      if (!field.is_repeated()) continue;
      const std::unique_ptr<Message> request = WellFormed(*method);
      AddEntries(HolderOf(*request, place), field, serving::kListEntries + 1);
      ExpectWrong(*method, *request, place.path);
    }
  }
  EXPECT_GT(tried_, 30);
}

TEST_F(Limits, StandOnWhatMapsHold) {
  for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
    for (const Place& place : PlacesOf(*method)) {
      const FieldDescriptor& field = *place.fields.back();
      if (!field.is_map()) continue;
      const std::unique_ptr<Message> request = WellFormed(*method);
      Message& holder = HolderOf(*request, place);
      AddEntries(holder, field, 1);
      Message* const entry = holder.GetReflection()->MutableRepeatedMessage(&holder, &field, 0);
      entry->GetReflection()->SetString(entry, field.message_type()->map_key(),
                                        std::string(serving::kTextBytes + 1, 'x'));
      ExpectWrong(*method, *request, place.path);
    }
  }
  EXPECT_GT(tried_, 2);
}

TEST_F(Limits, LeaveWhatFitsToTheRules) {
  v1::CommentOnTaskRequest request;
  request.set_name(world_.TaskName("1.3.khong-co"));
  request.set_request_id("fits");
  request.set_text(std::string(serving::kTextBytes, 'x'));
  const MethodDescriptor& method =
      *v1::CommentOnTaskRequest::descriptor()->file()->service(0)->FindMethodByName("CommentOnTask");
  EXPECT_EQ(wire_.As(token_, method, request).answered.reason, "POSITION_REQUIRED");
}

TEST_F(Limits, LetNothingInThatIsNotUtf8) {
  v1::ListTasksRequest request;
  request.set_parent(world_.RoundName("2025"));
  request.set_text("\xC3\x28");
  const MethodDescriptor& method =
      *v1::ListTasksRequest::descriptor()->file()->service(0)->FindMethodByName("ListTasks");
  const grpc::Status status = wire_.As(token_, method, request).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << "gRPC itself does not read such a message";
}

TEST_F(Limits, StandOnWholeMessages) {
  v1::LoadProgrammeRequest request;
  request.set_parent(world_.FederationName());
  request.set_request_id("whole");
  const MethodDescriptor& method =
      *v1::LoadProgrammeRequest::descriptor()->file()->service(0)->FindMethodByName("LoadProgramme");
  request.set_source(std::string(serving::kGreatestMessage - 1'000, 'x'));
  EXPECT_EQ(wire_.As(token_, method, request).answered.reason, "POSITION_REQUIRED");
  request.set_source(std::string(serving::kGreatestMessage, 'x'));
  EXPECT_EQ(wire_.As(token_, method, request).status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(Limits, StandOnMetadata) {
  v1::WhoAmIRequest request;
  request.set_parent(world_.FederationName());
  const MethodDescriptor& method = *v1::WhoAmIRequest::descriptor()->file()->service(0)->FindMethodByName("WhoAmI");
  const std::string bearer = "Bearer " + token_;
  const auto call = [&](const support::Wire::Metadata& metadata) { return wire_.Call(method, request, metadata); };
  EXPECT_TRUE(call({{"authorization", bearer}}).status.ok());
  const std::string much(5'000, 'x');
  EXPECT_EQ(call({{"authorization", "Bearer " + much}}).answered.reason, "NOT_SIGNED_IN");
  EXPECT_TRUE(call({{"authorization", bearer}, {"accept-language", much}}).status.ok());
  v1::GetTaskRequest read;
  read.set_name(world_.TaskName("1.3.khong-co"));
  const MethodDescriptor& get = *v1::GetTaskRequest::descriptor()->file()->service(0)->FindMethodByName("GetTask");
  EXPECT_EQ(wire_.Call(get, read, {{"authorization", bearer}, {"phancong-on-behalf-of", much}}).answered.reason,
            "NOT_DELEGATED");
  const std::string too_much(serving::kMetadataBytes, 'x');
  EXPECT_EQ(call({{"authorization", bearer}, {"something-else", too_much}}).status.error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

// A watch that is held open, once it has told something.
class HeldWatch {
 public:
  HeldWatch(World& world, const std::string& token) {
    context_.AddMetadata("authorization", "Bearer " + token);
    v1::WatchEntriesRequest request;
    request.set_parent(world.FederationName());
    stub_ = v1::JournalService::NewStub(grpc::CreateChannel(world.address(), grpc::InsecureChannelCredentials()));
    stream_ = stub_->WatchEntries(&context_, request);
    v1::WatchEntriesResponse response;
    open_ = stream_->Read(&response);
  }
  ~HeldWatch() { End(); }
  HeldWatch(const HeldWatch&) = delete;
  HeldWatch& operator=(const HeldWatch&) = delete;

  [[nodiscard]] bool open() const { return open_; }
  support::Answered End() {
    if (stream_ == nullptr) return {};
    if (open_) context_.TryCancel();
    const support::Answered ended = support::AnsweredOf(stream_->Finish());
    stream_.reset();
    return ended;
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<v1::JournalService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchEntriesResponse>> stream_;
  bool open_ = false;
};

TEST_F(Limits, StandOnTheWatchesOfOnePerson) {
  Person& chair = world_.Chair();
  Person& vice_chair = world_.ViceChair();
  EXPECT_DONE(chair.SignsIn());
  EXPECT_DONE(vice_chair.SignsIn());
  std::vector<std::unique_ptr<HeldWatch>> held;
  for (int i = 0; i < serving::kWatchesOfAccount; ++i) {
    held.push_back(std::make_unique<HeldWatch>(world_, chair.token()));
    EXPECT_TRUE(held.back()->open()) << i;
  }
  HeldWatch one_too_many(world_, chair.token());
  EXPECT_FALSE(one_too_many.open());
  EXPECT_EQ(one_too_many.End().reason, "OVERLOADED");
  EXPECT_TRUE(HeldWatch(world_, vice_chair.token()).open()) << "others watch as before";
  held.pop_back();
  // The server hears of the end a little later than the client.
  bool again = false;
  for (int i = 0; i < 1'000 && !again; ++i) again = HeldWatch(world_, chair.token()).open();
  EXPECT_TRUE(again);
}

TEST(Patience, EndsAnUploadThatStalls) {
  World world({.upload_patience = absl::Milliseconds(20)});
  world.LoadsTheProgramme();
  Person& chair = world.Chair();
  EXPECT_DONE(chair.SignsIn());
  const auto stub =
      v1::EvidenceService::NewStub(grpc::CreateChannel(world.address(), grpc::InsecureChannelCredentials()));
  const auto stalls = [&](const std::optional<v1::UploadEvidenceRequest>& first) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + chair.token());
    v1::UploadEvidenceResponse response;
    const auto upload = stub->UploadEvidence(&context, &response);
    if (first) {
      EXPECT_TRUE(upload->Write(*first));
    }
    return upload->Finish().error_code();
  };
  EXPECT_EQ(stalls({}), grpc::StatusCode::CANCELLED) << "nothing at all";
  v1::UploadEvidenceRequest begun;
  begun.set_parent(world.FederationName());
  begun.set_request_id("stalls");
  begun.set_file_name("a.pdf");
  begun.set_kind("minutes");
  begun.set_size(1'000'000);
  begun.set_chunk("%PDF-1.4");
  EXPECT_EQ(stalls(begun), grpc::StatusCode::CANCELLED) << "a little, and then nothing";
  const auto journal = chair.ReadsJournal();
  ASSERT_DONE(journal);
  for (const v1::Entry& entry : journal->entries()) EXPECT_NE(entry.command(), "UploadEvidence");
}

TEST(Patience, EndsAnImportThatStalls) {
  World world({.upload_patience = absl::Milliseconds(20)});
  Person& chair = world.Chair();
  EXPECT_DONE(chair.SignsIn());
  const auto stub =
      v1::DirectoryService::NewStub(grpc::CreateChannel(world.address(), grpc::InsecureChannelCredentials()));
  const auto stalls = [&](const std::optional<v1::ImportUnionsRequest>& first) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + chair.token());
    v1::ImportUnionsResponse response;
    const auto import = stub->ImportUnions(&context, &response);
    if (first) {
      EXPECT_TRUE(import->Write(*first));
    }
    return import->Finish().error_code();
  };
  EXPECT_EQ(stalls({}), grpc::StatusCode::CANCELLED) << "nothing at all";
  v1::ImportUnionsRequest begun;
  begun.set_parent(world.FederationName());
  begun.set_request_id("stalls");
  begun.set_decision_number("02/QĐ-BTV");
  begun.set_chunk("id,name,type");
  EXPECT_EQ(stalls(begun), grpc::StatusCode::CANCELLED) << "a little, and then nothing";
  const auto journal = chair.ReadsJournal();
  ASSERT_DONE(journal);
  for (const v1::Entry& entry : journal->entries()) EXPECT_NE(entry.command(), "ImportUnions");
}

TEST_F(Limits, StandOnTheCallsOfOneConnection) {
  // Imports that have not begun: they are open, and count as nothing else.
  Person& chair = world_.Chair();
  EXPECT_DONE(chair.SignsIn());
  const auto channel = grpc::CreateChannel(world_.address(), grpc::InsecureChannelCredentials());
  const auto directory = v1::DirectoryService::NewStub(channel);
  struct Open {
    grpc::ClientContext context;
    v1::ImportUnionsResponse response;
    std::unique_ptr<grpc::ClientWriter<v1::ImportUnionsRequest>> stream;
  };
  std::vector<std::unique_ptr<Open>> open;
  for (int i = 0; i < serving::kStreamsOfConnection; ++i) {
    open.push_back(std::make_unique<Open>());
    open.back()->context.AddMetadata("authorization", "Bearer " + chair.token());
    open.back()->stream = directory->ImportUnions(&open.back()->context, &open.back()->response);
  }
  const auto asks = [&](std::chrono::milliseconds patience) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + chair.token());
    context.set_deadline(std::chrono::system_clock::now() + patience);
    v1::ListEntriesRequest request;
    request.set_parent(world_.FederationName());
    v1::ListEntriesResponse response;
    return v1::JournalService::NewStub(channel)->ListEntries(&context, request, &response).error_code();
  };
  EXPECT_EQ(asks(std::chrono::milliseconds(300)), grpc::StatusCode::DEADLINE_EXCEEDED) << "it waits for its turn";
  open.back()->context.TryCancel();
  (void)open.back()->stream->Finish();
  open.pop_back();
  EXPECT_EQ(asks(std::chrono::seconds(20)), grpc::StatusCode::OK);
  for (const std::unique_ptr<Open>& one : open) one->context.TryCancel();
  for (const std::unique_ptr<Open>& one : open) (void)one->stream->Finish();
}

TEST(PageSizes, AreWithinBoundsInEveryList) {
  GuardedFederation guarded;
  World& world = guarded.world;
  support::Wire wire(world.address());
  Person& chair = world.Chair();
  EXPECT_DONE(chair.SignsIn());
  int lists = 0;
  for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
    const FieldDescriptor* const page_size = method->input_type()->FindFieldByName("page_size");
    if (page_size == nullptr) continue;
    ++lists;
    const NameKind kind = support::NamedBy(*method).front();
    const auto of_own = guarded.of_own.find(kind);
    const std::string name = kind == NameKind::kAccount       ? chair.name()
                             : of_own != guarded.of_own.end() ? of_own->second
                                                              : guarded.whole.at(kind);
    const std::unique_ptr<Message> request = support::RequestAbout(*method, name, "page");
    const auto reply = [&](int32_t size) {
      request->GetReflection()->SetInt32(request.get(), page_size, size);
      return wire.As(chair.token(), *method, *request);
    };
    constexpr auto kGreatest = static_cast<int32_t>(serving::kGreatestPageSize);
    for (const int32_t wrong :
         {-1, kGreatest + 1, std::numeric_limits<int32_t>::max(), std::numeric_limits<int32_t>::min()}) {
      EXPECT_THAT(reply(wrong).answered.fields, ElementsAre("page_size")) << method->name() << " " << wrong;
    }
    for (const int32_t right : {0, 1, kGreatest}) {
      EXPECT_TRUE(reply(right).status.ok()) << method->name() << " " << right;
    }
    // A page holds no more than was asked for.
    const support::Reply one = reply(1);
    ASSERT_EQ(one.messages.size(), 1U) << method->name();
    const Message& page = *one.messages.front();
    for (int i = 0; i < method->output_type()->field_count(); ++i) {
      const FieldDescriptor* const field = method->output_type()->field(i);
      if (!field->is_repeated()) continue;
      EXPECT_LE(page.GetReflection()->FieldSize(page, field), 1) << field->full_name();
    }
  }
  EXPECT_GT(lists, 20);
}

}  // namespace
}  // namespace phancong::services_test
