#include "services/cases/case_cache.h"

#include <algorithm>

#include "projections/entries/known_set.h"
#include "projections/entries/labels_now.h"
#include "projections/versions/in_force.h"

namespace casejournal::services {
namespace {

// Asked for at each append, so a case without restrictions, as most are, is gone through once, without a copy.
CaseAt::Labels LabelsToday(const projections::EntryList& entries) {
  CaseAt::Labels labels;
  for (const projections::Entry& entry : entries) {
    const event::v1::CaseEvent& event = entry.event();
    labels.all = labels.all | projections::LabelSet::Of(event.labels());
    if (event.has_entry_restricted())
      labels.restricted_end = std::max(labels.restricted_end, event.entry_restricted().revision() + 1);
  }
  if (labels.restricted_end > 0) labels.all = projections::LabelsIn(entries);
  return labels;
}

// The labels of a case after it had `before` and got more entries.
CaseAt::Labels LabelsWith(CaseAt::Labels before, const projections::EntryList& entries, size_t known) {
  for (size_t at = known; at < entries.size(); ++at) {
    const event::v1::CaseEvent& event = entries[at].event();
    // These change the labels of other entries: also a correction, if it takes the place of a restriction.
    const bool changes = event.has_entry_restricted() || event.has_entry_retracted() ||
                         (event.has_corrects() && before.restricted_end > 0);
    if (changes || at < before.restricted_end) return LabelsToday(entries);
    before.all = before.all | projections::LabelSet::Of(event.labels());
  }
  return before;
}

bool IsAboutAccess(size_t list) {
  const google::protobuf::Descriptor* item = projections::CaseState::Lists()[list]->message_type();
  return item == v1::Assignment::descriptor() || item == v1::AccessGrant::descriptor();
}

bool HasSameAccess(const projections::CaseState& a, const projections::CaseState& b) {
  bool same = true;
  projections::CaseState::VisitDifferences(a, b,
                                           [&](size_t list, size_t /*at*/) { same = same && !IsAboutAccess(list); });
  return same;
}

}  // namespace

CaseAccess AccessIn(const projections::CaseState& state) {
  CaseAccess access;
  for (const v1::Assignment& assignment : state.All<v1::Assignment>()) access.assignments.push_back(assignment);
  for (const v1::AccessGrant& grant : state.All<v1::AccessGrant>()) access.grants.push_back(grant);
  return access;
}

CaseAt::CaseAt(projections::CaseRecord record_at, const eventstore::StreamHead& head_at, const CaseAt& before)
    : CaseAt(std::move(record_at), head_at) {
  const projections::EntryList& entries = record.entries();
  const size_t known = before.record.entries().size();
  std::call_once(labels_once_, [&] {
    (void)before.labels();
    labels_ = LabelsWith(before.labels_, entries, known);
  });
  if (HasSameAccess(before.record.state(), record.state()))
    std::call_once(access_once_, [&] { access_ = before.access(); });
}

const std::shared_ptr<const CaseAccess>& CaseAt::access() const {
  std::call_once(access_once_, [this] { access_ = std::make_shared<const CaseAccess>(AccessIn(record)); });
  return access_;
}

const WorkingPlan& CaseAt::working() const {
  std::call_once(once_, [this] {
    const v1::CasePlan& plan = record.plan();
    working_.plan = plan.SerializeAsString();
    size_t bytes = working_.plan.size();
    for (const v1::InForce& in_force : projections::InForceOf(record.entries(), projections::KnownSet::All(), plan)) {
      working_.in_force.push_back(in_force.SerializeAsString());
      bytes += working_.in_force.back().size();
    }
    (void)labels();
    (void)access();
    given_bytes_ = bytes;
  });
  return working_;
}

projections::LabelSet CaseAt::labels() const {
  std::call_once(labels_once_, [this] { labels_ = LabelsToday(record.entries()); });
  return labels_.all;
}

absl::StatusOr<std::shared_ptr<const CaseAt>> CaseCache::Load(const eventstore::Uuid& case_id) const {
  while (true) {
    absl::StatusOr<std::shared_ptr<const CaseAt>> current = Current(case_id);
    if (!current.ok() || *current != nullptr) return current;
    std::shared_ptr<Folding> folding;
    bool is_mine = false;
    {
      absl::MutexLock lock(&mutex_);
      std::shared_ptr<Folding>& entry = folding_[case_id];
      is_mine = entry == nullptr;
      if (is_mine) entry = std::make_shared<Folding>();
      folding = entry;
    }
    if (is_mine) {
      // Another thread may have folded it since this one looked.
      absl::StatusOr<std::shared_ptr<const CaseAt>> folded = Current(case_id);
      if (folded.ok() && *folded == nullptr) folded = Fold(case_id);
      folding->outcome = folded.status();
      {
        absl::MutexLock lock(&mutex_);
        folding_.erase(case_id);
      }
      folding->over.Notify();
      return folded;
    }
    // What was folded may be older than this call, so it is looked up as if it had always been held.
    folding->over.WaitForNotification();
    if (!folding->outcome.ok()) return folding->outcome;
  }
}

absl::StatusOr<std::shared_ptr<const CaseAt>> CaseCache::LoadFolded(const eventstore::Uuid& case_id) const {
  return Current(case_id);
}

// Null if entries must be folded for it.
absl::StatusOr<std::shared_ptr<const CaseAt>> CaseCache::Current(const eventstore::Uuid& case_id) const {
  std::shared_ptr<const CaseAt> held = Find(case_id);
  // Every append goes through Publish before it is answered, so the held record is current. But the sequencer only
  // accepts heads that were observed since its floor.
  if (held != nullptr && held->head.observed_at >= log_.head_floor()) return held;

  absl::StatusOr<eventstore::StreamHead> head = log_.Head(eventstore::StreamId::Case(case_id));
  if (!head.ok()) return head.status();
  const bool is_there = head->last_revision.has_value();
  if (is_there && (held == nullptr || held->head.next() < head->next())) return nullptr;
  auto at =
      std::make_shared<const CaseAt>(is_there ? held->record : projections::CaseRecord(case_id.ToString()), *head);
  if (is_there) Hold(case_id, at);
  return at;
}

absl::StatusOr<std::shared_ptr<const CaseAt>> CaseCache::Fold(const eventstore::Uuid& case_id) const {
  const std::shared_ptr<const CaseAt> held = Find(case_id);
  absl::StatusOr<eventstore::StreamHead> head = log_.Head(eventstore::StreamId::Case(case_id));
  if (!head.ok()) return head.status();
  projections::CaseRecord record = held != nullptr ? held->record : projections::CaseRecord(case_id.ToString());
  if (head->last_revision) {
    absl::StatusOr<projections::CaseRecord> read =
        projections::ReadForward(log_, case_id, std::move(record), *head->last_revision);
    if (!read.ok()) return read.status();
    record = *std::move(read);
  }
  auto at = std::make_shared<const CaseAt>(std::move(record), *head);
  Hold(case_id, at);
  return at;
}

std::shared_ptr<const CaseAt> CaseCache::CommittedAtHand(const eventstore::Uuid& case_id) const {
  std::shared_ptr<const CaseAt> held = Find(case_id);
  // Of no use to a writer if it was observed before the floor, as in Current.
  if (held == nullptr || held->head.observed_at < log_.head_floor()) return nullptr;
  return log_.UnchangedSince(eventstore::StreamId::Case(case_id), held->head.observed_at) ? held : nullptr;
}

absl::StatusOr<std::shared_ptr<const CaseAt>> CaseCache::LoadCommitted(const eventstore::Uuid& case_id) const {
  if (std::shared_ptr<const CaseAt> held = CommittedAtHand(case_id); held != nullptr) return held;
  absl::StatusOr<eventstore::StreamHead> head = log_.Head(eventstore::StreamId::Case(case_id));
  if (!head.ok()) return head.status();
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = Load(case_id);
  if (!at.ok() || (*at)->head.next() >= head->next()) return at;
  absl::StatusOr<projections::CaseRecord> record =
      projections::ReadForward(log_, case_id, (*at)->record, *head->last_revision);
  if (!record.ok()) return record.status();
  return std::make_shared<const CaseAt>(*std::move(record), *head);
}

absl::StatusOr<projections::CaseRecord> CaseCache::RecordWith(const eventstore::Uuid& case_id,
                                                              eventstore::Revision at_least) const {
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = Load(case_id);
  if (!at.ok()) return at.status();
  if ((*at)->record.entries().size() > at_least) return (*at)->record;
  return projections::ReadForward(log_, case_id, (*at)->record, at_least);
}

std::shared_ptr<const CaseAt> CaseCache::Find(const eventstore::Uuid& case_id) const {
  absl::MutexLock lock(&mutex_);
  const auto found = held_.find(case_id);
  if (found == held_.end()) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, found->second.used);
  return found->second.at;
}

