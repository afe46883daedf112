#include "tests/support/contract.h"

#include <filesystem>
#include <map>
#include <set>

#include "gtest/gtest.h"
#include "phancong/v1/access.pb.h"

namespace phancong::support {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using rules::NameKind;

// No resource is as old as the entry before all entries.
constexpr char kNoEtag[] = "999999999";

// Of every file of the contract that declares a service: who adds one need not think of this.
std::vector<const FileDescriptor*> Files() {
  std::set<std::string> names;
  const std::filesystem::path root = std::filesystem::path(PHANCONG_SOURCE_DIR) / "proto";
  for (const auto& entry : std::filesystem::directory_iterator(root / "phancong" / "v1")) {
    names.insert(std::filesystem::relative(entry.path(), root).string());
  }
  std::vector<const FileDescriptor*> files;
  for (const std::string& name : names) {
    const FileDescriptor* const file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) {
      ADD_FAILURE() << name << " is not served";
    } else {
      files.push_back(file);
    }
  }
  return files;
}

// All that do not name a federation.
const std::map<std::string, std::vector<NameKind>>& Named() {
  static const auto* const named = [] {
    auto* const kinds = new std::map<std::string, std::vector<NameKind>>;
    const auto name = [kinds](std::vector<NameKind> kind, const std::vector<std::string>& methods) {
      for (const std::string& method : methods) (*kinds)[method] = kind;
    };
    name({NameKind::kUnion}, {"GetUnion", "GetUnionScorecard", "UpdateFacts"});
    name({NameKind::kUnion, NameKind::kFederation}, {"UploadEvidence", "ListEvidence", "ListUnionChanges"});
    name({NameKind::kAccount}, {"DisableAccount", "EnableAccount", "ResetAccount", "GivePosition", "ListOpenWork",
                                "HandOver", "ListInbox", "WatchInbox", "MarkInboxRead", "SetMailAddress"});
    name({NameKind::kSession}, {"RevokeSession"});
    name({NameKind::kPosition}, {"EndPosition", "DelegatePosition"});
    name({NameKind::kDelegation}, {"EndDelegation"});
    name({NameKind::kProgramme}, {"GetProgramme"});
    name({NameKind::kCalendar}, {"GetCalendar"});
    name({NameKind::kReport}, {"GetReport"});
    name({NameKind::kResponsibility}, {"EndResponsibility"});
    name({NameKind::kRound}, {"GetRound", "DraftRound", "IssueRound", "SealPeriod", "ListUnionPlans",
                              "ListIndicatorProgress", "GetTimeliness", "ListStandsOfPlay", "GetCoverage",
                              "ListProgressGroups", "ListSubordinateProgress", "AssignItem", "AssignAdHoc",
                              "ExtendTasks", "IssueReport", "ListTasks", "ListExtensions", "ListRestatements"});
    name({NameKind::kTask},
         {"AcknowledgeTask",   "ReportProgress", "SubmitTask",    "RecallTask",         "RequestExtension",
          "RecordPaperReport", "TakeReview",     "ReleaseReview", "AcceptTask",         "ReturnTask",
          "WithdrawTask",      "SuspendTask",    "ResumeTask",    "CloseTaskNotMet",    "ReopenTask",
          "RestateResult",     "WaiveEvidence",  "GetTask",       "ListAllowedActions", "ListTaskHistory",
          "CommentOnTask",     "ListComments",   "ListDueDates"});
    name({NameKind::kExtension}, {"CancelExtension", "DecideExtension"});
    name({NameKind::kUnionPlan}, {"GetUnionPlan", "SubmitUnionPlan"});
    name({NameKind::kRating}, {"GetRating", "SubmitSelfRating", "DecideRating"});
    name({NameKind::kEvidence}, {"GetEvidence", "DownloadEvidence", "EraseEvidence"});
    name({NameKind::kInspectionPlan}, {"GetInspectionPlan", "GetDraw", "DrawSample", "ReplaceDrawnUnit",
                                       "CloseInspectionPlan", "ApproveInspectionPlan", "DecideInspectionShortfall"});
    name({NameKind::kInspection},
         {"GetInspection", "StartInspection", "CheckTask", "RecordFinding", "ConcludeInspection", "NotifyInspection",
          "DraftConclusion", "SignConclusion", "ReportSupervision", "CancelInspection"});
    name({NameKind::kFinding}, {"SubmitRemedy", "ExplainFinding", "VerifyRemedy", "RejectRemedy", "DropFinding",
                                "CloseFindingWithoutRemedy"});
    name({NameKind::kEntry}, {"GetReceipt"});
    name({NameKind::kFederation}, {"CloseFederation"});
    return kinds;
  }();
  return *named;
}

std::unique_ptr<Message> New(const Descriptor* type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

}  // namespace

const std::vector<const MethodDescriptor*>& MethodsOfTheContract() {
  static const auto* const methods = [] {
    auto* const all = new std::vector<const MethodDescriptor*>;
    for (const FileDescriptor* file : Files()) {
      for (int i = 0; i < file->service_count(); ++i) {
        for (int j = 0; j < file->service(i)->method_count(); ++j) all->push_back(file->service(i)->method(j));
      }
    }
    return all;
  }();
  return *methods;
}

bool IsCommand(const MethodDescriptor& method) { return method.options().GetExtension(v1::access).changes(); }

std::vector<NameKind> NamedBy(const MethodDescriptor& method) {
  if (const auto found = Named().find(method.name()); found != Named().end()) return found->second;
  // By convention, what is made or listed stands below the federation.
  if (ResourceField(*method.input_type()).name() == "parent") return {NameKind::kFederation};
  ADD_FAILURE() << "what " << method.name() << " names is to be added to the table in this file";
  return {};
}

std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) { return New(method.input_type()); }
std::unique_ptr<Message> NewResponse(const MethodDescriptor& method) { return New(method.output_type()); }

const FieldDescriptor& ResourceField(const Descriptor& request) {
  const FieldDescriptor* const name = request.FindFieldByName("name");
  return name != nullptr ? *name : *request.FindFieldByName("parent");
}

std::unique_ptr<Message> RequestAbout(const MethodDescriptor& method, const std::string& resource,
                                      const std::string& request_id) {
  std::unique_ptr<Message> request = NewRequest(method);
  SetText(*request, ResourceField(*method.input_type()).name(), resource);
  // Reads of a year's figures name it beside the unit.
  if (method.input_type()->FindFieldByName("round") != nullptr) SetText(*request, "round", "2025");
  if (IsCommand(method)) {
    SetText(*request, "request_id", request_id);
    if (method.input_type()->FindFieldByName("etag") != nullptr) SetText(*request, "etag", kNoEtag);
  }
  return request;
}

void SetText(Message& message, const std::string& field, const std::string& value) {
  const FieldDescriptor* const descriptor = message.GetDescriptor()->FindFieldByName(field);
  ASSERT_NE(descriptor, nullptr) << message.GetTypeName() << " has no " << field;
  message.GetReflection()->SetString(&message, descriptor, value);
}

}  // namespace phancong::support
