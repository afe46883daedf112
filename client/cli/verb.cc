#include "client/cli/verb.h"

#include <map>
#include <set>
#include <string>

#include "client/cli/binding.h"
#include "client/cli/contract.h"
#include "client/cli/strings.h"
#include "client/cli/words.h"

namespace phancong::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// The flags of a report, bound below the request's field that holds it.
const std::vector<Argument>& ReportFlags(std::string_view report) {
  static auto& flags = *new std::map<std::string, std::vector<Argument>, std::less<>>;
  const auto found = flags.find(report);
  if (found != flags.end()) return found->second;
  // Arguments hold views: what they look at lives as long as the program.
  static auto& paths = *new std::set<std::string>;
  const auto field = [&](std::string_view name) -> std::string_view {
    return *paths.insert(Concat(report, ".", name)).first;
  };
  return flags[std::string(report)] = {
             {.name = kFigureFlag,
              .field = field("figures"),
              .help = {"Số liệu: TÊN=95/100, TÊN=1, TÊN=n/a:lý do; bỏ TÊN nếu chỉ có một số liệu.",
                       "A figure: NAME=95/100, NAME=1, NAME=n/a:why; without NAME where there is only one."}},
             {.name = kNotApplicableFlag,
              .help = {"Mọi số liệu đều không áp dụng, vì lý do này.", "No figure applies, for this reason."},
              .reading = Reading::kText},
             {.name = "--narrative", .field = field("narrative"), .help = {"Đã làm gì.", "What was done."}},
             {.name = "--evidence",
              .field = field("evidence"),
              .help = {"Minh chứng LOẠI:SỐ:NGÀY, như minutes:12/BB-CĐ:20/01/2025; thêm @SỐ-TỆP đã tải lên, #GHI-CHÚ "
                       "nếu cần.",
                       "Evidence KIND:NUMBER:DATE, such as minutes:12/BB-CĐ:2025-01-20; @FILE (an uploaded file's "
                       "number) and #NOTE may follow."}},
             {.name = "--document",
              .field = field("document"),
              .help = {"Văn bản đã ban hành, SỐ:NGÀY, như 15/KH-LĐLĐ:01/03/2025.",
                       "The document issued, NUMBER:DATE, such as 15/KH-LĐLĐ:2025-03-01."}},
         };
}

// What any verb takes whose request has the field.
const std::vector<Argument>& RequestFlags() {
  static const auto& flags = *new std::vector<Argument>{
      {.name = "--etag",
       .field = "etag",
       .help = {"Chỉ làm nếu chưa ai sửa từ bản có dấu này.", "Only if nobody changed it since it had this etag."}},
      {.name = "--request-id",
       .field = "request_id",
       .help = {"Mã của yêu cầu: gửi lại cùng mã thì chỉ làm một lần.",
                "The request's id: sent again with the same id, it is done once."}},
      {.name = "--min-revision",
       .field = "min_revision",
       .help = {"Chỉ trả lời nếu sổ ghi đã đến số này.", "Answer only if the journal has come to this revision."}},
      {.name = "--limit",
       .field = "page_size",
       .help = {"Nhiều nhất bấy nhiêu dòng; mặc định: tất cả.", "At most so many rows; all of them if not given."}},
  };
  return flags;
}

const FieldDescriptor* FieldOf(const Verb& verb, const Argument& argument) {
  const MethodDescriptor* method = MethodOf(verb);
  if (method == nullptr || argument.field.empty()) return nullptr;
  return FindField(*method->input_type(), argument.field);
}

