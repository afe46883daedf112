// A client that knows nothing of phancong explores the server by reflection, and uses it: no generated code of the
// contract, no proto files but reflection's and health's own.
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/compiler/importer.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "tests/support/exchange.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

// Where Debian's grpc-proto puts its files.
constexpr char kProtos[] = "/usr/share/grpc-proto";

std::string TextOf(const Message& message, const char* field) {
  return message.GetReflection()->GetString(message, message.GetDescriptor()->FindFieldByName(field));
}

// Calls methods by their descriptors alone.
class GenericClient {
 public:
  explicit GenericClient(const std::string& address)
      : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {
    files_.MapPath("", kProtos);
  }

  // The names of the services that the server shows.
  std::vector<std::string> Services() {
    const std::unique_ptr<Message> answer = Reflect("list_services: '*'");
    std::vector<std::string> names;
    const Message& list = Part(*answer, "list_services_response");
    const FieldDescriptor* service = list.GetDescriptor()->FindFieldByName("service");
    for (int i = 0; i < list.GetReflection()->FieldSize(list, service); ++i) {
      names.push_back(TextOf(list.GetReflection()->GetRepeatedMessage(list, service, i), "name"));
    }
    return names;
  }

  // Fetches the file that declares a symbol, and all that it imports.
  void Learn(const std::string& symbol) { Keep(*Reflect("file_containing_symbol: '" + symbol + "'")); }

  // How a service is declared, in the language of proto files.
  std::string Declaration(const std::string& service) {
    Learn(service);
    return learnt_.FindServiceByName(service)->DebugString();
  }

  // Calls a method of a service that was learnt; the request in text format, the answer too.
  grpc::Status Call(const std::string& service, const std::string& name, const std::string& token,
                    const std::string& request_text, std::string& response_text) {
    const MethodDescriptor* method = learnt_.FindServiceByName(service)->FindMethodByName(name);
    const std::unique_ptr<Message> request(messages_.GetPrototype(method->input_type())->New());
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(request_text, request.get()));
    const std::unique_ptr<Message> response(messages_.GetPrototype(method->output_type())->New());
    const grpc::Status status = Exchange("/" + service + "/" + name, token, *request, response.get());
    response_text = response->ShortDebugString();
    return status;
  }

  // As Call, for a file of grpc-proto.
  const Descriptor* Import(const std::string& file, const std::string& message) {
    const google::protobuf::FileDescriptor* imported = importer_.Import(file);
    EXPECT_NE(imported, nullptr) << file;
    return imported->FindMessageTypeByName(message);
  }
  std::unique_ptr<Message> New(const Descriptor* descriptor) {
    return std::unique_ptr<Message>(messages_.GetPrototype(descriptor)->New());
  }
  grpc::Status Exchange(const std::string& path, const std::string& token, const Message& request, Message* response) {
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    support::Exchange exchange(stub_, path, context);
    exchange.Writes(request, /*is_last=*/true);
    exchange.Reads(response);
    return exchange.Ends();
  }

 private:
  static const Message& Part(const Message& message, const char* field) {
    return message.GetReflection()->GetMessage(message, message.GetDescriptor()->FindFieldByName(field));
  }

  std::unique_ptr<Message> Reflect(const std::string& request_text) {
    constexpr char kFile[] = "grpc/reflection/v1alpha/reflection.proto";
    const std::unique_ptr<Message> request = New(Import(kFile, "ServerReflectionRequest"));
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(request_text, request.get()));
    std::unique_ptr<Message> response = New(Import(kFile, "ServerReflectionResponse"));
    const grpc::Status status =
        Exchange("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "", *request, response.get());
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  void Keep(const Message& answer) {
    const Message& files = Part(answer, "file_descriptor_response");
    const FieldDescriptor* field = files.GetDescriptor()->FindFieldByName("file_descriptor_proto");
    for (int i = 0; i < files.GetReflection()->FieldSize(files, field); ++i) {
      google::protobuf::FileDescriptorProto file;
      ASSERT_TRUE(file.ParseFromString(files.GetReflection()->GetRepeatedString(files, field, i)));
      if (learnt_.FindFileByName(file.name()) != nullptr) continue;
      for (const std::string& import : file.dependency()) {
        if (learnt_.FindFileByName(import) == nullptr) Keep(*Reflect("file_by_filename: '" + import + "'"));
      }
      ASSERT_NE(learnt_.BuildFile(file), nullptr) << file.name();
    }
  }

  support::Exchange::Stub stub_;
  google::protobuf::compiler::DiskSourceTree files_;
  google::protobuf::compiler::Importer importer_{&files_, nullptr};
  google::protobuf::DescriptorPool learnt_;
  google::protobuf::DynamicMessageFactory messages_;
};

TEST(Reflection, ShowsEveryServiceToAnyClient) {
  support::World world;
  GenericClient client(world.address());
  EXPECT_THAT(client.Services(),
              IsSupersetOf({"phancong.v1.StandingCommitteeService", "phancong.v1.GrassrootsUnionService",
                            "phancong.v1.InspectionCommitteeService", "phancong.v1.ProgrammeService",
                            "phancong.v1.DirectoryService", "phancong.v1.TaskService", "phancong.v1.ProgressService",
                            "phancong.v1.JournalService", "phancong.v1.AccountService", "grpc.health.v1.Health"}));
}

TEST(Reflection, IsEnoughToUseTheServer) {
  support::World world;
  world.Newcomer("an");
  GenericClient client(world.address());
  client.Learn("phancong.v1.AccountService");
  std::string answer;
  grpc::Status status =
      client.Call("phancong.v1.AccountService", "SignIn", "",
                  "parent: 'federations/bac-quang' account_id: 'an' password: 'bến đò chiều của an'", answer);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_THAT(answer, HasSubstr("token: \""));
  const size_t begin = answer.find("token: \"") + 8;
  const std::string token = answer.substr(begin, answer.find('"', begin) - begin);
  status = client.Call("phancong.v1.AccountService", "WhoAmI", token, "parent: 'federations/bac-quang'", answer);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(answer, HasSubstr("federations/bac-quang/accounts/an"));
  status = client.Call("phancong.v1.AccountService", "CreateAccount", token,
                       "parent: 'federations/bac-quang' account_id: 'x' display_name: 'X' request_id: 'r1'", answer);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST(Reflection, ShowsWhoMayCallWhat) {
  support::World world;
  GenericClient client(world.address());
  EXPECT_THAT(client.Declaration("phancong.v1.GrassrootsUnionService"),
              AllOf(HasSubstr("rpc SubmitTask"), HasSubstr("ACCESS_SCOPE_OWN_UNION"), HasSubstr("POSITION_UNION_CHAIR"),
                    Not(HasSubstr("POSITION_ADMINISTRATOR"))));
}

TEST(Health, SaysThatItServes) {
  support::World world;
  GenericClient client(world.address());
  constexpr char kFile[] = "grpc/health/v1/health.proto";
  const std::unique_ptr<Message> request = client.New(client.Import(kFile, "HealthCheckRequest"));
  const std::unique_ptr<Message> response = client.New(client.Import(kFile, "HealthCheckResponse"));
  const grpc::Status status = client.Exchange("/grpc.health.v1.Health/Check", "", *request, response.get());
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response->ShortDebugString(), "status: SERVING");
}

}  // namespace
}  // namespace phancong::services_test
