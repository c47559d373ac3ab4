#include "services/answers/cases/get_docket.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "eventstore/system/deadline.h"
#include "projections/docket/docket.h"
#include "projections/entries/civil_day.h"
#include "projections/findings/findings.h"
#include "services/answers/cases/law_asked.h"
#include "services/answers/filter_names.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using projections::Law;

// The law to compare with: that of another day, or that adopted up to a position.
std::shared_ptr<const Law> LawCompared(const Journal& journal, const v1::GetDocketRequest& request, absl::CivilDay day,
                                       std::optional<eventstore::Position> known_by,
                                       const projections::KnownSet& known) {
  const projections::RuleBook& book = journal.rules();
  if (request.has_compare_rules_at())
    known_by = std::min(request.compare_rules_at(), known_by.value_or(request.compare_rules_at()));
  if (request.compare_rules_of().empty()) return book.LawOn(day, known_by, known.Closes());
  return book.LawAsAdopted(*projections::ParseDay(request.compare_rules_of()), journal.zone(), known_by,
                           known.Closes());
}

// Return the requested day, or an error.
absl::StatusOr<absl::CivilDay> DayAsked(const Journal& journal, const v1::GetDocketRequest& request) {
  if (absl::Status days = CheckDays({{"on", request.on()}, {"compareRulesOf", request.compare_rules_of()}}); !days.ok())
    return days;
  const std::string today = journal.Today();
  std::string on = request.on();
  if (on.empty()) on = request.as_of().has_effective_on() ? request.as_of().effective_on() : today;
  if (absl::Status ahead = CheckNotTooFarAhead(journal, "on", on); !ahead.ok()) return ahead;
  return projections::ParseDay(on);
}

void AddFindings(const projections::CaseRecord& record, const projections::DocketAsked& asked,
                 v1::GetDocketResponse& response) {
  const std::string on = projections::FormatDay(asked.day);
  const bool is_head = asked.known.IsEverything() && on >= record.last_day();
  for (v1::Finding& finding : projections::DaysOutOfOrder(record.case_id(), record.entries(),
                                                          {.known = asked.known,
                                                          .effective_on = on,
                                                          .day = on,
                                                          .zone = asked.zone,
                                                          .plan = is_head ? &record.plan() : nullptr})) {
    *response.add_findings() = std::move(finding);
  }
}

}  // namespace

absl::StatusOr<v1::GetDocketResponse> GetDocket(const Journal& journal, const Reader& reader,
                                                const v1::GetDocketRequest& request, eventstore::Deadline deadline) {
  const std::optional<uint64_t> min_position =
      request.has_min_position() ? std::optional(request.min_position()) : std::nullopt;
  if (absl::Status waited = WaitForLog(journal.log(), min_position, deadline); !waited.ok()) return waited;
  absl::StatusOr<projections::KnownSet> known = ClosedKnownSet(journal, request.as_of());
  if (!known.ok()) return known.status();
  absl::StatusOr<absl::CivilDay> day = DayAsked(journal, request);
  if (!day.ok()) return day.status();
  if (absl::Status rule = CheckRuleKnown(journal.rules(), request.rule()); !rule.ok()) return rule;
  const eventstore::Position as_of_position = journal.log().size() - 1;
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(reader, Act::kReadPlan, request.case_id());
  if (!at.ok()) return at.status();
  const projections::EntryList& entries = (*at)->record.entries();
  if (absl::Status known_yet = CheckRevisionKnown(request.as_of(), entries); !known_yet.ok()) return known_yet;
  const std::optional<eventstore::Position> known_by = RulesKnownBy(request.as_of(), entries);
  const std::shared_ptr<const Law> law = journal.rules().LawOn(*day, known_by, known->Closes());
  if (law->empty()) return NoLaw(journal, projections::FormatDay(*day));

  const projections::DocketAsked asked{.known = *known, .day = *day, .zone = journal.zone()};
  projections::Docket docket = projections::DocketOf(entries, *law, asked);
  v1::GetDocketResponse response;
  if (!request.compare_rules_of().empty() || request.has_compare_rules_at()) {
    const std::shared_ptr<const Law> before = LawCompared(journal, request, *day, known_by, *known);
    for (const v1::RulesInForce& rules : before->in_force()) *response.add_rules_compared() = rules;
    const projections::Docket by_others = projections::DocketOf(entries, *before, asked);
    for (v1::MovedDate& moved : projections::MovedDates(by_others.items, docket.items)) {
      // An item's name begins with the name of its rule.
      const std::string& item = moved.item();
      if (IsUnderRule(item.substr(0, item.find('/')), request.rule())) *response.add_moved() = std::move(moved);
    }
  }
  for (v1::DocketItem& item : docket.items) {
    if (IsUnderRule(item.rule(), request.rule())) *response.add_items() = std::move(item);
  }
  for (v1::DocketMoment& moment : docket.moments) {
    if (IsUnderRule(moment.moment(), request.rule())) *response.add_moments() = std::move(moment);
  }
  for (const v1::RulesInForce& rules : law->in_force()) *response.add_rules() = rules;
  response.set_on(projections::FormatDay(*day));
  AddFindings((*at)->record, asked, response);
  *response.mutable_answered() = Answered(journal, *known, **at, request.as_of(), as_of_position);
  return response;
}

}  // namespace casejournal::services