// The word for a value by how it is read; by the type of its field where that says nothing.
Phrase ValuePhrase(const Argument& argument, const FieldDescriptor* field) {
  switch (argument.reading) {
    case Reading::kTask:
      return {"NHIỆM-VỤ", "TASK"};
    case Reading::kRound:
    case Reading::kRoundId:
    case Reading::kEachRound:
      return {"ĐỢT", "ROUND"};
    case Reading::kUnion:
      return {"ĐƠN-VỊ", "UNION"};
    case Reading::kAccount:
    case Reading::kOwnAccount:
      return {"TÀI-KHOẢN", "ACCOUNT"};
    case Reading::kSession:
      return {"PHIÊN", "SESSION"};
    case Reading::kPosition:
      return {"SỐ-CHỨC-VỤ", "POSITION-NUMBER"};
    case Reading::kProgramme:
      return {"PHIÊN-BẢN", "VERSION"};
    case Reading::kInspection:
      return {"CUỘC-KIỂM-TRA", "INSPECTION"};
    case Reading::kFinding:
      return {"PHÁT-HIỆN", "FINDING"};
    case Reading::kResponsibility:
      return {"SỐ-PHÂN-CÔNG", "RESPONSIBILITY"};
    case Reading::kExtension:
      return {"GIA-HẠN", "EXTENSION"};
    case Reading::kEvidence:
      return {"SỐ-TỆP", "FILE-NUMBER"};
    case Reading::kDelegation:
      return {"SỐ-ỦY-QUYỀN", "DELEGATION"};
    case Reading::kUnionPlan:
      return {"ĐƠN-VỊ", "UNION"};
    case Reading::kCalendar:
      return {"PHIÊN-BẢN", "VERSION"};
    case Reading::kInspectionPlan:
      return {"KẾ-HOẠCH", "PLAN"};
    case Reading::kRating:
      return {"ĐƠN-VỊ", "UNION"};
    case Reading::kReport:
      return {"SỐ-BÁO-CÁO", "REPORT"};
    case Reading::kDueDates:
      return {"MỤC=NGÀY", "ITEM=DATE"};
    case Reading::kTerms:
      return {"MỤC=SỐ-NGÀY", "ITEM=DAYS"};
    case Reading::kTargets:
      return {"MỤC/SỐ-LIỆU=SỐ[@ĐƠN-VỊ,…]", "ITEM/FIGURE=NUMBER[@UNION,…]"};
    default:
      break;
  }
  if (field == nullptr) return {"GIÁ-TRỊ", "VALUE"};
  if (field->name() == "decision_number") return {"SỐ-QUYẾT-ĐỊNH", "NUMBER"};
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return {"TỪ", "WORD"};
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return {"CHỮ", "TEXT"};
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return {"SỐ", "NUMBER"};
  const std::string& type = field->message_type()->name();
  if (type == "Date") return {"NGÀY", "DATE"};
  if (type == "DocumentReference") return {"SỐ:NGÀY", "NUMBER:DATE"};
  if (type == "Evidence") return {"LOẠI:SỐ:NGÀY", "KIND:NUMBER:DATE"};
  if (type == "FigureValue") return {"TÊN=SỐ", "NAME=NUMBER"};
  if (type == "CriterionPoints") return {"TÊN=ĐIỂM", "NAME=POINTS"};
  return {"CHỮ", "TEXT"};
}

