// The record itself: order, lateness, imprecise days, acts of the court without a document, rules set aside.
#include <algorithm>
#include <iterator>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/known_set.h"
#include "projections/entries/references.h"
#include "projections/events/event_words.h"
#include "projections/findings/case_snapshot.h"
#include "projections/versions/plan_versions.h"
#include "projections/words/phrase.h"

namespace casejournal::projections {
namespace {

// The type of an entry, in words: "GoalEstablished" is "goal established".
std::string TypeWords(const event::v1::CaseEvent& event) {
  std::string words;
  for (const char c : EventTypeName(event)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !words.empty()) words += ' ';
    words += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return words;
}

// The parameters of a sentence about an entry, with what else it says.
std::vector<Parameter> AboutEntry(const Standing& standing, const event::v1::CaseEvent& event,
                                  std::vector<Parameter> more) {
  std::vector<Parameter> parameters = {
      NumberParameter("entry", static_cast<int64_t>(standing.revision())),
      CodesParameter("entry_type", {std::string(EventTypeName(event))}, TypeWords(event))};
  std::move(more.begin(), more.end(), std::back_inserter(parameters));
  return parameters;
}

// Find entries whose support is effective later than they are: they are kept and shown here (docs/AS_OF.md).
void FindOutOfOrder(const CaseSnapshot& snapshot, Findings& findings) {
  absl::flat_hash_map<std::string, std::string> since;  // by id, the first day on which an entry makes it known
  for (const Standing& standing : snapshot.standing) {
    for (Introduction& introduction : IntroductionsIn(standing.event())) {
      since.emplace(std::move(introduction.id), standing.effective_on());
    }
  }
  for (const Standing& standing : snapshot.standing) {
    std::string later;
    for (const Reference& reference : ReferencesIn(standing.event())) {
      const auto known = since.find(reference.id);
      if (known != since.end() && known->second > standing.effective_on()) later = std::max(later, known->second);
    }
    if (later.empty()) continue;
    findings.push_back({FindingKind::kEntryOutOfOrder,
                        {absl::StrCat(standing.revision())},
                        Say(kEntryOutOfOrder, AboutEntry(standing, standing.event(),
                                                         {DayParameter("effective_on", standing.effective_on()),
                                                          DayParameter("later", later)})),
                        absl::StrCat(standing.effective_on(), " ", later)});
  }
}

// Judged by the original: a correction has its own reason and its own day.
void FindLate(const CaseSnapshot& snapshot, const Standing& standing, Findings& findings) {
  const event::v1::CaseEvent& event = standing.original->event();
  const int64_t first_us = absl::ToUnixMicros(KnownAt(*standing.original, /*by_claims=*/true));
  const int32_t days = DaysBetween(event.effective_on(), DayOf(first_us, snapshot.zone));
  if (days <= snapshot.Number(Threshold::kLateAfterDays)) return;
  std::vector<Parameter> late = {NumberParameter("days", days), DayParameter("effective_on", event.effective_on())};
  if (!event.late_reason().empty()) late.push_back(Reason(event.late_reason()));
  findings.push_back({FindingKind::kEntryLate,
                      {absl::StrCat(standing.revision())},
                      Say(event.late_reason().empty() ? kEntryLate : kEntryLateWithReason,
                          AboutEntry(standing, event, std::move(late))),
                      absl::StrCat(event.effective_on(), " ", days)});
}

// Whether a clock of the law begins with the entry.
bool StartsClock(const event::v1::CaseEvent& event) {
  return event.has_child_removed() || event.has_placement_began() || event.has_placement_ended() ||
         event.has_complaint_filed() || event.has_order_made() || event.has_court_finding_made() ||
         event.has_plan_signed() || event.has_plan_journalized() || event.has_absence_began() ||
         event.has_absence_ended() || event.has_care_episode_ended() || event.has_hearing_held() ||
         event.has_review_held();
}

void FindImprecise(const Standing& standing, Findings& findings) {
  const event::v1::CaseEvent& event = standing.event();
  if (!event.has_effective_first_day() || event.effective_first_day() == event.effective_on() || !StartsClock(event))
    return;
  findings.push_back({FindingKind::kEntryImprecise,
                      {absl::StrCat(standing.revision())},
                      Say(kEntryImprecise, AboutEntry(standing, event,
                                                      {DayParameter("first_day", event.effective_first_day()),
                                                       DayParameter("effective_on", event.effective_on())})),
                      absl::StrCat(event.effective_first_day(), " ", event.effective_on())});
}

// A decision on a version is in the court's journal if the version is.
bool IsJournalized(const v1::CasePlan& plan, const event::v1::CourtDecided& decided) {
  const v1::PlanVersion* version = FindVersion(plan, decided.digest());
  return version != nullptr &&
         std::any_of(version->journal_entries().begin(), version->journal_entries().end(),
                     [&](const v1::JournalEntry& entry) { return entry.court_number() == decided.court_number(); });
}

// Whether an act of the court names no journal entry. Acts that name an order have the journal entry of the order.
bool IsUndocumented(const v1::CasePlan& plan, const event::v1::CaseEvent& event) {
  if (event.has_order_made()) return event.order_made().entry_number().empty();
  // An order that expired ended by itself.
  if (event.has_order_ended()) {
    return event.order_ended().entry_number().empty() && event.order_ended().how() != event::v1::ORDER_END_KIND_EXPIRED;
  }
  if (!event.has_court_decided()) return false;
  return event.court_decided().order_id().empty() && !IsJournalized(plan, event.court_decided());
}

void FindUndocumented(const CaseSnapshot& snapshot, Findings& findings) {
  std::set<uint64_t> supported;
  for (const v1::Document& document : snapshot.plan.documents()) {
    supported.insert(document.terms().supports_revisions().begin(), document.terms().supports_revisions().end());
  }
  for (const Standing& standing : snapshot.standing) {
    if (!IsUndocumented(snapshot.plan, standing.event()) || supported.contains(standing.revision())) continue;
    findings.push_back({FindingKind::kCourtNoDocument,
                        {absl::StrCat(standing.revision())},
                        Say(kCourtNoDocument, AboutEntry(standing, standing.event(),
                                                         {DayParameter("effective_on", standing.effective_on())})),
                        ""});
  }
}

}  // namespace

void FindEntries(const CaseSnapshot& snapshot, Findings& findings) {
  FindOutOfOrder(snapshot, findings);
  FindUndocumented(snapshot, findings);
  for (const Standing& standing : snapshot.standing) {
    FindLate(snapshot, standing, findings);
    FindImprecise(standing, findings);
    for (const event::v1::Override& override : standing.event().overrides()) {
      findings.push_back(
          {FindingKind::kRuleOverridden,
           {absl::StrCat(standing.revision()), override.rule_id()},
           Say(kRuleOverridden, AboutEntry(standing, standing.event(),
                                           {TextParameter("rule", override.rule_id()), Reason(override.reason())})),
           ""});
    }
  }
}

}  // namespace casejournal::projections
