#include "services/rules/part_check.h"

#include <cctype>
#include <utility>

#include "services/rules/names.h"
#include "services/rules/text.h"

namespace phancong::rules {

void PartCheck::Wrong(const Place& at, std::string vi, std::string en) {
  if (at.unreadable()) return;
  AddProblem(problems_, {.line = at.line(), .field = at.path(), .vi = std::move(vi), .en = std::move(en)});
}

void PartCheck::CheckLine(const Place& at, const std::string& text, int64_t most, bool needed) {
  if (text.empty()) {
    if (needed) Wrong(at, "còn thiếu: hãy ghi", "is missing");
    return;
  }
  if (Length(text) > most) {
    Wrong(at, fmt::format("dài quá {} ký tự", most), fmt::format("is longer than {} characters", most));
  }
  if (HasUnsafeCharacters(text) || text.find_first_of("\n\r\t") != std::string::npos) {
    Wrong(at, "có ký tự điều khiển, xuống dòng hoặc ký tự ẩn: hãy bỏ đi",
          "has control characters, line breaks or invisible characters: leave them out");
  }
  if (std::isspace(static_cast<unsigned char>(text.front())) || std::isspace(static_cast<unsigned char>(text.back()))) {
    Wrong(at, "bỏ khoảng trắng ở đầu và cuối", "leave out the spaces at its beginning and end");
  }
}

void PartCheck::CheckText(const Place& at, const v1::LocalText& text, int64_t most, bool needed) {
  if (!needed && text.vi().empty() && text.en().empty()) return;
  CheckLine(at.At("vi"), text.vi(), most);
  CheckLine(at.At("en"), text.en(), most, /*needed=*/false);
}

std::optional<Day> PartCheck::CheckDate(const Place& at, const google::type::Date& date, bool needed) {
  if (!IsGiven(date)) {
    if (needed) Wrong(at, "còn thiếu ngày: { year: 2024 month: 5 day: 1 }", "needs { year: 2024 month: 5 day: 1 }");
    return std::nullopt;
  }
  const std::optional<Day> day = DayOf(date);
  if (!day) {
    Wrong(at, fmt::format("không có ngày {}/{}/{}", date.day(), date.month(), date.year()),
          fmt::format("there is no {}-{}-{}", date.year(), date.month(), date.day()));
  }
  return day;
}

void PartCheck::CheckRange(const Place& at, int64_t value, int64_t least, int64_t greatest) {
  if (value >= least && value <= greatest) return;
  Wrong(at, fmt::format("{}: phải từ {} đến {}", value, least, greatest),
        fmt::format("{}: must be {} to {}", value, least, greatest));
}

void PartCheck::CheckId(const Place& at, const std::string& id) {
  if (id.empty()) {
    Wrong(at, "còn thiếu id", "an id is missing");
  } else if (!IsProgrammeId(id)) {
    Wrong(at, fmt::format("id “{}”: chỉ dùng chữ không dấu, chữ số, “.”, “-”, “_”, từ 1 đến 40 ký tự", id),
          fmt::format("id “{}”: use letters, digits, “.”, “-”, “_” only, 1 to 40 of them", id));
  }
}

void PartCheck::CheckNumberFact(const Place& at, const std::string& id) {
  const v1::Fact* fact = CheckReference(at, id, index_.facts, kFact);
  if (fact == nullptr || fact->kind() == v1::Fact::KIND_NUMBER || fact->kind() == v1::Fact::KIND_UNSPECIFIED) return;
  Wrong(at, fmt::format("“{}” không phải là số (KIND_NUMBER)", id), fmt::format("“{}” is no KIND_NUMBER", id));
}

}  // namespace phancong::rules