void CaseCache::Publish(const eventstore::Uuid& case_id, std::shared_ptr<const CaseAt> at) {
  Hold(case_id, std::move(at));
}

void CaseCache::Hold(const eventstore::Uuid& case_id, std::shared_ptr<const CaseAt> at) const {
  absl::MutexLock lock(&mutex_);
  // It may be older than what was held of this case and is not held any more.
  if (at->head.observed_at < evicted_until_ && !held_.contains(case_id)) return;
  auto [found, added] = held_.try_emplace(case_id);
  Held& held = found->second;
  if (added) {
    held.used = by_use_.insert(by_use_.begin(), case_id);
  } else {
    const auto later = [](const CaseAt& a, const CaseAt& b) {
      return std::pair(a.head.next(), a.head.observed_at) > std::pair(b.head.next(), b.head.observed_at);
    };
    if (later(*held.at, *at)) return;
    bytes_ -= held.bytes;
    by_use_.splice(by_use_.begin(), by_use_, held.used);
  }
  held.bytes = at->record.MemoryBytes();
  bytes_ += held.bytes;
  held.at = std::move(at);
  while (bytes_ > bytes_max_ && by_use_.size() > 1) {
    const auto oldest = held_.find(by_use_.back());
    evicted_until_ = std::max(evicted_until_, oldest->second.at->head.observed_at);
    bytes_ -= oldest->second.bytes;
    held_.erase(oldest);
    by_use_.pop_back();
  }
}

}  // namespace casejournal::services
