#include "storage/dealings.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::storage {
namespace {

constexpr std::array<std::pair<rules::Deed, std::string_view>, 5> kDeeds = {{
    {rules::Deed::kTookReview, "TOOK_REVIEW"},
    {rules::Deed::kAccepted, "ACCEPTED"},
    {rules::Deed::kReturned, "RETURNED"},
    {rules::Deed::kWroteReport, "WROTE_REPORT"},
    {rules::Deed::kEnteredPaper, "ENTERED_PAPER"},
}};

std::string NameOf(rules::Deed deed) {
  for (const auto& [one, name] : kDeeds) {
    if (one == deed) return std::string(name);
  }
  return "";
}

}  // namespace

absl::StatusOr<std::vector<rules::Dealing>> DealingsOf(ReadTransaction& tx, int64_t federation, int64_t account,
                                                       int64_t unit) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT deed, day FROM unit_dealing WHERE federation = $1 AND "
                                             "account = $2 AND union_number = $3 ORDER BY day",
                                             {federation, account, unit}));
  std::vector<rules::Dealing> dealings;
  for (const Row& row : rows) {
    const std::string name = row.Text(0);
    bool known = false;
    for (const auto& [deed, its_name] : kDeeds) {
      if (its_name != name) continue;
      dealings.push_back({.deed = deed, .day = row.Int(1)});
      known = true;
    }
    if (!known) return absl::DataLossError(fmt::format("unit_dealing: there is no deed {}", name));
  }
  return dealings;
}

absl::Status AddDealing(WriteTransaction& tx, const EntryContext& entry, int64_t unit, rules::Deed deed) {
  RETURN_IF_ERROR(AddDealingOf(tx, entry, entry.account, unit, deed));
  return entry.on_behalf_of == 0 ? absl::OkStatus() : AddDealingOf(tx, entry, entry.on_behalf_of, unit, deed);
}

absl::Status AddDealingOf(WriteTransaction& tx, const EntryContext& entry, int64_t account, int64_t unit,
                          rules::Deed deed) {
  return tx.Execute(
      "INSERT INTO unit_dealing (federation, account, union_number, deed, day) VALUES ($1, $2, $3, $4, "
      "$5) ON CONFLICT DO NOTHING",
      {entry.federation, account, unit, NameOf(deed), entry.day});
}

}  // namespace phancong::storage
