#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/known_set.h"
#include "projections/entries/standing.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/rules/envelope_rules.h"

namespace casejournal::services {
namespace {

absl::Time ClaimedAt(const event::v1::Claim& claim) {
  return absl::FromUnixSeconds(claim.recorded_at().seconds()) + absl::Nanoseconds(claim.recorded_at().nanos());
}

// A correction carries its own reason, and a withdrawal has no day of its own. Neither needs a late reason.
void CheckLate(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  const event::v1::CaseEvent& event = proposed.event();
  if (event.has_corrects() || event.has_entry_retracted()) return;
  if (!event.late_reason().empty()) return;
  const AdmitContext& context = proposed.context();
  const std::string first_recorded =
      event.has_claim() ? projections::DayOf(absl::ToUnixMicros(ClaimedAt(event.claim())), context.zone)
                        : context.today;
  const int32_t late_by = projections::DaysBetween(proposed.day(), first_recorded);
  if (late_by <= context.late_after_days) return;
  Refuse(Rule::kLateNoReason,
         {.field = "lateReason",
          .ids = {},
          .message = SentenceOf(
              event.has_claim() ? SentenceId("late.no-reason.claimed") : SentenceId("late.no-reason.recorded"),
              {DayParameter("day", proposed.day()), DayParameter("recorded_on", first_recorded),
               CountParameter("late_by", late_by, "day", "days"),
               CountParameter("limit", context.late_after_days, "day", "days")})},
         violations);
}

// The earlier entry that a correction or a withdrawal is about. A claim must not precede it.
std::optional<eventstore::Revision> About(const event::v1::CaseEvent& event) {
  if (event.has_entry_retracted()) return event.entry_retracted().revision();
  if (event.has_corrects()) return event.corrects().revision();
  return std::nullopt;
}

void CheckClaim(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  if (!proposed.event().has_claim()) return;
  const absl::Time claimed = ClaimedAt(proposed.event().claim());
  if (claimed > absl::FromUnixMicros(proposed.context().now_us)) {
    Refuse(Rule::kClaimImpossible,
           {.field = "claim.recordedAt", .ids = {}, .message = SentenceOf("claim.impossible.future")}, violations);
  }
  const std::optional<eventstore::Revision> about = About(proposed.event());
  if (!about || *about >= proposed.record().entries().size()) return;
  if (claimed >= projections::KnownAt(proposed.record().entries()[*about], true)) return;
  Refuse(Rule::kClaimImpossible,
         {.field = "claim.recordedAt",
          .ids = {absl::StrCat(*about)},
          .message = SentenceOf("claim.impossible.before-entry", {EntryParameter("entry", *about)})},
         violations);
}

}  // namespace

void CheckTimes(const ProposedEvent& proposed, std::vector<v1::Violation>& violations) {
  CheckLate(proposed, violations);
  CheckClaim(proposed, violations);
}

}  // namespace casejournal::services
