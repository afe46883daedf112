#include "client/cli/words.h"

#include <map>

#include "client/cli/strings.h"
#include "services/rules/text.h"

namespace phancong::client {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// By the value's name in the contract.
const std::map<std::string_view, Word>& Words() {
  static const auto& words = *new std::map<std::string_view, Word>{
      {"POSITION_STANDING_COMMITTEE_CHAIR", {{"Chủ tịch", "Chair"}}},
      {"POSITION_STANDING_COMMITTEE_VICE_CHAIR", {{"Phó Chủ tịch", "Vice-chair"}}},
      {"POSITION_STANDING_COMMITTEE_MEMBER", {{"Ủy viên Ban Thường vụ", "Member of the Standing Committee"}}},
      {"POSITION_INSPECTION_COMMITTEE_CHAIR", {{"Chủ nhiệm Ủy ban Kiểm tra", "Chair of the Inspection Committee"}}},
      {"POSITION_INSPECTION_COMMITTEE_MEMBER", {{"Ủy viên Ủy ban Kiểm tra", "Member of the Inspection Committee"}}},
      {"POSITION_EXECUTIVE_COMMITTEE_MEMBER", {{"Ủy viên Ban Chấp hành", "Member of the Executive Committee"}}},
      {"POSITION_UNION_CHAIR", {{"Chủ tịch công đoàn cơ sở", "Chair of a grassroots union"}}},
      {"POSITION_UNION_OFFICER", {{"Ủy viên BCH công đoàn cơ sở", "Officer of a grassroots union"}}},
      {"POSITION_READER", {{"Nơi nhận", "Reader"}}},
      {"POSITION_ADMINISTRATOR", {{"Quản trị", "Administrator"}}},

      {"TASK_STATE_ISSUED", {{"Đã giao", "Issued"}}},
      {"TASK_STATE_IN_PROGRESS", {{"Đang thực hiện", "In progress"}}},
      {"TASK_STATE_SUBMITTED", {{"Đã nộp", "Submitted"}}},
      {"TASK_STATE_IN_REVIEW", {{"Đang duyệt", "In review"}}},
      {"TASK_STATE_RETURNED", {{"Bị trả lại", "Returned"}, Paint::kWarning}},
      {"TASK_STATE_SUSPENDED", {{"Tạm dừng", "Suspended"}, Paint::kFaint}},
      {"TASK_STATE_ACCEPTED", {{"Đã duyệt", "Accepted"}, Paint::kGood}},
      {"TASK_STATE_NOT_MET", {{"Không hoàn thành", "Not met"}, Paint::kBad}},
      {"TASK_STATE_WITHDRAWN", {{"Đã thu hồi", "Withdrawn"}, Paint::kFaint}},

      {"TIMING_NOT_DUE", {{"Chưa đến hạn", "Not due"}}},
      {"TIMING_DUE_SOON", {{"Sắp đến hạn", "Due soon"}, Paint::kWarning}},
      {"TIMING_OVERDUE", {{"Quá hạn", "Overdue"}, Paint::kBad}},
      {"TIMING_AWAITING_REVIEW", {{"Chờ duyệt", "Awaiting review"}}},
      {"TIMING_DONE_ON_TIME", {{"Đúng hạn", "Done on time"}, Paint::kGood}},
      {"TIMING_DONE_LATE", {{"Trễ hạn", "Done late"}, Paint::kWarning}},
      {"TIMING_NOT_MET", {{"Không hoàn thành", "Not met"}, Paint::kBad}},
      {"TIMING_NO_DEADLINE", {{"Không tính hạn", "No deadline"}, Paint::kFaint}},

      {"ROUND_STATE_DRAFT", {{"Dự thảo", "Draft"}, Paint::kWarning}},
      {"ROUND_STATE_ISSUED", {{"Đã giao", "Issued"}, Paint::kGood}},
      {"ROUND_STATE_SEALED", {{"Đã khóa sổ", "Sealed"}, Paint::kFaint}},

      {"EXTENSION_STATE_REQUESTED", {{"Chờ quyết định", "Requested"}, Paint::kWarning}},
      {"EXTENSION_STATE_APPROVED", {{"Được gia hạn", "Approved"}, Paint::kGood}},
      {"EXTENSION_STATE_REFUSED", {{"Không được gia hạn", "Refused"}, Paint::kBad}},
      {"EXTENSION_STATE_CANCELLED", {{"Đã rút", "Cancelled"}, Paint::kFaint}},

      {"DUE_CAUSE_ISSUED", {{"Giao việc", "Issued"}}},
      {"DUE_CAUSE_EXTENSION", {{"Gia hạn theo đề nghị", "Extension"}}},
      {"DUE_CAUSE_DECISION", {{"Gia hạn chung", "Extended by decision"}}},
      {"DUE_CAUSE_SUSPENSION", {{"Bù thời gian tạm dừng", "Days suspended"}}},
      {"DUE_CAUSE_REWORK", {{"Trả lại để làm lại", "Rework"}}},
      {"DUE_CAUSE_REOPENED", {{"Mở lại", "Reopened"}}},
      {"DUE_CAUSE_CALENDAR", {{"Lịch làm việc đổi", "New calendar"}}},

      {"UNION_CHANGE_KIND_FOUNDED", {{"Thành lập", "Founded"}}},
      {"UNION_CHANGE_KIND_DISSOLVED", {{"Giải thể", "Dissolved"}}},
      {"UNION_CHANGE_KIND_MERGED", {{"Sáp nhập", "Merged"}}},
      {"UNION_CHANGE_KIND_SPLIT", {{"Chia tách", "Split"}}},
      {"UNION_CHANGE_KIND_TYPE_CHANGED", {{"Chuyển loại hình", "Changed type"}}},
      {"UNION_CHANGE_KIND_RENAMED", {{"Đổi tên", "Renamed"}}},
      {"UNION_CHANGE_KIND_ADMITTED", {{"Tiếp nhận", "Admitted"}}},

      {"INSPECTION_STATE_SCHEDULED", {{"Đã lên lịch", "Scheduled"}}},
      {"INSPECTION_STATE_NOTIFIED", {{"Đã báo đơn vị", "Notified"}}},
      {"INSPECTION_STATE_FIELDWORK", {{"Đang kiểm tra", "Fieldwork"}, Paint::kWarning}},
      {"INSPECTION_STATE_DRAFT_CONCLUSION", {{"Dự thảo kết luận", "Draft conclusion"}, Paint::kWarning}},
      {"INSPECTION_STATE_CONCLUDED", {{"Đã kết luận", "Concluded"}, Paint::kGood}},
      {"INSPECTION_STATE_CANCELLED", {{"Đã hủy", "Cancelled"}, Paint::kFaint}},
      {"INSPECTION_STATE_REPORTED", {{"Đã báo cáo", "Reported"}, Paint::kGood}},

      {"INSPECTION_PLAN_STATE_DRAFT", {{"Dự thảo", "Draft"}, Paint::kWarning}},
      {"INSPECTION_PLAN_STATE_APPROVED", {{"Đã phê duyệt", "Approved"}}},
      {"INSPECTION_PLAN_STATE_DRAWN", {{"Đã chọn mẫu", "Drawn"}, Paint::kGood}},
      {"INSPECTION_PLAN_STATE_CLOSED", {{"Đã khép", "Closed"}, Paint::kFaint}},

      {"SAMPLE_BASIS_RISK", {{"Theo rủi ro", "Risk"}}},
      {"SAMPLE_BASIS_DRAWN", {{"Ngẫu nhiên", "Drawn"}}},
      {"SAMPLE_BASIS_REPLACEMENT", {{"Thay thế", "Replacement"}}},

      {"FINDING_STATE_DRAFT", {{"Dự thảo", "Draft"}}},
      {"FINDING_STATE_ISSUED", {{"Chờ khắc phục", "Remedy owed"}, Paint::kWarning}},
      {"FINDING_STATE_REMEDY_SUBMITTED", {{"Đã báo khắc phục", "Remedy submitted"}}},
      {"FINDING_STATE_CLOSED", {{"Đã đóng", "Closed"}, Paint::kGood}},
      {"FINDING_STATE_DROPPED", {{"Đã bỏ", "Dropped"}, Paint::kFaint}},

      {"RATING_STATE_SELF_RATED", {{"Đã tự xếp loại", "Self-rated"}, Paint::kWarning}},
      {"RATING_STATE_DECIDED", {{"Đã quyết định", "Decided"}, Paint::kGood}},

      {"PROGRESS_STATE_NO_DATA", {{"Chưa có số liệu", "No data"}, Paint::kFaint}},
      {"PROGRESS_STATE_NOT_MET", {{"Chưa đạt", "Not met"}, Paint::kBad}},
      {"PROGRESS_STATE_MET", {{"Đạt", "Met"}, Paint::kGood}},
      {"PROGRESS_STATE_NOT_APPLICABLE", {{"Không áp dụng", "Not applicable"}, Paint::kFaint}},
      {"PROGRESS_STATE_NOBODY_ELIGIBLE", {{"Không có đối tượng", "Nobody eligible"}, Paint::kFaint}},

      {"PROGRESS_GROUPING_TYPE", {{"Loại hình", "Type"}}},
      {"PROGRESS_GROUPING_FIELD", {{"Lĩnh vực", "Field"}}},
      {"PROGRESS_GROUPING_MEMBER", {{"Người phụ trách", "Member"}}},

      {"TASK_ORDER_DUE_DATE", {{"Theo hạn", "By due date"}}},
      {"TASK_ORDER_ISSUE", {{"Theo thứ tự giao", "By issue"}}},
      {"TASK_ORDER_LAST_CHANGE", {{"Mới thay đổi trước", "Last changed first"}}},

      {"KIND_INDICATOR", {{"Chỉ tiêu", "Indicator"}}},
      {"KIND_PLAN", {{"Kế hoạch", "Plan"}}},
      {"KIND_DUTY", {{"Nhiệm vụ, giải pháp", "Duty"}}},
      {"PERIOD_YEAR", {{"Hằng năm", "Yearly"}}},
      {"PERIOD_TERM", {{"Cả nhiệm kỳ", "Whole term"}}},
      {"PERIOD_ONCE", {{"Một lần", "Once"}}},
      {"PERIOD_STANDING", {{"Thường xuyên", "Standing"}}},
      {"MEASURE_COVERAGE", {{"Tỷ lệ đơn vị đạt", "Share of units"}}},
      {"MEASURE_RATIO", {{"Tỷ lệ", "Ratio"}}},
      {"MEASURE_COUNT", {{"Số lượng", "Count"}}},
      {"MEASURE_AVERAGE", {{"Bình quân mỗi đơn vị", "Average"}}},
      {"MEASURE_DONE", {{"Hoàn thành", "Done"}}},
      {"MEASURE_LEVEL", {{"Mức xếp loại", "Level"}}},
      {"MEASURE_JUDGEMENT", {{"Đánh giá", "Judgement"}}},
      {"SOURCE_REPORTED", {{"Báo cáo của đơn vị", "Reported"}}},
      {"SOURCE_DIRECTORY", {{"Danh bạ đơn vị", "Directory"}}},
      {"SOURCE_RATINGS", {{"Kết quả xếp loại", "Ratings"}}},
      {"SOURCE_INSPECTIONS", {{"Kết quả kiểm tra", "Inspections"}}},
  };
  return words;
}

// By the method's name: what a command of the journal, or an allowed action, is called.
const std::map<std::string_view, Phrase>& Methods() {
  static const auto& methods = *new std::map<std::string_view, Phrase>{
      {"Init", {"Lập cơ sở dữ liệu", "Initialise"}},
      {"LoadProgramme", {"Nạp chương trình", "Load programme"}},
      {"AssignResponsibility", {"Phân công phụ trách", "Assign responsibility"}},
      {"EndResponsibility", {"Thôi phụ trách", "End responsibility"}},
      {"DraftRound", {"Dự thảo đợt giao", "Draft round"}},
      {"IssueRound", {"Giao cả đợt", "Issue round"}},
      {"AssignItem", {"Giao thêm", "Assign item"}},
      {"AssignAdHoc", {"Giao việc đột xuất", "Assign urgent duty"}},
      {"RecordPaperReport", {"Nhập báo cáo giấy", "Record paper report"}},
      {"TakeReview", {"Nhận duyệt", "Take review"}},
      {"ReleaseReview", {"Thôi duyệt", "Release review"}},
      {"AcceptTask", {"Duyệt", "Accept"}},
      {"ReturnTask", {"Trả lại", "Return"}},
      {"WithdrawTask", {"Thu hồi", "Withdraw"}},
      {"ReopenTask", {"Mở lại", "Reopen"}},
      {"SealPeriod", {"Khóa sổ kỳ", "Seal period"}},
      {"RestateResult", {"Điều chỉnh kết quả", "Restate result"}},
      {"RecordGuidance", {"Ghi hướng dẫn cấp trên", "Record guidance"}},
      {"LoadCalendar", {"Nạp lịch làm việc", "Load calendar"}},
      {"HandOver", {"Bàn giao việc", "Hand over"}},
      {"CloseFederation", {"Đóng liên đoàn", "Close federation"}},
      {"AdmitUnions", {"Tiếp nhận công đoàn", "Admit unions"}},
      {"SetSuperior", {"Ghi liên đoàn cấp trên", "Name the superior"}},
      {"IssueReport", {"Gửi báo cáo cấp trên", "Issue a report"}},
      {"DecideRating", {"Quyết định xếp loại", "Decide rating"}},
      {"RecordSettlement", {"Ghi ngày gửi quyết toán", "Record settlement"}},
      {"NameWitness", {"Cử bên làm chứng", "Name a witness"}},
      {"EndWitness", {"Thôi bên làm chứng", "End a witness"}},
      {"EraseTexts", {"Xóa văn bản trong sổ ghi", "Erase texts"}},
      {"SubmitSelfRating", {"Tự xếp loại", "Rate itself"}},
      {"RequestExtension", {"Đề nghị gia hạn", "Request extension"}},
      {"CancelExtension", {"Rút đề nghị gia hạn", "Cancel extension"}},
      {"SubmitUnionPlan", {"Gửi kế hoạch của đơn vị", "Send union plan"}},
      {"DelegatePosition", {"Ủy quyền chức vụ", "Delegate position"}},
      {"EndDelegation", {"Chấm dứt ủy quyền", "End delegation"}},
      {"SetMailAddress", {"Ghi địa chỉ thư", "Set mail address"}},
      {"SuspendTask", {"Tạm dừng", "Suspend"}},
      {"ResumeTask", {"Tiếp tục", "Resume"}},
      {"CloseTaskNotMet", {"Ghi không hoàn thành", "Close as not met"}},
      {"DecideExtension", {"Quyết định gia hạn", "Decide extension"}},
      {"ExtendTasks", {"Gia hạn nhiều nhiệm vụ", "Extend tasks"}},
      {"RaiseTargets", {"Nâng chỉ tiêu", "Raise targets"}},
      {"UploadEvidence", {"Tải minh chứng lên", "Upload evidence"}},
      {"EraseEvidence", {"Xóa tệp minh chứng", "Erase evidence"}},
      {"WaiveEvidence", {"Cho phép thiếu minh chứng", "Waive evidence"}},
      {"AcknowledgeTask", {"Tiếp nhận", "Acknowledge"}},
      {"ReportProgress", {"Báo cáo tiến độ", "Report progress"}},
      {"SubmitTask", {"Nộp báo cáo", "Submit"}},
      {"RecallTask", {"Rút lại", "Recall"}},
      {"SubmitRemedy", {"Báo khắc phục", "Submit remedy"}},
      {"DraftInspectionPlan", {"Dự thảo kế hoạch kiểm tra", "Draft inspection plan"}},
      {"ApproveInspectionPlan", {"Phê duyệt kế hoạch kiểm tra", "Approve inspection plan"}},
      {"DrawSample", {"Chọn mẫu kiểm tra", "Draw sample"}},
      {"ReplaceDrawnUnit", {"Thay đơn vị trong mẫu", "Replace drawn unit"}},
      {"CloseInspectionPlan", {"Khép kế hoạch kiểm tra", "Close inspection plan"}},
      {"DecideInspectionShortfall", {"Khép kế hoạch khi chưa đủ", "Decide inspection shortfall"}},
      {"ScheduleInspection", {"Lên lịch kiểm tra", "Schedule inspection"}},
      {"StartInspection", {"Bắt đầu kiểm tra", "Start inspection"}},
      {"CheckTask", {"Kiểm tra nhiệm vụ", "Check task"}},
      {"RecordFinding", {"Ghi phát hiện", "Record finding"}},
      {"NotifyInspection", {"Thông báo kiểm tra", "Notify inspection"}},
      {"DropFinding", {"Bỏ phát hiện", "Drop finding"}},
      {"ExplainFinding", {"Giải trình phát hiện", "Explain finding"}},
      {"DraftConclusion", {"Dự thảo kết luận", "Draft conclusion"}},
      {"SignConclusion", {"Ký dự thảo kết luận", "Sign conclusion"}},
      {"ConcludeInspection", {"Kết luận kiểm tra", "Conclude inspection"}},
      {"ReportSupervision", {"Báo cáo giám sát", "Report supervision"}},
      {"CancelInspection", {"Hủy cuộc kiểm tra", "Cancel inspection"}},
      {"CloseFindingWithoutRemedy", {"Khép phát hiện, không khắc phục", "Close finding without remedy"}},
      {"VerifyRemedy", {"Xác nhận khắc phục", "Verify remedy"}},
      {"RejectRemedy", {"Không chấp nhận khắc phục", "Reject remedy"}},
      {"CommentOnTask", {"Trao đổi", "Comment"}},
      {"ImportUnions", {"Nạp danh bạ", "Import unions"}},
      {"RecordUnionChange", {"Ghi biến động tổ chức", "Record union change"}},
      {"UpdateFacts", {"Cập nhật số liệu", "Update facts"}},
      {"AdvanceClock", {"Chỉnh đồng hồ mô phỏng", "Advance clock"}},
      {"CreateAccount", {"Tạo tài khoản", "Create account"}},
      {"CreateUnionAccounts", {"Tạo tài khoản các đơn vị", "Create union accounts"}},
      {"DisableAccount", {"Khóa tài khoản", "Disable account"}},
      {"EnableAccount", {"Mở lại tài khoản", "Enable account"}},
      {"ResetAccount", {"Cấp lại mã", "Reset account"}},
      {"GivePosition", {"Giao chức vụ", "Give position"}},
      {"EndPosition", {"Thôi chức vụ", "End position"}},
  };
  return methods;
}

// "InProgress" of "in_progress" and the like: how two spellings of one word compare.
std::string Folded(std::string_view text) {
  std::string folded = rules::Fold(text);
  std::erase_if(folded, [](char c) { return c == '-' || c == '_' || c == ' '; });
  return folded;
}

}  // namespace

