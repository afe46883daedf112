#include "services/standing_committee/decide_rating.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/progress/rating_file.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/rating.h"
#include "services/rules/rating_machine.h"
#include "services/rules/refusal.h"
#include "services/rules/union_change.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/report.h"
#include "storage/ratings.h"
#include "storage/sealing.h"

namespace phancong::standing_committee {
namespace {

// What the union claimed, for each criterion of the file.
absl::StatusOr<std::vector<int64_t>> ClaimOf(serving::CommandContext& context, const progress::RatingFile& file) {
  ASSIGN_OR_RETURN(const std::vector<storage::RatingLineRow> rows,
                   storage::RatingLines(context.tx(), context.federation(), file.round.round,
                                        file.grassroots_union.union_number, storage::RatingVersion::kClaim));
  std::vector<int64_t> claim;
  for (const rules::CriterionAssessment& criterion : file.criteria) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const storage::RatingLineRow& one) {
      return one.criterion == criterion.criterion;
    });
    claim.push_back(row == rows.end() ? rules::kNoPoints : row->points);
  }
  return claim;
}

}  // namespace

absl::Status DecideRating(serving::CommandContext& context, const v1::DecideRatingRequest& request,
                          v1::DecideRatingResponse* response) {
  progress::RatingFiles files(context);
  ASSIGN_OR_RETURN(const progress::RatingFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::string decision_number,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const progress::ReceivedPoints received, progress::ReceivePoints(request.points()));
  const absl::StatusOr<std::vector<int64_t>> points =
      progress::PointsOfFile(file, received, rules::PointsOf::kDecision);
  ASSIGN_OR_RETURN(const std::vector<int64_t> claim, ClaimOf(context, file));
  rules::RatingStanding standing = progress::StandingOf(file);
  // What ended after the period was there for it, and is rated.
  standing.in_being = rules::CheckNotEnded(file.grassroots_union.title, file.grassroots_union.ended_day,
                                           std::min(context.today(), file.round.period.end));
  rules::RatingProposal proposal{.fit = points.status(), .has_decision = !decision_number.empty()};
  // One reason may stand for all criteria that differ.
  if (points.ok() && reason.empty()) {
    proposal.unexplained = rules::Unexplained(file.criteria, claim, *points, received.given);
  }
  RETURN_IF_ERROR(
      rules::Decide(rules::RatingCommand::kDecide, standing, progress::ParticipantOf(file, context.actor()), proposal)
          .status());
  v1::Event event;
  v1::RatingDecided& decided = *event.mutable_rating_decided();
  decided.set_union_number(file.grassroots_union.union_number);
  decided.set_round_number(file.round.round);
  *decided.mutable_facts() = progress::Keep(context, file, *points, received);
  *decided.mutable_reason() = context.Keep(reason);
  decided.set_decision_number(decision_number);
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(*response->mutable_rating(), files.Show(request.name()));
  return absl::OkStatus();
}

absl::Status RecordSettlement(serving::CommandContext& context, const v1::RecordSettlementRequest& request,
                              v1::RecordSettlementResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const rules::Day sent_day, serving::RequiredDayOf(request.sent_date(), "sent_date"));
  if (sent_day > context.today()) {
    return rules::RefuseField("sent_date", "không được sau hôm nay", "must not be after today");
  }
  if (rules::YearOf(sent_day) != request.year()) {
    return rules::RefuseField("sent_date", "phải trong chính năm đó", "must lie in that year");
  }
  ASSIGN_OR_RETURN(const v1::DocumentReference document, tasks::ReceivedDocument(request.document(), "document"));
  ASSIGN_OR_RETURN(const rules::Day document_day, serving::DayOr(document.date(), 0, "document.date"));
  if (document.number().empty() || document_day == 0) return rules::Refuse(v1::ERROR_REASON_DOCUMENT_MISSING);
  ASSIGN_OR_RETURN(const std::vector<rules::Period> sealed, storage::SealedPeriods(context.tx(), context.federation()));
  if (storage::IsSealed(sealed, sent_day)) return rules::Refuse(v1::ERROR_REASON_PERIOD_SEALED);
  ASSIGN_OR_RETURN(const std::optional<storage::SettlementRow> before,
                   storage::FindSettlement(context.tx(), context.federation(), request.year(), context.today()));
  if (before && reason.empty()) {
    return rules::Refuse(v1::ERROR_REASON_REASON_REQUIRED,
                         {{"why.vi", "đã có ngày gửi của năm này; ghi lại thì phải nói vì sao."},
                          {"why.en", "the year has a day already; say why it is recorded anew."}});
  }
  v1::Event event;
  v1::SettlementRecorded& recorded = *event.mutable_settlement_recorded();
  recorded.set_year(request.year());
  recorded.set_sent_day(sent_day);
  recorded.set_document_number(document.number());
  recorded.set_document_day(document_day);
  recorded.set_document_issuer(document.issuer());
  *recorded.mutable_reason() = context.Keep(reason);
  RETURN_IF_ERROR(context.Emit(event));
  v1::Settlement& shown = *response->mutable_settlement();
  shown.set_year(request.year());
  *shown.mutable_sent_date() = rules::DateOf(sent_day);
  *shown.mutable_document() = document;
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
