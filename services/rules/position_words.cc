#include "services/rules/position_words.h"

namespace phancong::rules {

PositionTitle TitleOf(v1::Position position) {
  switch (position) {
    case v1::POSITION_STANDING_COMMITTEE_CHAIR:
      return {"Chủ tịch liên đoàn", "chair of the Standing Committee"};
    case v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR:
      return {"Phó Chủ tịch liên đoàn", "vice-chair of the Standing Committee"};
    case v1::POSITION_STANDING_COMMITTEE_MEMBER:
      return {"Ủy viên Ban Thường vụ", "member of the Standing Committee"};
    case v1::POSITION_INSPECTION_COMMITTEE_CHAIR:
      return {"Chủ nhiệm Ủy ban Kiểm tra", "chair of the Inspection Committee"};
    case v1::POSITION_INSPECTION_COMMITTEE_MEMBER:
      return {"Ủy viên Ủy ban Kiểm tra", "member of the Inspection Committee"};
    case v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER:
      return {"Ủy viên Ban Chấp hành", "member of the Executive Committee"};
    case v1::POSITION_UNION_CHAIR:
      return {"Chủ tịch công đoàn cơ sở", "chair of the union"};
    case v1::POSITION_UNION_OFFICER:
      return {"Ủy viên ban chấp hành công đoàn cơ sở", "officer of the union"};
    case v1::POSITION_READER:
      return {"người nhận văn bản", "reader"};
    case v1::POSITION_ADMINISTRATOR:
      return {"người quản trị", "administrator"};
    default:
      return {"chức vụ không rõ", "unknown position"};
  }
}

}  // namespace phancong::rules
