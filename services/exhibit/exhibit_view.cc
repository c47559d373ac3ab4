#include "services/exhibit/exhibit_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_codec.h"
#include "projections/plan/case_record.h"
#include "projections/plan/evolve.h"
#include "projections/words/instant_words.h"

namespace casejournal::services {
namespace {

absl::StatusOr<event::v1::StoredEvent> ReadStored(const ProvedEntry& proved, absl::string_view what) {
  absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(proved.entry.payload());
  if (stored.ok()) return stored;
  return absl::Status(stored.status().code(), absl::StrCat(what, " at position ", proved.entry.position, ": ", stored.status().message()));
}

// Whether the entries are all of 0 to the known revision: what the plan is the fold of.
bool IsComplete(const ExhibitView& view) {
  const event::v1::DisclosureMade& disclosure = view.disclosure();
  return disclosure.has_plan() && view.events.size() == disclosure.known_revision() + 1 &&
         view.events.back().revision == disclosure.known_revision();
}

v1::CasePlan FoldOf(const ExhibitView& view) {
  projections::CaseRecord record(view.case_id);
  for (const projections::Entry& entry : view.events) record.Evolve(entry);
  return view.disclosure().has_effective_on() ? record.PlanOn(view.disclosure().effective_on()) : record.plan();
}

}  // namespace

absl::StatusOr<ExhibitView> ViewExhibit(const Exhibit& exhibit) {
  ExhibitView view;
  absl::StatusOr<event::v1::StoredEvent> disclosure = ReadStored(exhibit.disclosure, "the disclosure");
  if (!disclosure.ok()) return disclosure.status();
  if (!disclosure->access_event().has_disclosure_made()) return absl::DataLossError("disclosure.json: no disclosure");
  view.disclosure_entry = *std::move(disclosure);
  view.case_id = exhibit.disclosure.entry.header.stream.uuid.ToString();
  for (const std::string& bytes : exhibit.chain) {
    absl::StatusOr<eventstore::Header> header = eventstore::DecodeHeader(bytes);
    if (!header.ok()) return absl::DataLossError(absl::StrCat("chain.txt, line ", view.chain.size() + 1, ": ", header.status().message()));
    view.chain.push_back(*header);
  }
  if (view.chain.empty()) return absl::DataLossError("chain.txt: no header");
  for (const ProvedEntry& proved : exhibit.events) {
    absl::StatusOr<event::v1::StoredEvent> stored = ReadStored(proved, "the entry");
    if (!stored.ok()) return stored.status();
    if (!stored->has_case_event()) return absl::DataLossError(absl::StrCat("position ", proved.entry.position, ": no event of a case"));
    if (!view.events.empty() && proved.entry.header.revision <= view.events.back().revision) {
      return absl::DataLossError(absl::StrCat("position ", proved.entry.position, ": not behind the entry before it"));
    }
    absl::StatusOr<projections::Entry> entry = projections::ToEntry(proved.entry);
    if (!entry.ok()) return entry.status();
    projections::VisitBody(entry->event(), [&](const auto& body) {
      Evolve(view.names, body, projections::Placed{.day = entry->event().effective_on(), .revision = entry->revision});
    }).IgnoreError();
    view.events.push_back(*std::move(entry));
  }
  size_t schemas = 0;
  for (const ProvedEntry& proved : exhibit.journal) {
    absl::StatusOr<event::v1::StoredEvent> stored = ReadStored(proved, "the journal's entry");
    if (!stored.ok()) return stored.status();
    if (!stored->has_journal_event()) return absl::DataLossError(absl::StrCat("position ", proved.entry.position, ": no event of the journal"));
    if (stored->journal_event().has_opened()) view.zone = projections::ZoneNamed(stored->journal_event().opened().time_zone());
    if (stored->journal_event().has_schema_adopted()) {
      ++schemas;
      view.schema = stored->journal_event().schema_adopted().file_descriptor_set();
    }
    view.journal.push_back(*std::move(stored));
  }
  if (schemas != 1) return absl::DataLossError(absl::StrCat("journal/: ", schemas, " entries adopt a schema, not one"));
  if (!view.events.empty() && IsComplete(view)) view.plan = FoldOf(view);
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
