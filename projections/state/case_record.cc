#include "projections/state/case_record.h"

#include <algorithm>
#include <utility>

#include "projections/entries/known_set.h"
#include "projections/entries/standing.h"
#include "projections/state/plan_fold.h"

namespace casejournal::projections {
namespace {

// Estimates in bytes: of a record itself, and of a decoded event with its share of the index and the plan.
constexpr size_t kRecordBytes = 4096;
constexpr size_t kEntryBytes = 800;
constexpr size_t kBytesPerStoredByte = 2;

}  // namespace

CaseRecord::CaseRecord(std::string case_id) : case_id_(std::move(case_id)) { plan_.Mutable().set_case_id(case_id_); }

void CaseRecord::Evolve(Entry entry) {
  stored_bytes_ += entry.stored_bytes;
  entries_.Append(std::move(entry));
  const Entry& added = entries_.back();
  if (RoleOf(added) == EntryRole::kOriginal) {
    Add(added);
  } else {
    Settle(added);
  }
}

void CaseRecord::Stamp(eventstore::Revision first, eventstore::Position first_position, int64_t recorded_at_us) {
  for (eventstore::Revision revision = first; revision < entries_.size(); ++revision) {
    Entry entry = entries_[revision];
    entry.position = first_position + (revision - first);
    entry.recorded_at_us = recorded_at_us;
    entries_.Replace(std::move(entry));
  }
}

void CaseRecord::Add(const Entry& original) {
  parts_.Place(original.revision, original.event());
  const Standing standing{.original = &original, .content = &original};
  if (standing.effective_on() >= last_day_) {
    last_day_ = standing.effective_on();
    if (ChangesPlan(standing.event())) FoldEntry(plan_.Mutable(), standing);
    return;
  }
  plan_.Mutable() = FoldPlan(case_id_, StandingEntries(entries_, KnownSet::All()));
}

void CaseRecord::Settle(const Entry& entry) {
  undone_.Mutable() = UndoneEntries(entries_, KnownSet::All(), entries_.size());
  // The original whose standing or content the entry can have changed.
  std::optional<eventstore::Revision> original = Settles(entry);
  while (original && RoleOf(entries_[*original]) != EntryRole::kOriginal) {
    original = Settles(entries_[*original]);
  }
  if (!original) return;
  // The ids of a correction are taken, whether or not the correction counts.
  if (RoleOf(entry) == EntryRole::kCorrection) parts_.Place(*original, entry.event());

  const std::vector<Standing> standing = StandingEntries(entries_, KnownSet::All());
  const auto stands = std::find_if(standing.begin(), standing.end(),
                                   [&](const Standing& each) { return each.revision() == *original; });
  if (stands == standing.end()) {
    parts_.Withdraw(*original);
  } else {
    parts_.Place(*original, stands->event());
  }
  plan_.Mutable() = FoldPlan(case_id_, standing);
  last_day_ = standing.empty() ? std::string() : standing.back().effective_on();
}

const v1::CasePlan& CaseRecord::plan() const { return *plan_; }

v1::CasePlan CaseRecord::PlanOn(absl::string_view day) const {
  return FoldPlan(case_id_, StandingEntries(entries_, KnownSet::All()), day);
}

const EntryList& CaseRecord::entries() const { return entries_; }

const PartIndex& CaseRecord::parts() const { return parts_; }

size_t CaseRecord::MemoryBytes() const {
  return kRecordBytes + entries_.size() * kEntryBytes + stored_bytes_ * kBytesPerStoredByte;
}

bool CaseRecord::Undone(eventstore::Revision revision) const {
  return revision < undone_->size() && (*undone_)[revision];
}

}  // namespace casejournal::projections
