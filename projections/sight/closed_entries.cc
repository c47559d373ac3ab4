#include "projections/sight/closed_entries.h"

#include <optional>

#include "projections/entries/labels_now.h"
#include "projections/entries/references.h"

namespace casejournal::projections {
namespace {

using eventstore::Revision;

// For each entry, the first of the entries that share its labels: what it corrects, withdraws, or labels, through all
// steps.
std::vector<Revision> SharedRoots(const EntryList& entries) {
  std::vector<Revision> roots(entries.size());
  for (Revision at = 0; at < entries.size(); ++at) {
    std::optional<Revision> about = Settles(entries[at]);
    const event::v1::CaseEvent& event = entries[at].event();
    if (!about && event.has_entry_restricted()) about = event.entry_restricted().revision();
    roots[at] = about && *about < at ? roots[*about] : at;
  }
  return roots;
}

std::vector<LabelSet> SharedLabels(const EntryList& entries, const std::vector<Revision>& roots) {
  const LabelsNow now(entries);
  std::vector<LabelSet> labels(entries.size());
  for (Revision at = 0; at < entries.size(); ++at) {
    labels[roots[at]] = labels[roots[at]] | LabelSet::Of(now.Of(entries[at]));
  }
  for (Revision at = 0; at < entries.size(); ++at) labels[at] = labels[roots[at]];
  return labels;
}

LabelSet NoLabels(const ClosedEntries&, const event::v1::PlanVersionDrawnUp&) { return {}; }

}  // namespace

std::vector<Revision> RestsOn(const event::v1::CaseEvent& event, Revision at) {
  std::vector<Revision> on;
  // A transfer names the last entry, whatever that entry says.
  if (event.has_case_transferred_out()) return on;
  for (const NamedEntry& named : EntriesNamedIn(event)) {
    if (named.revision < at) on.push_back(named.revision);
  }
  return on;
}

std::vector<LabelSet> LabelsToOpen(const EntryList& entries) { return SharedLabels(entries, SharedRoots(entries)); }

ClosedEntries::ClosedEntries(const EntryList& entries, LabelSet open, LabelsInText labels_in_text)
    : entries_(entries),
      roots_(SharedRoots(entries)),
      labels_(SharedLabels(entries, roots_)),
      closed_(entries.size(), Closed::kNot) {
  bool closed = false;
  for (Revision at = 0; at < entries.size(); ++at) {
    if (open.Covers(labels_[at])) continue;
    closed_[at] = Closed::kLabeled;
    closed = true;
  }
  // The next round finds what rests on entries that rest on a labeled entry.
  while (closed) {
    closed = false;
    for (Revision at = 0; at < entries.size(); ++at) {
      if (!IsClosed(at)) closed = CloseIfItRests(at, labels_in_text) || closed;
    }
  }
}

ClosedEntries::ClosedEntries(const EntryList& entries, LabelSet open) : ClosedEntries(entries, open, NoLabels) {}

// Entries that share its labels are closed with the entry: a correction of a plan version has a text of the same kind.
void ClosedEntries::Close(Revision revision, LabelSet labels) {
  for (Revision at = roots_[revision]; at < entries_.size(); ++at) {
    if (roots_[at] != roots_[revision] || closed_[at] == Closed::kLabeled) continue;
    closed_[at] = Closed::kRests;
    labels_[at] = labels_[at] | labels;
  }
}

bool ClosedEntries::CloseIfItRests(Revision revision, LabelsInText labels_in_text) {
  const event::v1::CaseEvent& event = entries_[revision].event();
  LabelSet labels;
  for (const Revision named : RestsOn(event, revision)) {
    if (IsClosed(named)) labels = labels | labels_[named];
  }
  if (labels.empty() && event.has_plan_version_drawn_up()) {
    labels = labels_in_text(*this, event.plan_version_drawn_up());
  }
  if (!labels.empty()) Close(revision, labels);
  return !labels.empty();
}

}  // namespace casejournal::projections
