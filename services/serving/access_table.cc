#include "services/serving/access_table.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "phancong/v1/access.pb.h"
#include "phancong/v1/account_service.pb.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/evidence_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/inbox_service.pb.h"
#include "phancong/v1/inspection_committee_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/programme_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/position_words.h"

namespace phancong::serving {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

struct Words {
  std::string_view vi;
  std::string_view en;

  [[nodiscard]] std::string_view In(const std::string& language) const { return language == "en" ? en : vi; }
};

struct Section {
  const ServiceDescriptor* service;
  Words title;
};

std::vector<Section> Sections() {
  return {
      {v1::LoadProgrammeRequest::descriptor()->file()->service(0), {"Ban Thường vụ", "Standing Committee"}},
      {v1::SubmitTaskRequest::descriptor()->file()->service(0), {"Công đoàn cơ sở", "Grassroots unions"}},
      {v1::ScheduleInspectionRequest::descriptor()->file()->service(0), {"Ủy ban Kiểm tra", "Inspection Committee"}},
      {v1::GetProgrammeRequest::descriptor()->file()->service(0),
       {"Chương trình, đợt giao, báo cáo", "Programme, rounds, reports"}},
      {v1::GetUnionRequest::descriptor()->file()->service(0), {"Danh bạ, ủy quyền", "Directory, delegations"}},
      {v1::GetTaskRequest::descriptor()->file()->service(0), {"Nhiệm vụ, kiểm tra", "Tasks, inspections"}},
      {v1::GetTimelinessRequest::descriptor()->file()->service(0), {"Tiến độ, xếp loại", "Progress, ratings"}},
      {v1::ListEntriesRequest::descriptor()->file()->service(0), {"Sổ ghi", "Journal"}},
      {v1::GetEvidenceRequest::descriptor()->file()->service(0), {"Minh chứng", "Evidence"}},
      {v1::ListInboxRequest::descriptor()->file()->service(0), {"Hộp thư nhắc việc", "Inbox"}},
      {v1::SignInRequest::descriptor()->file()->service(0), {"Tài khoản", "Accounts"}},
  };
}

Words ScopeWords(v1::AccessScope scope) {
  switch (scope) {
    case v1::ACCESS_SCOPE_PUBLIC:
      return {"chưa đăng nhập cũng được", "signed in or not"};
    case v1::ACCESS_SCOPE_SELF:
      return {"của chính mình", "one's own"};
    case v1::ACCESS_SCOPE_FEDERATION:
      return {"toàn liên đoàn", "the federation"};
    case v1::ACCESS_SCOPE_OWN_UNION:
      return {"đơn vị mình", "own union"};
    case v1::ACCESS_SCOPE_FEDERATION_TASK:
      return {"việc của liên đoàn", "the federation's own tasks"};
    default:
      return {"?", "?"};
  }
}

std::vector<v1::Position> Positions() {
  std::vector<v1::Position> positions;
  const EnumDescriptor& all = *v1::Position_descriptor();
  for (int i = 0; i < all.value_count(); ++i) {
    if (all.value(i)->number() != v1::POSITION_UNSPECIFIED) {
      positions.push_back(static_cast<v1::Position>(all.value(i)->number()));
    }
  }
  return positions;
}

// What a method grants to those whom `fits` picks.
template <typename Fits>
std::string Cell(const v1::Access& access, const std::string& language, Fits fits) {
  std::string cell;
  for (const v1::Grant& grant : access.grants()) {
    if (!fits(grant)) continue;
    fmt::format_to(std::back_inserter(cell), "{}{}", cell.empty() ? "" : ", ", ScopeWords(grant.scope()).In(language));
  }
  return cell;
}

std::string Row(const MethodDescriptor& method, const std::string& language) {
  const v1::Access& access = method.options().GetExtension(v1::access);
  const Words kind = access.changes() ? Words{"ghi sổ", "command"} : Words{"", ""};
  std::string row = fmt::format("| {} | {} |", method.name(), kind.In(language));
  const auto add = [&row](const std::string& cell) { row += cell.empty() ? " |" : fmt::format(" {} |", cell); };
  add(Cell(access, language, [](const v1::Grant& grant) { return grant.positions().empty(); }));
  for (const v1::Position position : Positions()) {
    add(Cell(access, language, [&](const v1::Grant& grant) {
      return std::find(grant.positions().begin(), grant.positions().end(), static_cast<int>(position)) !=
             grant.positions().end();
    }));
  }
  return row + "\n";
}

std::string Heading(const std::string& language) {
  std::string heading = Words{"| Lệnh | |", "| Method | |"}.In(language).data();
  std::string rule = "| --- | --- |";
  const auto add = [&](std::string_view title) {
    fmt::format_to(std::back_inserter(heading), " {} |", title);
    rule += " --- |";
  };
  add(Words{"mọi người", "everybody"}.In(language));
  for (const v1::Position position : Positions()) {
    const rules::PositionTitle title = rules::TitleOf(position);
    add(language == "en" ? title.en : title.vi);
  }
  return heading + "\n" + rule + "\n";
}

constexpr Words kPreface = {
    "# Ai được làm gì\n\n"
    "Bảng này do `phancongd access` in ra từ chính khai báo quyền của máy chủ, không sửa bằng tay. Ô trống là không "
    "được "
    "phép. *Toàn liên đoàn*: mọi việc của liên đoàn mình. *Đơn vị mình*: chỉ việc giao cho công đoàn cơ sở nơi giữ "
    "chức vụ; "
    "danh sách chỉ gồm việc của đơn vị ấy. *Việc của liên đoàn*: chỉ việc giao cho chính liên đoàn. *Của chính mình*: "
    "chỉ của tài khoản đang đăng nhập. *Ghi sổ*: lệnh làm thay đổi, được ghi vào sổ ghi, kể cả khi bị từ chối. Chức vụ "
    "tính theo ngày; người được ủy quyền làm được như người ủy quyền, trừ việc của chính mình và việc tài khoản. Không "
    "ai "
    "thấy gì của liên đoàn khác, trừ lịch sử của liên đoàn đã kết thúc mà mình kế thừa.\n",
    "# Who may do what\n\n"
    "`phancongd access` prints this table from the server's own declarations; it is not edited by hand. What is empty "
    "is "
    "not allowed. *The federation*: everything of one's own federation. *Own union*: only what is given to the union "
    "in "
    "which the position is held; a list holds only what is that union's. *The federation's own tasks*: only tasks "
    "given "
    "to the federation itself. *One's own*: only of the account that is signed in. *Command*: it changes something and "
    "is in the journal, even where it is refused. Positions count by the day; a delegate may do what the delegator "
    "may, "
    "but for what is one's own and accounts. Nobody sees anything of another federation, but for the history of a "
    "closed one that theirs succeeds.\n"};

}  // namespace

std::string AccessTable(const std::string& language) {
  std::string table(kPreface.In(language));
  for (const Section& section : Sections()) {
    fmt::format_to(std::back_inserter(table), "\n## {} ({})\n\n{}", section.title.In(language), section.service->name(),
                   Heading(language));
    for (int i = 0; i < section.service->method_count(); ++i) table += Row(*section.service->method(i), language);
  }
  return table;
}

}  // namespace phancong::serving
