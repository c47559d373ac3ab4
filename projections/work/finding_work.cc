#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/findings/finding_catalogue.h"
#include "projections/findings/findings.h"
#include "projections/work/plan_work.h"

namespace casejournal::projections {
namespace {

// Whether PlanWork has an item for the day that the finding is about.
bool IsAboutAPlannedDay(FindingKind kind) {
  return kind == FindingKind::kActivityOverdue || kind == FindingKind::kObjectiveOverdue ||
         kind == FindingKind::kOutcomeTargetPassed || kind == FindingKind::kSafetyPlanPastEnd ||
         kind == FindingKind::kReferralNotAnswered;
}

bool AsksForWork(const std::string& id) {
  const absl::Span<const FindingText> all = FindingCatalogue();
  const auto text = std::find_if(all.begin(), all.end(), [&](const FindingText& each) { return each.id == id; });
  return text != all.end() && text->asks_for_work && !IsAboutAPlannedDay(text->kind);
}

}  // namespace

std::vector<v1::DocketItem> FindingWork(const CaseRecord& record, absl::string_view day, absl::TimeZone zone,
                                        const Law& law) {
  if (record.state().fields().status() != v1::CASE_STATUS_OPEN && record.last_day() <= day) return {};
  FindingsAsked asked{
      .effective_on = std::nullopt, .day = std::string(day), .zone = zone, .plan = nullptr, .law = &law};
  if (day < record.last_day()) {
    asked.effective_on = std::string(day);
  } else {
    asked.plan = &record.plan();
  }
  std::vector<v1::DocketItem> items;
  for (v1::Finding& finding : FindingsOf(record.case_id(), record.entries(), asked)) {
    if (finding.state() != v1::FINDING_STATE_OPEN || !AsksForWork(finding.id())) continue;
    v1::DocketItem& item = items.emplace_back();
    item.set_item(absl::StrCat("finding/", finding.finding()));
    item.set_kind(v1::WORK_KIND_FINDING);
    item.set_title(std::move(*finding.mutable_says()));
    item.set_citation(std::move(*finding.mutable_source()));
    if (!finding.subject_ids().empty()) item.set_part_id(finding.subject_ids(0));
    item.set_number(1);
    item.set_state(v1::CLOCK_STATE_OPEN);
  }
  return items;
}

}  // namespace casejournal::projections
