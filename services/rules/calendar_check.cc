#include "services/rules/calendar_check.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/part_check.h"
#include "services/rules/text.h"
#include "services/rules/text_format.h"
#include "services/rules/working_days.h"

namespace phancong::rules {
namespace {

constexpr Day kMostDays = 366 * 20;

class Check {
 public:
  Check(const v1::Calendar& calendar, const SourceTree& tree, std::vector<FileProblem>& problems)
      : calendar_(calendar), root_(tree), problems_(problems) {}

  void Everything() {
    if (!IsProgrammeId(calendar_.id())) {
      Wrong(root_.At("id"), "cần 1 đến 40 chữ cái, chữ số, “.”, “-” hoặc “_”, như vn-2025",
            "needs 1 to 40 letters, digits, “.”, “-” or “_”, such as vn-2025");
    }
    CheckTitle(root_.At("title"), calendar_.title());
    first_ = DateAt(root_.At("first_day"), calendar_.first_day());
    last_ = DateAt(root_.At("last_day"), calendar_.last_day());
    if (first_ && last_ && (*last_ < *first_ || *last_ - *first_ >= kMostDays)) {
      Wrong(root_.At("last_day"), "phải từ ngày đầu trở đi, trong vòng 20 năm",
            "must be the first day or later, within 20 years");
      last_.reset();
    }
    CheckWeekend();
    CheckDays("holidays", calendar_.holidays());
    CheckDays("working_days", calendar_.working_days());
  }

 private:
  void Wrong(const Place& at, std::string vi, std::string en) {
    if (at.unreadable()) return;
    AddProblem(problems_, {.line = at.line(), .field = at.path(), .vi = std::move(vi), .en = std::move(en)});
  }

  void CheckTitle(const Place& at, const v1::LocalText& title) {
    if (title.vi().empty()) Wrong(at.At("vi"), "còn thiếu", "is missing");
    if (Length(title.vi()) > kTitleCharacters || Length(title.en()) > kTitleCharacters) {
      Wrong(at, fmt::format("dài quá {} ký tự", kTitleCharacters),
            fmt::format("is longer than {} characters", kTitleCharacters));
    }
  }

  std::optional<Day> DateAt(const Place& at, const google::type::Date& date) {
    const std::optional<Day> day = DayOf(date);
    if (!day) {
      Wrong(at, IsGiven(date) ? "ngày này không có thật" : "còn thiếu ngày",
            IsGiven(date) ? "there is no such date" : "a date is missing");
    }
    return day;
  }

  void CheckWeekend() {
    std::set<int> seen;
    for (int i = 0; i < calendar_.weekend_size(); ++i) {
      if (!seen.insert(calendar_.weekend(i)).second) {
        Wrong(root_.At("weekend", i), "đã ghi: mỗi thứ chỉ ghi một lần", "is given already: each only once");
      }
    }
    if (seen.size() == 7) Wrong(root_.At("weekend"), "không còn ngày làm việc nào", "leaves no working day");
  }

  void CheckDays(std::string_view field, const google::protobuf::RepeatedPtrField<v1::CalendarDay>& days) {
    for (int i = 0; i < days.size(); ++i) CheckSpan(root_.At(field, i), days[i], field == "working_days");
  }

  void CheckSpan(const Place& at, const v1::CalendarDay& span, bool working) {
    CheckTitle(at.At("title"), span.title());
    const std::optional<Day> from = DateAt(at.At("date"), span.date());
    std::optional<Day> to = from;
    if (span.has_to_date()) to = DateAt(at.At("to_date"), span.to_date());
    if (!from || !to || !first_ || !last_) return;
    if (*from < *first_ || *to > *last_) {
      Wrong(at.At(*from < *first_ ? "date" : "to_date"),
            fmt::format("nằm ngoài lịch, từ {} đến {}", IsoDate(*first_), IsoDate(*last_)),
            fmt::format("is outside of the calendar, {} to {}", IsoDate(*first_), IsoDate(*last_)));
      return;
    }
    if (*to < *from) {
      Wrong(at.At("to_date"), fmt::format("trước ngày đầu, {}", IsoDate(*from)),
            fmt::format("is before its first day, {}", IsoDate(*from)));
      return;
    }
    for (Day day = *from; day <= *to; ++day) {
      if (const auto [named, is_new] = lines_.emplace(day, at.line()); !is_new) {
        Wrong(at, fmt::format("{} đã ghi ở dòng {}", IsoDate(day), named->second),
              fmt::format("{} is named on line {} already", IsoDate(day), named->second));
        return;
      }
      const auto& weekend = calendar_.weekend();
      if (working && std::find(weekend.begin(), weekend.end(), WeekdayOf(day)) == weekend.end()) {
        Wrong(at, fmt::format("{} vốn là ngày làm việc, không cần ghi làm bù", IsoDate(day)),
              fmt::format("{} is a working day anyway", IsoDate(day)));
        return;
      }
    }
  }

  const v1::Calendar& calendar_;
  const Place root_;
  std::vector<FileProblem>& problems_;
  std::optional<Day> first_;
  std::optional<Day> last_;
  // Days named, with their lines.
  std::map<Day, int> lines_;
};

}  // namespace

CalendarReading ReadCalendar(std::string_view source) {
  CalendarReading reading;
  if (std::optional<FileProblem> problem = WhyNotText(source, kCalendarBytes)) {
    reading.problems.push_back(*std::move(problem));
    return reading;
  }
  v1::Calendar calendar;
  SourceTree tree;
  if (ReadTextFormat(source, calendar, tree, reading.problems)) Check(calendar, tree, reading.problems).Everything();
  std::stable_sort(reading.problems.begin(), reading.problems.end(),
                   [](const FileProblem& a, const FileProblem& b) { return a.line < b.line; });
  if (reading.problems.empty()) reading.calendar = std::move(calendar);
  return reading;
}

}  // namespace phancong::rules
