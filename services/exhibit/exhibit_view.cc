#include "services/exhibit/exhibit_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/entries/standing.h"
#include "projections/events/event_codec.h"
#include "projections/state/evolve.h"
#include "projections/state/plan_fold.h"
#include "projections/zone/zone_rules.h"

namespace casejournal::services {
namespace {

absl::StatusOr<event::v1::StoredEvent> ReadStored(const ProvedEntry& proved, absl::string_view what) {
  absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(proved.entry.payload());
  if (stored.ok()) return stored;
  return absl::Status(stored.status().code(),
                      absl::StrCat(what, " at position ", proved.entry.position, ": ", stored.status().message()));
}

// Return whether the entries are all from 0 to the known revision. Then their fold is the plan, and its names are the
// journal's.
bool IsComplete(const ExhibitView& view) {
  return !view.events.empty() && view.events.size() == view.disclosure().known_revision() + 1 &&
         view.events.back().revision == view.disclosure().known_revision();
}

// The standing entries of the file, in the order of effect, according to the disclosure.
std::vector<projections::Standing> StandingOf(const ExhibitView& view) {
  std::vector<projections::Standing> standing;
  for (const projections::Entry& entry : view.events) {
    const event::v1::EntryToday* today = view.Today(entry.revision);
    if (projections::RoleOf(entry) != projections::EntryRole::kOriginal ||
        (today != nullptr && today->has_withdrawn_by()))
      continue;
    const projections::Entry* content = &entry;
    if (today != nullptr && today->has_corrected_by()) {
      const auto found =
          std::lower_bound(view.events.begin(), view.events.end(), today->corrected_by(),
                           [](const projections::Entry& each, uint64_t revision) { return each.revision < revision; });
      if (found != view.events.end() && found->revision == today->corrected_by()) content = &*found;
    }
    standing.push_back({.original = &entry, .content = content});
  }
  std::sort(standing.begin(), standing.end(), projections::BeforeInEffect);
  return standing;
}

// The fold of the entries, and the names in it.
void AddUp(ExhibitView& view) {
  for (const projections::Entry& entry : view.events) {
    projections::VisitBody(entry.event(), [&](const auto& body) {
      Evolve(view.mentioned, body,
             projections::Placed{.day = entry.event().effective_on(), .revision = entry.revision});
    }).IgnoreError();
  }
  if (!IsComplete(view)) {
    view.standing = projections::FoldPlan(view.case_id, StandingOf(view));
    return;
  }
  view.record.emplace(view.case_id);
  for (const projections::Entry& entry : view.events) view.record->Evolve(entry);
  view.standing = view.record->plan();
  const event::v1::DisclosureMade& made = view.disclosure();
  if (made.has_plan()) view.plan = made.has_effective_on() ? view.record->PlanOn(made.effective_on()) : view.standing;
}

}  // namespace

projections::Names ExhibitView::Names() const {
  if (record) return projections::Names({&standing});
  return projections::Names({&standing, &mentioned}, projections::Absence::kLeftOut);
}

const event::v1::EntryToday* ExhibitView::Today(eventstore::Revision revision) const {
  const auto& all = disclosure().entries_today();
  const auto found =
      std::lower_bound(all.begin(), all.end(), revision,
                       [](const event::v1::EntryToday& each, uint64_t at) { return each.revision() < at; });
  return found != all.end() && found->revision() == revision ? &*found : nullptr;
}

absl::StatusOr<ExhibitView> ViewExhibit(const Exhibit& exhibit) {
  ExhibitView view;
  absl::StatusOr<event::v1::StoredEvent> disclosure = ReadStored(exhibit.disclosure, "the disclosure");
  if (!disclosure.ok()) return disclosure.status();
  if (!disclosure->access_event().has_disclosure_made())
    return absl::DataLossError("disclosure.json: not a disclosure");
  view.disclosure_entry = *std::move(disclosure);
  view.case_id = exhibit.disclosure.entry.header.stream.uuid.ToString();
  for (const ProvedEntry& proved : exhibit.events) {
    absl::StatusOr<event::v1::StoredEvent> stored = ReadStored(proved, "the entry");
    if (!stored.ok()) return stored.status();
    if (!stored->has_case_event())
      return absl::DataLossError(absl::StrCat("position ", proved.entry.position, ": not an event of a case"));
    if (!view.events.empty() && proved.entry.header.revision <= view.events.back().revision) {
      return absl::DataLossError(absl::StrCat("position ", proved.entry.position, ": not after the entry before it"));
    }
    absl::StatusOr<projections::Entry> entry = projections::ToEntry(proved.entry);
    if (!entry.ok()) return entry.status();
    view.events.push_back(*std::move(entry));
  }
  size_t schemas = 0;
  for (const ProvedEntry& proved : exhibit.journal) {
    absl::StatusOr<event::v1::StoredEvent> stored = ReadStored(proved, "the journal's entry");
    if (!stored.ok()) return stored.status();
    if (!stored->has_journal_event())
      return absl::DataLossError(absl::StrCat("position ", proved.entry.position, ": not an event of the journal"));
    if (stored->journal_event().has_opened()) {
      const absl::StatusOr<absl::TimeZone> zone = projections::ZoneOf(stored->journal_event().opened());
      if (absl::IsDataLoss(zone.status())) return zone.status();
      if (zone.ok()) view.zone = *zone;
    }
    if (stored->journal_event().has_time_zone_rules_adopted()) {
      absl::StatusOr<absl::TimeZone> zone = projections::ZoneBy(stored->journal_event().time_zone_rules_adopted());
      if (!zone.ok()) return zone.status();
      view.zone = *zone;
    }
    if (stored->journal_event().has_schema_adopted()) {
      ++schemas;
      view.schema = stored->journal_event().schema_adopted().file_descriptor_set();
    }
    view.journal.push_back(*std::move(stored));
  }
  if (schemas != 1)
    return absl::DataLossError(absl::StrCat("journal/: expected one entry that adopts a schema, got ", schemas));
  AddUp(view);
  return view;
}

std::string RangesText(const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& ranges) {
  if (ranges.empty()) return "none";
  return absl::StrJoin(ranges, ", ", [](std::string* out, const event::v1::RevisionRange& range) {
    absl::StrAppend(out, range.first());
    if (range.last() != range.first()) absl::StrAppend(out, " to ", range.last());
  });
}

google::protobuf::RepeatedPtrField<event::v1::RevisionRange> LeftOut(
    const google::protobuf::RepeatedPtrField<event::v1::RevisionRange>& ranges, eventstore::Revision last) {
  google::protobuf::RepeatedPtrField<event::v1::RevisionRange> left_out;
  const auto add = [&](uint64_t first, uint64_t end) {
    if (first >= end) return;
    event::v1::RevisionRange& range = *left_out.Add();
    range.set_first(first);
    range.set_last(end - 1);
  };
  uint64_t next = 0;
  for (const event::v1::RevisionRange& range : ranges) {
    add(next, range.first());
    next = range.last() + 1;
  }
  add(next, last + 1);
  return left_out;
}

}  // namespace casejournal::services
