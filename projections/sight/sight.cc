#include "projections/sight/sight.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

#include "absl/status/statusor.h"
#include "google/protobuf/util/message_differencer.h"
#include "projections/entries/labels_now.h"
#include "projections/entries/standing.h"
#include "projections/items/plan_view.h"
#include "projections/sight/closed_entries.h"
#include "projections/versions/plan_document.h"
#include "projections/versions/reduced_text.h"

namespace casejournal::projections {
namespace {

using event::v1::PlanVersionDrawnUp;
using eventstore::Revision;

v1::PlanDocument DocumentOf(const CaseRecord& record, const PlanVersionDrawnUp& version) {
  const PlanView view(record.StateKnownTo(version.as_of_revision()));
  return PlanDocumentOf(view.plan(), version);
}

// The parts of the text that say what the reader may not see; empty if it says nothing of that.
std::vector<int> PartsClosed(const PlanVersionDrawnUp& version, const CaseRecord& record, const CaseRecord& seen,
                             LabelSet may_see) {
  const v1::PlanDocument without = DocumentOf(seen, version);
  if (google::protobuf::util::MessageDifferencer::Equals(DocumentOf(record, version), without)) return {};
  absl::StatusOr<std::vector<int>> parts = PartsToWithhold(version.text(), may_see.Labels(), without);
  if (parts.ok()) return *std::move(parts);
  // This build does not know everything that the text says.
  std::vector<int> all(static_cast<size_t>(version.text().parts_size()));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

Entry Placeholder(const Entry& of, int64_t recorded_at_us) {
  static const auto* const nothing =
      new std::shared_ptr<const event::v1::StoredEvent>(std::make_shared<const event::v1::StoredEvent>());
  return {.revision = of.revision, .position = of.position, .recorded_at_us = recorded_at_us, .stored = *nothing};
}

event::v1::PlanText Without(const event::v1::PlanText& text, const std::vector<int>& parts) {
  google::protobuf::RepeatedField<uint32_t> withheld;
  for (const int part : parts) withheld.Add(static_cast<uint32_t>(part));
  return WithheldAt(text, withheld);
}

Entry Reduced(const Entry& of, const std::vector<int>& parts) {
  auto stored = std::make_shared<event::v1::StoredEvent>(*of.stored);
  PlanVersionDrawnUp& version = *stored->mutable_case_event()->mutable_plan_version_drawn_up();
  *version.mutable_text() = Without(version.text(), parts);
  // Whoever knows the seed can guess at parts that are withheld.
  version.clear_salt_seed();
  Entry reduced = of;
  reduced.stored = std::move(stored);
  return reduced;
}

// The time of the first entry that is not withheld.
int64_t FirstTime(const EntryList& entries, const Sight& sight) {
  for (const Entry& entry : entries) {
    if (!sight.withheld[entry.revision]) return entry.recorded_at_us;
  }
  return 0;
}

}  // namespace

Sight SightOf(const CaseRecord& record, LabelSet may_see) {
  const EntryList& entries = record.entries();
  Sight sight{.withheld = std::vector<bool>(entries.size(), false), .reduced = {}, .count = 0};
  if (may_see.Covers(LabelsIn(entries))) return sight;
  const ClosedEntries closed(entries, may_see);
  Revision first = entries.size();
  for (Revision at = 0; at < entries.size(); ++at) {
    if (!closed.IsClosed(at)) continue;
    sight.withheld[at] = true;
    ++sight.count;
    first = std::min(first, at);
  }
  const CaseRecord seen = RecordSeen(record, sight);
  for (Revision at = first; at < entries.size(); ++at) {
    const event::v1::CaseEvent& event = entries[at].event();
    if (sight.withheld[at] || !event.has_plan_version_drawn_up()) continue;
    const PlanVersionDrawnUp& version = event.plan_version_drawn_up();
    if (version.as_of_revision() < first || version.as_of_revision() >= entries.size()) continue;
    std::vector<int> parts = PartsClosed(version, record, seen, may_see);
    if (parts.empty()) continue;
    sight.reduced.emplace(at, std::move(parts));
    ++sight.count;
  }
  return sight;
}

CaseRecord RecordSeen(const CaseRecord& record, const Sight& sight) {
  CaseRecord seen(record.case_id());
  std::vector<Entry> entries;
  entries.reserve(record.entries().size());
  int64_t recorded_at_us = FirstTime(record.entries(), sight);
  for (const Entry& entry : record.entries()) {
    if (sight.withheld[entry.revision]) {
      entries.push_back(Placeholder(entry, recorded_at_us));
      continue;
    }
    recorded_at_us = entry.recorded_at_us;
    const auto reduced = sight.reduced.find(entry.revision);
    entries.push_back(reduced == sight.reduced.end() ? entry : Reduced(entry, reduced->second));
  }
  seen.Evolve(std::move(entries));
  return seen;
}

std::optional<Seen> SeenFurther(const Sight& sight, const CaseRecord& seen, const CaseRecord& record,
                                LabelSet may_see) {
  const EntryList& entries = record.entries();
  const size_t known = sight.withheld.size();
  // As long as nothing is seen, the places have no time.
  if (std::find(sight.withheld.begin(), sight.withheld.end(), false) == sight.withheld.end()) return std::nullopt;
  Seen further{.sight = sight, .record = seen};
  std::vector<bool>& withheld = further.sight.withheld;
  int64_t recorded_at_us = seen.entries()[known - 1].recorded_at_us;
  std::vector<Entry> added;
  for (Revision at = known; at < entries.size(); ++at) {
    const Entry& entry = entries[at];
    const event::v1::CaseEvent& event = entry.event();
    if (Settles(entry) || event.has_entry_restricted() || event.has_plan_version_drawn_up()) return std::nullopt;
    const std::vector<Revision> rests_on = RestsOn(event, at);
    withheld.push_back(!may_see.Covers(LabelSet::Of(event.labels())) ||
                       std::any_of(rests_on.begin(), rests_on.end(), [&](Revision on) { return withheld[on]; }));
    if (withheld[at]) {
      ++further.sight.count;
      added.push_back(Placeholder(entry, recorded_at_us));
    } else {
      recorded_at_us = entry.recorded_at_us;
      added.push_back(entry);
    }
  }
  further.record.Evolve(std::move(added));
  return further;
}

event::v1::PlanText TextSeen(const PlanVersionDrawnUp& version, const CaseRecord& record, const CaseRecord& seen,
                             LabelSet may_see) {
  return Without(version.text(), PartsClosed(version, record, seen, may_see));
}

}  // namespace casejournal::projections