std::string TypedWord(const EnumValueDescriptor& value) {
  // TASK_STATE_IN_PROGRESS of TaskState: the prefix is the enum's own name.
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (c >= 'A' && c <= 'Z' && !prefix.empty()) prefix += '_';
    prefix += c;
  }
  std::string_view name = value.name();
  TakePrefix(name, Concat(Upper(prefix), "_"));
  return Replaced(Lower(std::string(name)), '_', "-");
}

Word WordOf(const EnumValueDescriptor& value) {
  if (value.number() == 0) return {};
  const auto found = Words().find(value.name());
  if (found != Words().end()) return found->second;
  return {{value.name(), value.name()}};
}

std::string MethodWord(std::string_view method, Language language) {
  const auto found = Methods().find(method);
  return std::string(found == Methods().end() ? method : found->second.In(language));
}

const EnumValueDescriptor* ValueOf(const EnumDescriptor& type, std::string_view text) {
  const std::string wanted = Folded(text);
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    if (value.number() == 0) continue;
    const Word word = WordOf(value);
    if (wanted == Folded(TypedWord(value)) || wanted == Folded(word.phrase.vi) || wanted == Folded(word.phrase.en)) {
      return &value;
    }
  }
  return nullptr;
}

std::vector<std::string> TypedWords(const EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) words.push_back(TypedWord(*type.value(i)));
  }
  return words;
}

}  // namespace phancong::client
