#include "projections/state/case_record.h"

#include <mutex>
#include <optional>
#include <utility>

#include "projections/entries/standing.h"
#include "projections/items/plan_view.h"

namespace casejournal::projections {
namespace {

// Estimates in bytes: of a record itself, and of a decoded event with its share of the index, the state, and the states
// on the way to it.
constexpr size_t kRecordBytes = 4096;
constexpr size_t kEntryBytes = 2000;
constexpr size_t kBytesPerStoredByte = 3;

}  // namespace

// Made once for a state, by whoever asks first.
struct CaseRecord::Plan {
  std::once_flag once;
  std::optional<PlanView> view;
};

CaseRecord::CaseRecord(std::string case_id)
    : case_id_(std::move(case_id)), order_(case_id_), plan_(std::make_shared<Plan>()) {}

void CaseRecord::Evolve(Entry entry) {
  Take(std::move(entry));
  order_.Fold();
  plan_ = std::make_shared<Plan>();
}

void CaseRecord::Evolve(std::vector<Entry> entries) {
  for (Entry& entry : entries) Take(std::move(entry));
  order_.Fold();
  plan_ = std::make_shared<Plan>();
}

void CaseRecord::Take(Entry entry) {
  stored_bytes_ += entry.stored_bytes;
  entries_.Append(std::move(entry));
  const Entry& added = entries_.back();
  if (added.is_withheld()) {
    order_.PassOver(added);
    return;
  }
  const OrderChange change = order_.Take(added);
  if (RoleOf(added) == EntryRole::kOriginal) {
    parts_.Place(added.revision, added.event());
    return;
  }
  // What settles no earlier entry is about itself.
  if (change.original == added.revision) return;
  // The ids of a correction are taken, whether or not the correction counts.
  if (RoleOf(added) == EntryRole::kCorrection) parts_.Place(change.original, added.event());
  if (change.is == nullptr) {
    parts_.Withdraw(change.original);
  } else {
    parts_.Place(change.original, change.is->case_event());
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

const v1::CasePlan& CaseRecord::plan() const {
  std::call_once(plan_->once, [this] { plan_->view.emplace(state()); });
  return plan_->view->plan();
}

v1::CasePlan CaseRecord::PlanOn(absl::string_view day) const { return PlanView(StateOn(day)).plan(); }

const EntryList& CaseRecord::entries() const { return entries_; }

const PartIndex& CaseRecord::parts() const { return parts_; }

bool CaseRecord::Undone(eventstore::Revision revision) const { return order_.Undone(revision); }

size_t CaseRecord::MemoryBytes() const {
  return kRecordBytes + entries_.size() * kEntryBytes + stored_bytes_ * kBytesPerStoredByte;
}

}  // namespace casejournal::projections