// What stands in its place, by the argument's name: its Vietnamese word (the English one is the name), and its help
// where the verb has no other.
struct Place {
  std::string_view word;
  Phrase help;
};
const std::map<std::string_view, Place>& Places() {
  static const auto& places = *new std::map<std::string_view, Place>{
      {"task",
       {"NHIỆM-VỤ",
        {"MỤC.ĐƠN-VỊ, hoặc ĐỢT/MỤC.ĐƠN-VỊ, như 2025/1.3.thpt-viet-vinh; của chính liên đoàn: 6.2.federation.",
         "ITEM.UNION, or ROUND/ITEM.UNION, such as 2025/1.3.thpt-viet-vinh; the federation's own: 6.2.federation."}}},
      {"union",
       {"ĐƠN-VỊ",
        {"Mã đơn vị, như thpt-viet-vinh; “federation” là liên đoàn.",
         "A union's id, such as thpt-viet-vinh; \"federation\" is the federation."}}},
      {"round",
       {"ĐỢT",
        {"Năm, như 2025, hoặc nhiệm kỳ, như 2023-2028.", "A year, such as 2025, or the term, such as 2023-2028."}}},
      {"year", {"NĂM", {"Năm, như 2025.", "The year, such as 2025."}}},
      {"inspection",
       {"CUỘC-KIỂM-TRA", {"Số của cuộc kiểm tra, như 2025-03.", "The inspection's number, such as 2025-03."}}},
      {"plan",
       {"KẾ-HOẠCH",
        {"Năm của kế hoạch kiểm tra, như 2025, hoặc nhiệm kỳ, như 2023-2028.",
         "The year of an inspection plan, such as 2025, or the term, such as 2023-2028."}}},
      {"finding", {"PHÁT-HIỆN", {"CUỘC-KIỂM-TRA/SỐ, như 2025-03/1.", "INSPECTION/NUMBER, such as 2025-03/1."}}},
      {"extension",
       {"GIA-HẠN", {"NHIỆM-VỤ/SỐ, như 1.3.thpt-viet-vinh/1.", "TASK/NUMBER, such as 1.3.thpt-viet-vinh/1."}}},
      {"evidence", {"SỐ-TỆP", {"Số ở evidence list.", "The number in evidence list."}}},
      {"superior",
       {"LIÊN-ĐOÀN", {"Mã của liên đoàn cấp trên; \"\" để thôi.", "Id of the superior federation; \"\" for none."}}},
      {"entry", {"SỐ", {"Số của mục trong sổ ghi.", "The entry's number in the journal."}}},
      {"witness", {"TÊN", {"Tên của bên làm chứng.", "The witness's name."}}},
      {"verifier-key", {"KHÓA", {"TÊN+MÃ+KHÓA.", "NAME+HASH+KEY."}}},
      {"report", {"SỐ", {"Số của báo cáo: period-report list.", "Number of the report: period-report list."}}},
      {"predecessor", {"LIÊN-ĐOÀN", {"Mã của liên đoàn đã kết thúc.", "Id of the closed federation."}}},
      {"delegation", {"SỐ-ỦY-QUYỀN", {"Số ở delegation list.", "The number in delegation list."}}},
      {"account", {"TÀI-KHOẢN", {"Tên đăng nhập.", "The name to sign in with."}}},
      {"account-id",
       {"TÀI-KHOẢN",
        {"Tên đăng nhập: a-z, 0-9, “.”, “-”, “_”.", "The name to sign in with: a-z, 0-9, '.', '-', '_'."}}},
      {"number", {"SỐ", {"Số của lời nhắc ở inbox.", "The message's number in inbox."}}},
      {"address", {"ĐỊA-CHỈ", {"Như an@congdoan.vn.", "Such as an@congdoan.vn."}}},
      {"position", {"CHỨC-VỤ", {"Chức vụ.", "The position."}}},
      {"position-number", {"SỐ-CHỨC-VỤ", {"Số sau dấu # ở account list.", "The number after # in account list."}}},
      {"responsibility", {"SỐ-PHÂN-CÔNG", {"Số ở responsibility list.", "The number in responsibility list."}}},
      {"session", {"PHIÊN", {"Số ở session list.", "The number in session list."}}},
      {"version", {"PHIÊN-BẢN", {"Phiên bản; mặc định mới nhất.", "The version; the newest if not given."}}},
      {"item", {"MỤC", {"Mục của chương trình, như 1.3.", "An item of the programme, such as 1.3."}}},
      {"text", {"NỘI-DUNG", {"Lời muốn nói.", "What to say."}}},
      {"file", {"TỆP", {"Tên tệp; “-” là đầu vào chuẩn.", "The file; \"-\": standard input."}}},
      {"time", {"THỜI-ĐIỂM", {"Như \"31/01/2025 08:00\".", "Such as \"2025-01-31 08:00\"."}}},
      {"profile", {"HỒ-SƠ", {"Tên hồ sơ.", "The profile."}}},
      {"key", {"KHÓA", {"Khóa của hồ sơ.", "A key of the profile."}}},
      {"value", {"GIÁ-TRỊ", {"Giá trị; \"\" để bỏ.", "Its value; \"\" for none."}}},
      {"verb", {"LỆNH", {"Lệnh cần xem.", "The command to read about."}}},
      {"shell", {"VỎ", {"Chương trình dòng lệnh.", "The shell."}}},
  };
  return places;
}

}  // namespace

const std::vector<Section>& Sections() {
  static const auto& sections = *new std::vector<Section>{
      ReportVerbs(),     TaskVerbs(),           ReviewVerbs(),   DeadlineVerbs(),     AssignmentVerbs(),
      InspectionVerbs(), InspectionPlanVerbs(), ProgressVerbs(), PeriodReportVerbs(), RatingVerbs(),
      ProgrammeVerbs(),  DirectoryVerbs(),      PlanVerbs(),     FederationVerbs(),   EvidenceVerbs(),
      JournalVerbs(),    ReceiptVerbs(),        WitnessVerbs(),  ProofPackVerbs(),    InboxVerbs(),
      SessionVerbs(),    AccountVerbs(),        ClientVerbs(),
  };
  return sections;
}

const Verb* FindVerb(std::string_view words) {
  static const auto& by_words = *[] {
    auto* verbs = new std::map<std::string_view, const Verb*>;
    for (const Section& section : Sections()) {
      for (const Verb& verb : section.verbs) verbs->emplace(verb.words, &verb);
    }
    return verbs;
  }();
  const auto found = by_words.find(words);
  return found == by_words.end() ? nullptr : found->second;
}

const Verb& VerbFor(const MethodDescriptor& method) {
  static const auto& by_method = *[] {
    auto* verbs = new std::map<const MethodDescriptor*, const Verb*>;
    for (const Section& section : Sections()) {
      for (const Verb& verb : section.verbs) verbs->emplace(MethodOf(verb), &verb);
    }
    return verbs;
  }();
  return *by_method.at(&method);
}

