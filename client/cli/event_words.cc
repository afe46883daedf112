#include "client/cli/event_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "client/cli/strings.h"
#include "client/cli/words.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/rules/dates.h"

namespace phancong::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Of a list of numbers or words, and of messages, so many are shown.
constexpr int kMostShown = 20;
// Before a line, for each message that it is within but the first: a table's cells have no spaces in front.
constexpr std::string_view kIndent = "– ";

constexpr std::string_view kFileNumber = "evidence (number)";

const std::map<std::string_view, Phrase>& EventWords() {
  static const auto& words = *new std::map<std::string_view, Phrase>{
      {"federation_created", {"Lập liên đoàn", "Federation created"}},
      {"account_created", {"Tạo tài khoản", "Account created"}},
      {"account_disabled", {"Khóa tài khoản", "Account disabled"}},
      {"account_enabled", {"Mở lại tài khoản", "Account enabled"}},
      {"account_reset", {"Cấp mã dùng một lần mới", "New one-time code given"}},
      {"position_given", {"Giao chức vụ", "Position given"}},
      {"position_ended", {"Thôi chức vụ", "Position ended"}},
      {"programme_loaded", {"Nạp chương trình", "Programme loaded"}},
      {"unions_imported", {"Nạp danh bạ công đoàn cơ sở", "Unions imported"}},
      {"responsibility_assigned", {"Phân công phụ trách", "Responsibility assigned"}},
      {"responsibility_ended", {"Thôi phụ trách", "Responsibility ended"}},
      {"round_drafted", {"Dự thảo đợt giao", "Round drafted"}},
      {"round_issued", {"Ban hành đợt giao", "Round issued"}},
      {"item_issued", {"Giao một mục", "Item issued"}},
      {"task_acknowledged", {"Tiếp nhận nhiệm vụ", "Task acknowledged"}},
      {"progress_reported", {"Báo cáo tiến độ", "Progress reported"}},
      {"task_submitted", {"Nộp báo cáo", "Task submitted"}},
      {"task_recalled", {"Rút lại báo cáo đã nộp", "Submission recalled"}},
      {"review_taken", {"Nhận duyệt", "Review taken"}},
      {"review_released", {"Thôi nhận duyệt", "Review released"}},
      {"task_accepted", {"Duyệt báo cáo", "Task accepted"}},
      {"task_returned", {"Trả lại báo cáo để làm lại", "Task returned"}},
      {"task_withdrawn", {"Thu hồi nhiệm vụ", "Task withdrawn"}},
      {"task_reopened", {"Mở lại nhiệm vụ", "Task reopened"}},
      {"comment_added", {"Góp ý về nhiệm vụ", "Comment added"}},
      {"inspection_scheduled", {"Lập đoàn kiểm tra", "Inspection scheduled"}},
      {"inspection_started", {"Bắt đầu kiểm tra", "Inspection started"}},
      {"task_checked", {"Kiểm tra kết quả một nhiệm vụ", "Task checked"}},
      {"finding_recorded", {"Ghi một phát hiện", "Finding recorded"}},
      {"inspection_concluded", {"Kết luận kiểm tra", "Inspection concluded"}},
      {"remedy_submitted", {"Báo cáo khắc phục", "Remedy submitted"}},
      {"remedy_verified", {"Xác nhận đã khắc phục", "Remedy verified"}},
      {"remedy_rejected", {"Chưa chấp nhận việc khắc phục", "Remedy rejected"}},
      {"attempt_refused", {"Bị từ chối", "Attempt refused"}},
      {"clock_advanced", {"Đặt đồng hồ mô phỏng", "Simulated clock set"}},
      {"extension_requested", {"Đề nghị gia hạn", "Extension requested"}},
      {"extension_decided", {"Quyết định về đề nghị gia hạn", "Extension decided"}},
      {"extension_cancelled", {"Rút đề nghị gia hạn", "Extension cancelled"}},
      {"tasks_extended", {"Gia hạn nhiều nhiệm vụ", "Tasks extended"}},
      {"task_suspended", {"Tạm dừng nhiệm vụ", "Task suspended"}},
      {"task_resumed", {"Tiếp tục nhiệm vụ", "Task resumed"}},
      {"task_closed_not_met", {"Ghi nhận không hoàn thành", "Task closed as not met"}},
      {"period_sealed", {"Khóa sổ kỳ", "Period sealed"}},
      {"result_restated", {"Điều chỉnh kết quả đã khóa sổ", "Result restated"}},
      {"calendar_loaded", {"Nạp lịch làm việc", "Calendar loaded"}},
      {"guidance_recorded", {"Ghi nhận hướng dẫn của cấp trên", "Guidance recorded"}},
      {"evidence_uploaded", {"Tải lên tệp minh chứng", "Evidence uploaded"}},
      {"evidence_erased", {"Xóa nội dung tệp minh chứng", "Evidence erased"}},
      {"evidence_waived", {"Cho phép nộp không kèm một loại minh chứng", "Evidence waived"}},
      {"reminders_rung", {"Nhắc hạn", "Reminders rung"}},
      {"mail_address_set", {"Đặt địa chỉ thư điện tử", "Mail address set"}},
      {"position_delegated", {"Ủy quyền một chức vụ", "Position delegated"}},
      {"delegation_ended", {"Chấm dứt ủy quyền", "Delegation ended"}},
      {"union_changed", {"Biến động tổ chức công đoàn cơ sở", "Union changed"}},
      {"union_facts_updated", {"Cập nhật số liệu của đơn vị", "Union's facts updated"}},
      {"union_plan_submitted", {"Gửi kế hoạch của đơn vị", "Union's plan submitted"}},
      {"federation_closed", {"Kết thúc hoạt động của liên đoàn", "Federation closed"}},
      {"unions_admitted", {"Tiếp nhận công đoàn cơ sở", "Unions admitted"}},
      {"inspection_plan_drafted", {"Dự thảo kế hoạch kiểm tra", "Inspection plan drafted"}},
      {"inspection_plan_approved", {"Phê duyệt kế hoạch kiểm tra", "Inspection plan approved"}},
      {"sample_drawn", {"Chọn mẫu kiểm tra", "Sample drawn"}},
      {"drawn_unit_replaced", {"Thay một đơn vị trong mẫu", "Drawn unit replaced"}},
      {"inspection_plan_closed", {"Khép kế hoạch kiểm tra", "Inspection plan closed"}},
      {"inspection_notified", {"Thông báo cuộc kiểm tra", "Inspection notified"}},
      {"finding_dropped", {"Bỏ một phát hiện", "Finding dropped"}},
      {"conclusion_drafted", {"Dự thảo kết luận kiểm tra", "Conclusion drafted"}},
      {"conclusion_signed", {"Ký dự thảo kết luận", "Conclusion signed"}},
      {"supervision_reported", {"Báo cáo kết quả giám sát", "Supervision reported"}},
      {"inspection_cancelled", {"Hủy cuộc kiểm tra", "Inspection cancelled"}},
      {"finding_explained", {"Giải trình một phát hiện", "Finding explained"}},
      {"finding_closed_without_remedy", {"Khép một phát hiện mà không khắc phục", "Finding closed without remedy"}},
      {"settlement_recorded", {"Ghi nhận báo cáo quyết toán", "Settlement recorded"}},
      {"self_rating_submitted", {"Đơn vị tự xếp loại", "Self-rating submitted"}},
      {"rating_decided", {"Quyết định xếp loại", "Rating decided"}},
      {"report_issued", {"Gửi báo cáo cấp trên", "Report issued"}},
      {"superior_set", {"Ghi liên đoàn cấp trên", "Superior set"}},
      {"journal_key_set", {"Đặt khóa ký sổ", "Journal key set"}},
      {"witness_named", {"Cử bên làm chứng", "Witness named"}},
      {"witness_ended", {"Thôi bên làm chứng", "Witness ended"}},
      {"restored_from_backup", {"Khôi phục từ bản sao lưu", "Restored from a backup"}},
      {"texts_erased", {"Xóa văn bản theo quyết định", "Texts erased"}},
  };
  return words;
}

