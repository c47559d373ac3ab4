#include "projections/read_models/kept_dockets.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <string>
#include <utility>

#include "projections/entries/civil_day.h"
#include "projections/read_models/due_rows.h"
#include "projections/work/plan_work.h"

namespace casejournal::projections {
namespace {

// Measured with the shipped rules and a child in care. The items of the docket and of the row are most of a case.
constexpr size_t kBytesOfACase = 88'000;
constexpr size_t kBytesOfAnEntry = 300;

// Whether the row says the same about the case itself: its numbers and name, and who is responsible.
bool SaysTheSameOfCase(const store::v1::DueCase& a, const store::v1::DueCase& b) {
  const auto same = [](const auto& here, const auto& there) {
    return std::equal(here.begin(), here.end(), there.begin(), there.end());
  };
  return same(a.numbers(), b.numbers()) && same(a.staff_subjects(), b.staff_subjects()) &&
         same(a.staff_issuers(), b.staff_issuers()) && same(a.staff_parts(), b.staff_parts()) &&
         same(a.units(), b.units()) && a.case_name() == b.case_name();
}

std::string Serialized(const std::vector<v1::DocketItem>& items) {
  store::v1::DueCase all;
  for (const v1::DocketItem& item : items) *all.add_items() = item;
  return all.SerializeAsString();
}

}  // namespace

size_t KeptDockets::BytesFor(size_t entries) { return kBytesOfACase + entries * kBytesOfAnEntry; }

void KeptDockets::Begin(std::shared_ptr<const Law> law, absl::CivilDay day, absl::TimeZone zone) {
  by_id_.clear();
  cases_.clear();
  bytes_ = 0;
  law_ = std::move(law);
  day_ = day;
  zone_ = zone;
}

KeptDockets::Due KeptDockets::In(const CaseRecord& record, std::optional<std::vector<v1::DocketItem>> findings) {
  assert(law_ != nullptr);
  Kept& kept = Find(record.case_id());
  bytes_ -= BytesFor(kept.docket.size());
  const bool changed = kept.docket.Take(record.entries());
  bytes_ += BytesFor(kept.docket.size());
  MakeRoom();
  if (findings) kept.findings = *std::move(findings);
  const std::string day = FormatDay(day_);
  std::vector<v1::DocketItem> besides = PlanWork(day < record.last_day() ? record.StateOn(day) : record.state(), day);
  besides.insert(besides.end(), kept.findings.begin(), kept.findings.end());
  std::string besides_docket = Serialized(besides);
  if (kept.due && !changed && besides_docket == kept.besides_docket &&
      SaysTheSameOfCase(*kept.due, DueIn(record, {}))) {
    return {.now = &*kept.due, .before = std::nullopt, .is_as_before = true};
  }
  kept.besides_docket = std::move(besides_docket);
  std::vector<v1::DocketItem> items = kept.docket.Items();
  items.insert(items.end(), std::make_move_iterator(besides.begin()), std::make_move_iterator(besides.end()));
  std::optional<store::v1::DueCase> before = std::exchange(kept.due, DueIn(record, std::move(items)));
  return {.now = &*kept.due, .before = std::move(before)};
}

// The case is then the first.
KeptDockets::Kept& KeptDockets::Find(const std::string& case_id) {
  const auto found = by_id_.find(case_id);
  if (found != by_id_.end()) {
    cases_.splice(cases_.begin(), cases_, found->second);
  } else {
    cases_.push_front({.case_id = case_id, .docket = GrowingDocket(law_, day_, zone_)});
    by_id_[case_id] = cases_.begin();
    bytes_ += BytesFor(0);
  }
  return cases_.front();
}

void KeptDockets::MakeRoom() {
  while (bytes_ > bytes_max_ && cases_.size() > 1) {
    bytes_ -= BytesFor(cases_.back().docket.size());
    by_id_.erase(cases_.back().case_id);
    cases_.pop_back();
  }
}

}  // namespace casejournal::projections