const MethodDescriptor* MethodOf(const Verb& verb) { return verb.method.empty() ? nullptr : FindMethod(verb.method); }

std::vector<Argument> ArgumentsOf(const Verb& verb) {
  std::vector<Argument> arguments = verb.arguments;
  if (!verb.report.empty()) {
    const std::vector<Argument>& flags = ReportFlags(verb.report);
    arguments.insert(arguments.end(), flags.begin(), flags.end());
  }
  for (const Argument& flag : RequestFlags()) {
    // A verb that shows no rows of its list needs all of it.
    if (flag.field == "page_size" && verb.show.rows.empty()) continue;
    if (FieldOf(verb, flag) != nullptr) arguments.push_back(flag);
  }
  return arguments;
}

const std::vector<Argument>& GeneralFlags() {
  static const auto& flags = *new std::vector<Argument>{
      {.name = "--output",
       .help = {"Dạng kết quả: table (bảng), json, csv.", "How to show the answer: table, json, csv."},
       .reading = Reading::kText,
       .letter = "-o"},
      {.name = "--lang",
       .help = {"Ngôn ngữ vi hoặc en; mặc định theo PHANCONG_LANG, rồi LANG.",
                "Language, vi or en; else PHANCONG_LANG, else LANG."},
       .reading = Reading::kText},
      {.name = "--round",
       .help = {"Đợt giao được nói đến; mặc định là năm khi đăng nhập (profile set round).",
                "The round meant; else the year when signing in (profile set round)."},
       .reading = Reading::kRoundId},
      {.name = "--profile",
       .help = {"Hồ sơ; mặc định theo PHANCONG_PROFILE, hoặc hồ sơ đang dùng.",
                "Profile; else PHANCONG_PROFILE, else the current one."},
       .reading = Reading::kText},
      {.name = "--server",
       .help = {"Máy chủ khác với hồ sơ.", "Another server than the profile's."},
       .reading = Reading::kText},
      {.name = "--for",
       .help = {"Làm thay mặt tài khoản này, theo chức vụ được ủy quyền.",
                "Act for this account, by a position delegated to you."},
       .reading = Reading::kText},
      {.name = "--config",
       .help = {"Thư mục hồ sơ; mặc định theo PHANCONG_CONFIG, hoặc ~/.config/phancong.",
                "Folder of profiles; else PHANCONG_CONFIG, else ~/.config/phancong."},
       .reading = Reading::kText},
      {.name = "--timeout",
       .help = {"Đợi máy chủ bao nhiêu giây; mặc định 30, khi nạp tệp 300.",
                "Seconds to wait for the server; 30, for imports 300."},
       .reading = Reading::kText},
      {.name = "--yes", .help = {"Không hỏi lại.", "Ask nothing."}, .reading = Reading::kSwitch, .letter = "-y"},
      {.name = "--help",
       .help = {"Trợ giúp cho lệnh.", "Help for the command."},
       .reading = Reading::kSwitch,
       .letter = "-h"},
      {.name = "--version",
       .help = {"Phiên bản của chương trình.", "The program's version."},
       .reading = Reading::kSwitch},
  };
  return flags;
}

bool TakesValue(const Verb& verb, const Argument& argument) {
  if (argument.reading == Reading::kSwitch) return false;
  const FieldDescriptor* field = FieldOf(verb, argument);
  return field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL;
}

bool MayRepeat(const Verb& verb, const Argument& argument) {
  const FieldDescriptor* field = FieldOf(verb, argument);
  return field == nullptr ? argument.repeated : field->is_repeated();
}

std::string ValueWord(const Verb& verb, const Argument& argument, Language language) {
  if (argument.is_flag()) return std::string(ValuePhrase(argument, FieldOf(verb, argument)).In(language));
  const auto place = Places().find(argument.name);
  if (language == Language::kVietnamese && place != Places().end()) return std::string(place->second.word);
  return Upper(std::string(argument.name));
}

Phrase HelpOf(const Argument& argument) {
  const auto place = Places().find(argument.name);
  return argument.help.empty() && place != Places().end() ? place->second.help : argument.help;
}

std::vector<std::string> ValuesOf(const Verb& verb, const Argument& argument) {
  if (argument.name == "--output") return {std::begin(kOutputs), std::end(kOutputs)};
  if (argument.name == "--lang") return {"vi", "en"};
  if (argument.name == "shell") return {"bash", "zsh"};
  const FieldDescriptor* field = FieldOf(verb, argument);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) return {};
  return TypedWords(*field->enum_type());
}

}  // namespace phancong::client