const std::map<std::string_view, Phrase>& FieldWords() {
  static const auto& words = *new std::map<std::string_view, Phrase>{
      {"account", {"tài khoản số", "account no."}},
      {"accounts", {"tài khoản số", "accounts no."}},
      {"ad_hoc", {"việc đột xuất", "urgent duty"}},
      {"address", {"địa chỉ", "address"}},
      {"admitted", {"đơn vị tiếp nhận", "union admitted"}},
      {"approved", {"đồng ý", "approved"}},
      {"as_of_day", {"số liệu ngày", "as of"}},
      {"assignees", {"đơn vị được giao số", "assignees no."}},
      {"calendar", {"lịch làm việc", "calendar"}},
      {"calendar_version", {"phiên bản lịch làm việc", "calendar version"}},
      {"change", {"biến động số", "change no."}},
      {"check", {"lần kiểm tra số", "check no."}},
      {"claim_meets", {"theo báo cáo là đạt", "met by its claim"}},
      {"command", {"lệnh", "command"}},
      {"comment", {"góp ý số", "comment no."}},
      {"computed_points", {"điểm máy tính", "computed points"}},
      {"conclusion", {"kết luận", "conclusion"}},
      {"confirmed", {"kết quả đúng", "confirmed"}},
      {"content", {"nội dung", "content"}},
      {"contests", {"bác kết quả đã duyệt", "contests the result"}},
      {"count", {"số lần", "count"}},
      {"criterion", {"tiêu chí", "criterion"}},
      {"cycle", {"vòng", "cycle"}},
      {"day", {"ngày", "day"}},
      {"decision_day", {"ngày quyết định", "decision of"}},
      {"decision_number", {"quyết định số", "decision no."}},
      {"delegation", {"ủy quyền số", "delegation no."}},
      {"demo", {"trình diễn", "demo"}},
      {"denominator", {"mẫu số", "denominator"}},
      {"discipline_proposal", {"đề nghị kỷ luật", "discipline proposed"}},
      {"display_name", {"họ tên", "name"}},
      {"document_day", {"văn bản ngày", "document of"}},
      {"document_issuer", {"nơi ban hành", "issued by"}},
      {"document_number", {"văn bản số", "document no."}},
      {"due_day", {"hạn", "due"}},
      {"due_days", {"hạn", "due"}},
      {"ended", {"đơn vị kết thúc số", "unions ended no."}},
      {"evidence", {"minh chứng", "evidence"}},
      {kFileNumber, {"tệp minh chứng số", "evidence file no."}},
      {"explain_by_day", {"giải trình đến hết", "explain by"}},
      {"explanation", {"giải trình", "explanation"}},
      {"extension", {"đề nghị gia hạn số", "extension no."}},
      {"facts", {"số liệu", "facts"}},
      {"federation", {"liên đoàn", "federation"}},
      {"field", {"lĩnh vực", "field"}},
      {"figure", {"số liệu", "figure"}},
      {"figures", {"các chỉ tiêu", "figures"}},
      {"file_name", {"tên tệp", "file name"}},
      {"finding", {"phát hiện số", "finding no."}},
      {"first_task", {"nhiệm vụ từ số", "tasks from no."}},
      {"founded_day", {"thành lập ngày", "founded"}},
      {"from", {"từ đơn vị số", "from unions no."}},
      {"from_day", {"từ ngày", "from"}},
      {"grave", {"nghiêm trọng", "grave"}},
      {"handover", {"lời bàn giao của khóa trước", "handover by the key before"}},
      {"head", {"trưởng đoàn: tài khoản số", "head: account no."}},
      {"id", {"mã", "id"}},
      {"indicators", {"các chỉ tiêu", "indicators"}},
      {"inspection", {"cuộc kiểm tra số", "inspection no."}},
      {"into", {"thành đơn vị", "into union"}},
      {"item_number", {"mục số", "item no."}},
      {"item_numbers", {"các mục số", "items no."}},
      {"items", {"mục", "item"}},
      {"kept_size", {"số mục giữ lại", "entries kept"}},
      {"key", {"khóa số", "key no."}},
      {"kind", {"loại", "kind"}},
      {"last_year", {"năm kiểm tra gần nhất", "last inspected in"}},
      {"left_out", {"để ngoài", "left out"}},
      {"level", {"mức", "level"}},
      {"lines", {"dòng", "line"}},
      {"lost_root", {"mã gốc của sổ đã mất", "root of what is lost"}},
      {"lost_size", {"số mục của sổ đã mất", "entries of what is lost"}},
      {"max_points", {"điểm tối đa", "points at most"}},
      {"measures", {"biện pháp", "measures"}},
      {"media_type", {"kiểu tệp", "media type"}},
      {"member", {"thành viên: tài khoản số", "member: account no."}},
      {"members", {"thành viên: tài khoản số", "members: accounts no."}},
      {"met", {"đạt", "met"}},
      {"name", {"tên", "name"}},
      {"narrative", {"đã làm", "narrative"}},
      {"not_applicable_reason", {"không áp dụng, vì", "not applicable, because"}},
      {"note", {"ghi chú", "note"}},
      {"numerator", {"tử số", "numerator"}},
      {"of_term", {"của toàn khóa", "of the term"}},
      {"offset_days", {"số ngày sau hạn", "days after the due date"}},
      {"on_paper", {"báo cáo giấy", "on paper"}},
      {"ordinal", {"thứ tự", "place"}},
      {"overtaken", {"đã có lần nhắc sau", "overtaken"}},
      {"percent", {"phần trăm", "per cent"}},
      {"period_begin_day", {"kỳ từ", "period from"}},
      {"period_end_day", {"kỳ đến", "period to"}},
      {"person", {"người phụ trách", "person"}},
      {"place", {"nơi", "place"}},
      {"plan", {"kế hoạch kiểm tra số", "inspection plan no."}},
      {"plan_due_day", {"hạn gửi kế hoạch", "plans due"}},
      {"points", {"điểm", "points"}},
      {"population_day", {"danh sách ngày", "population of"}},
      {"population_digest", {"mã băm danh sách", "digest of the population"}},
      {"position", {"chức vụ", "position"}},
      {"position_number", {"chức vụ số", "position no."}},
      {"possible_points", {"điểm có thể đạt", "possible points"}},
      {"predecessor", {"mã ở liên đoàn cũ", "id before"}},
      {"programme", {"chương trình", "programme"}},
      {"programme_version", {"phiên bản chương trình", "programme version"}},
      {"public_key", {"khóa công khai", "public key"}},
      {"quota", {"số phải kiểm tra", "quota"}},
      {"reason", {"lý do", "reason"}},
      {"received_day", {"nhận ngày", "received"}},
      {"recipients", {"nơi nhận", "recipients"}},
      {"remarks", {"nhận xét", "remarks"}},
      {"remedy_due_day", {"hạn khắc phục", "remedy due"}},
      {"replacement", {"thay bằng đơn vị số", "replaced by union no."}},
      {"report", {"báo cáo", "report"}},
      {"reservation", {"ý kiến bảo lưu", "reservation"}},
      {"resource", {"về", "about"}},
      {"responsibility", {"phân công số", "responsibility no."}},
      {"restatement", {"điều chỉnh số", "restatement no."}},
      {"result", {"kết quả", "result"}},
      {"reviewer", {"người duyệt: tài khoản số", "reviewer: account no."}},
      {"revision", {"mục sổ số", "entry no."}},
      {"rework_due_day", {"hạn làm lại", "rework due"}},
      {"risk", {"rủi ro", "risk"}},
      {"risk_picks", {"chọn theo rủi ro", "picked for risk"}},
      {"round_number", {"đợt giao số", "round no."}},
      {"rungs", {"lần nhắc", "reminder"}},
      {"sample", {"mẫu: đơn vị số", "sample: unions no."}},
      {"scheduled_day", {"ngày kiểm tra", "scheduled for"}},
      {"seed", {"số ngẫu nhiên", "seed"}},
      {"seed_commitment", {"cam kết số ngẫu nhiên", "commitment to the seed"}},
      {"sent_day", {"gửi ngày", "sent"}},
      {"sha256", {"SHA-256", "SHA-256"}},
      {"shortfall_reason", {"lý do chưa đủ", "reason of the shortfall"}},
      {"size", {"cỡ (byte)", "bytes"}},
      {"sort_key", {"khóa sắp xếp", "sort key"}},
      {"stands", {"hiện trạng", "stands"}},
      {"strata", {"nhóm", "stratum"}},
      {"stratum", {"nhóm", "stratum"}},
      {"successor", {"liên đoàn kế thừa", "successor"}},
      {"superior", {"liên đoàn cấp trên", "superior"}},
      {"target", {"chỉ tiêu", "target"}},
      {"targets", {"chỉ tiêu", "target"}},
      {"task", {"nhiệm vụ số", "task no."}},
      {"tasks", {"các nhiệm vụ số", "tasks no."}},
      {"text", {"nội dung", "text"}},
      {"texts", {"đoạn văn", "text"}},
      {"time_micros", {"thời điểm", "moment"}},
      {"time_zone", {"múi giờ", "time zone"}},
      {"title", {"tên gọi", "title"}},
      {"to_day", {"đến hết", "to"}},
      {"type", {"loại hình", "type"}},
      {"unannounced", {"đột xuất", "unannounced"}},
      {"union_number", {"đơn vị số", "union no."}},
      {"unions", {"đơn vị", "union"}},
      {"units", {"đơn vị", "unit"}},
      {"values", {"số liệu", "figure"}},
      {"version", {"phiên bản", "version"}},
      {"witness", {"bên làm chứng số", "witness no."}},
      {"working_days", {"số ngày làm việc", "working days"}},
      {"year", {"năm", "year"}},
  };
  return words;
}

