// Whether an item of a programme is whole, and agrees with the rest. Inside of programme_check.
#ifndef PHANCONG_SERVICES_RULES_ITEM_CHECK_H_
#define PHANCONG_SERVICES_RULES_ITEM_CHECK_H_

#include <vector>

#include "services/rules/part_check.h"

namespace phancong::rules {

class ItemCheck : private PartCheck {
 public:
  using PartCheck::PartCheck;

  // All but its id and title.
  void CheckItem(const Place& at, const v1::Item& item);

 private:
  void CheckBody(const Place& at, const v1::Item& item, const v1::Scope& scope);
  void CheckServedWith(const Place& at, const v1::Item& item);
  void CheckPeriods(const Place& at, const v1::Item& item);
  void CheckDue(const Place& at, const v1::MonthDay& due, bool yearly);
  void CheckWorkingDays(const Place& at, const v1::Item& item);
  bool CheckHasMeasure(const Place& at, const v1::Item& item);
  bool CheckHasSource(const Place& at, const v1::Item& item);
  void CheckMeasure(const Place& at, const v1::Item& item);
  void CheckFigureCount(const Place& at, const v1::Item& item, int least, int greatest);
  void CheckSource(const Place& at, const v1::Item& item);
  void CheckDerivedMeasure(const Place& at, const v1::Item& item, const std::vector<v1::Item::Measure>& measures);
  void CheckDerivedKind(const Place& at, const v1::Item& item);
  void CheckHasStratum(const Place& at, const v1::Item& item);
  void CheckFigure(const Place& at, const v1::Item& item, const v1::Figure& figure);
  void CheckTarget(const Place& at, const v1::Item& item, const v1::Figure& figure);
};

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_ITEM_CHECK_H_
