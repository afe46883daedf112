#include "services/serving/methods.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/task_service.pb.h"

namespace phancong::serving {
namespace {

using google::protobuf::ServiceDescriptor;
using testing::HasSubstr;

// A service with one method, declared as the text says, in a file beside the contract.
class ContractTest : public testing::Test {
 protected:
  const ServiceDescriptor& Declare(const std::string& request_fields, const std::string& response_fields,
                                   const std::string& access) {
    google::protobuf::FileDescriptorProto file;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        "name: 'other.proto' package: 'phancong.v1' syntax: 'proto3' dependency: 'phancong/v1/access.proto' "
        "message_type { name: 'BurnArchiveRequest' " +
            request_fields +
            " } "
            "message_type { name: 'BurnArchiveResponse' " +
            response_fields +
            " } "
            "service { name: 'ArchiveService' method { name: 'BurnArchive' input_type: "
            "'.phancong.v1.BurnArchiveRequest' "
            "output_type: '.phancong.v1.BurnArchiveResponse' " +
            access + " } }",
        &file));
    const google::protobuf::FileDescriptor* built = pool_.BuildFile(file);
    EXPECT_NE(built, nullptr);
    return *built->service(0);
  }

  google::protobuf::DescriptorPool pool_{google::protobuf::DescriptorPool::generated_pool()};
};

constexpr char kName[] = "field { name: 'name' number: 1 type: TYPE_STRING label: LABEL_OPTIONAL } ";
constexpr char kRequestId[] = "field { name: 'request_id' number: 2 type: TYPE_STRING label: LABEL_OPTIONAL } ";
constexpr char kRevision[] = "field { name: 'revision' number: 1 type: TYPE_INT64 label: LABEL_OPTIONAL } ";
constexpr char kSelf[] = "options { [phancong.v1.access] { grants { scope: ACCESS_SCOPE_SELF } } }";
constexpr char kCommand[] = "options { [phancong.v1.access] { grants { scope: ACCESS_SCOPE_SELF } changes: true } }";

TEST_F(ContractTest, AMethodThatDoesNotSayWhoMayCallItStopsTheServer) {
  Methods methods;
  const absl::Status added = methods.Add(Declare(kName, "", ""));
  EXPECT_TRUE(absl::IsInternal(added));
  EXPECT_THAT(std::string(added.message()), HasSubstr("phancong.v1.ArchiveService.BurnArchive"));
}

TEST_F(ContractTest, AMethodThatGrantsNobodyStopsTheServer) {
  Methods methods;
  EXPECT_TRUE(absl::IsInternal(methods.Add(
      Declare(kName, "", "options { [phancong.v1.access] { grants { scope: ACCESS_SCOPE_FEDERATION } } }"))));
}

TEST_F(ContractTest, AMethodNamesWhatItIsAbout) {
  Methods methods;
  EXPECT_TRUE(absl::IsInternal(methods.Add(Declare(kRequestId, "", kSelf))));
}

TEST_F(ContractTest, ACommandHasARequestIdAndAnswersWithARevision) {
  Methods methods;
  EXPECT_TRUE(absl::IsInternal(methods.Add(Declare(kName, kRevision, kCommand))));
}

TEST_F(ContractTest, ACommandThatAnswersWithoutARevisionStopsTheServer) {
  Methods methods;
  EXPECT_TRUE(absl::IsInternal(methods.Add(Declare(std::string(kName) + kRequestId, "", kCommand))));
}

TEST_F(ContractTest, AMethodIsKnownByItsRequest) {
  Methods methods;
  const ServiceDescriptor& service = Declare(std::string(kName) + kRequestId, kRevision, kCommand);
  ASSERT_TRUE(methods.Add(service).ok());
  EXPECT_EQ(methods.WithRequest(*service.method(0)->input_type()).name, "BurnArchive");
  EXPECT_TRUE(absl::IsInternal(methods.Add(service)));
}

TEST(Methods, EveryServiceOfTheContractIsWhole) {
  Methods methods;
  for (const char* name :
       {"StandingCommitteeService", "GrassrootsUnionService", "InspectionCommitteeService", "ProgrammeService",
        "DirectoryService", "TaskService", "ProgressService", "JournalService", "AccountService"}) {
    const ServiceDescriptor* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string("phancong.v1.") + name);
    ASSERT_NE(service, nullptr) << name;
    const absl::Status added = methods.Add(*service);
    EXPECT_TRUE(added.ok()) << added;
  }
  const Method& submit = methods.WithRequest(*v1::SubmitTaskRequest::descriptor());
  EXPECT_EQ(submit.name, "SubmitTask");
  EXPECT_EQ(submit.resource->name(), "name");
  EXPECT_FALSE(submit.is_public);
  const Method& list = methods.WithRequest(*v1::ListTasksRequest::descriptor());
  EXPECT_EQ(list.resource->name(), "parent");
  EXPECT_EQ(list.request_id, nullptr);
  EXPECT_NE(list.min_revision, nullptr);
}

}  // namespace
}  // namespace phancong::serving