bool IsDay(const FieldDescriptor& field) {
  const std::string& name = field.name();
  return name == "day" || name.ends_with("_day") || name == "due_days";
}

class Teller {
 public:
  Teller(const std::map<rules::Hash, std::string>& texts, const Style& style) : texts_(texts), style_(style) {}

  void TellFields(const Message& message, size_t depth) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    // In the order in which the contract has them.
    std::sort(fields.begin(), fields.end(),
              [](const FieldDescriptor* one, const FieldDescriptor* other) { return one->index() < other->index(); });
    for (const FieldDescriptor* field : fields) TellField(message, *field, depth);
  }

  std::vector<std::string> Take() { return std::move(lines_); }
  void Add(size_t depth, std::string_view text) {
    std::string line;
    for (size_t i = 1; i < depth; ++i) line += kIndent;
    lines_.push_back(Concat(line, text));
  }

 private:
  void TellField(const Message& message, const FieldDescriptor& field, size_t depth) {
    const std::string label = LabelOf(field);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_map()) {
      const int size = SizeOf(message, field);
      for (int i = 0; i < std::min(size, kMostShown); ++i) TellMessage(label, Part(message, field, i), depth);
      if (size > kMostShown) Add(depth, More(size));
      return;
    }
    std::string values;
    const int size = SizeOf(message, field);
    for (int i = 0; i < std::min(size, kMostShown); ++i) Append(values, i == 0 ? "" : ", ", Value(message, field, i));
    Add(depth, Concat(label, ": ", values));
    if (size > kMostShown) Add(depth, More(size));
  }

  void TellMessage(const std::string& label, const Message& part, size_t depth) {
    const auto* type = part.GetDescriptor();
    if (type == v1::Text::descriptor()) {
      if (static_cast<const v1::Text&>(part).digest().empty()) return;
      Add(depth, Concat(label, ": ", TextOf(static_cast<const v1::Text&>(part))));
    } else if (type == v1::ReportFacts::Value::descriptor()) {
      Add(depth, Concat(label, ": ", FigureOf(static_cast<const v1::ReportFacts::Value&>(part))));
    } else if (type->file() == v1::Event::descriptor()->file()) {
      Add(depth, Concat(label, ":"));
      TellFields(part, depth + 1);
    } else if (const std::string text = CellOf(part, "vi", style_).text; !text.empty()) {
      Add(depth, Concat(label, ": ", text));
    } else if (type->name() == "PlanTarget") {
      Add(depth, Concat(label, ": ", CellOf(part, "figure", style_).text, " ≥ ", CellOf(part, "target", style_).text));
    } else {
      Add(depth, Concat(label, ": ",
                        Say(style_.language, {"(có trong biên nhận, {} byte)", "(in the receipt, {} bytes)"},
                            part.ByteSizeLong())));
    }
  }

  std::string LabelOf(const FieldDescriptor& field) const {
    // A report's documents, and in each of them the number of its file.
    const bool file = field.name() == "evidence" && field.cpp_type() == FieldDescriptor::CPPTYPE_INT64;
    const Phrase word = EventFieldWord(file ? kFileNumber : std::string_view(field.name()));
    return word.empty() ? field.name() : std::string(word.In(style_.language));
  }

  static int SizeOf(const Message& message, const FieldDescriptor& field) {
    return field.is_repeated() ? message.GetReflection()->FieldSize(message, &field) : 1;
  }
  static const Message& Part(const Message& message, const FieldDescriptor& field, int i) {
    const Reflection& values = *message.GetReflection();
    return field.is_repeated() ? values.GetRepeatedMessage(message, &field, i) : values.GetMessage(message, &field);
  }
  std::string More(int size) const { return Say(style_.language, {"… (tất cả {})", "… ({} in all)"}, size); }

  std::string Value(const Message& message, const FieldDescriptor& field, int i) const {
    const Reflection& values = *message.GetReflection();
    const bool repeated = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT64:
        return NumberOf(field,
                        repeated ? values.GetRepeatedInt64(message, &field, i) : values.GetInt64(message, &field));
      case FieldDescriptor::CPPTYPE_BOOL:
        return std::string(Phrase{"có", "yes"}.In(style_.language));
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string text =
            repeated ? values.GetRepeatedString(message, &field, i) : values.GetString(message, &field);
        return field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : text;
      }
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value = repeated ? values.GetRepeatedEnum(message, &field, i) : values.GetEnum(message, &field);
        const Word word = WordOf(*value);
        return word.phrase.empty() ? value->name() : std::string(word.phrase.In(style_.language));
      }
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const Message& entry = Part(message, field, i);
        return Concat(CellOf(entry, "key", style_).text, " = ", CellOf(entry, "value", style_).text);
      }
      default:
        return {};  // the contract's events have no other types
    }
  }

  std::string NumberOf(const FieldDescriptor& field, int64_t number) const {
    // Whatever stands in a file that is no day of a calendar is shown as the number that it is.
    constexpr int64_t kNoDay = 1'000'000;
    if (IsDay(field) && number > -kNoDay && number < kNoDay) {
      const google::type::Date date = rules::DateOf(number);
      return style_.for_program ? IsoDate(date) : FormatDate(date, style_.language);
    }
    if (field.name() == "time_micros") {
      google::protobuf::Timestamp time;
      time.set_seconds(number / 1'000'000);
      return FormatTime(time, style_.zone, style_.language);
    }
    return Concat(number);
  }

  std::string TextOf(const v1::Text& text) const {
    const auto found = texts_.find(text.digest());
    if (found != texts_.end()) return Concat("“", found->second, "”");
    return std::string(Phrase{"(đã xóa, hoặc không kèm theo)", "(erased, or not in the file)"}.In(style_.language));
  }

  std::string FigureOf(const v1::ReportFacts::Value& value) const {
    if (!value.has_numerator()) {
      return Concat(
          value.figure(), " = ", Phrase{"không áp dụng", "not applicable"}.In(style_.language),
          !value.not_applicable_reason().digest().empty() ? Concat(": ", TextOf(value.not_applicable_reason())) : "");
    }
    const std::string numerator = FormatNumber(value.numerator(), style_.language);
    if (!value.has_denominator()) return Concat(value.figure(), " = ", numerator);
    return Concat(value.figure(), " = ", numerator, "/", FormatNumber(value.denominator(), style_.language));
  }

  const std::map<rules::Hash, std::string>& texts_;
  const Style& style_;
  std::vector<std::string> lines_;
};

Phrase Find(const std::map<std::string_view, Phrase>& words, std::string_view word) {
  const auto found = words.find(word);
  return found == words.end() ? Phrase{} : found->second;
}

}  // namespace

Phrase EventWord(std::string_view kind) { return Find(EventWords(), kind); }
Phrase EventFieldWord(std::string_view field) { return Find(FieldWords(), field); }

std::vector<std::string> LinesOf(const v1::Event& event, const std::map<rules::Hash, std::string>& texts,
                                 const Style& style) {
  Teller teller(texts, style);
  const FieldDescriptor* kind =
      event.GetReflection()->GetOneofFieldDescriptor(event, v1::Event::descriptor()->oneof_decl(0));
  if (kind == nullptr) {
    teller.Add(0,
               Phrase{"(loại sự kiện mà bản này chưa biết)", "(an event of a kind unknown here)"}.In(style.language));
    return teller.Take();
  }
  const Phrase word = EventWord(kind->name());
  teller.Add(0, word.empty() ? std::string_view(kind->name()) : word.In(style.language));
  teller.TellFields(event.GetReflection()->GetMessage(event, kind), 1);
  return teller.Take();
}

}  // namespace phancong::client
