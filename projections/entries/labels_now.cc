#include "projections/entries/labels_now.h"

#include "projections/entries/known_set.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {
namespace {

template <typename Labels>
std::vector<event::v1::Label> ToLabels(const Labels& numbers) {
  std::vector<event::v1::Label> labels;
  for (const int number : numbers) labels.push_back(static_cast<event::v1::Label>(number));
  return labels;
}

}  // namespace

LabelsNow::LabelsNow(const EntryList& entries) {
  bool any = false;
  for (const Entry& entry : entries) any = any || entry.event().has_entry_restricted();
  if (!any) return;
  const std::vector<Standing> standing = StandingEntries(entries, KnownSet::All());
  // The latest recorded restriction applies, whatever its effective day.
  std::vector<const event::v1::EntryRestricted*> by_revision(entries.size(), nullptr);
  for (const Standing& each : standing) {
    if (each.event().has_entry_restricted()) by_revision[each.revision()] = &each.event().entry_restricted();
  }
  for (const event::v1::EntryRestricted* restriction : by_revision) {
    if (restriction != nullptr) restricted_[restriction->revision()] = ToLabels(restriction->labels());
  }
}

std::vector<event::v1::Label> LabelsNow::Of(const Entry& entry) const {
  const auto restricted = restricted_.find(entry.revision);
  return restricted == restricted_.end() ? ToLabels(entry.event().labels()) : restricted->second;
}

LabelSet LabelsIn(const EntryList& entries) {
  const LabelsNow now(entries);
  LabelSet labels;
  for (const Entry& entry : entries) labels = labels | LabelSet::Of(now.Of(entry));
  return labels;
}

}  // namespace casejournal::projections
