#include "services/exhibit/given_entries.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "projections/entries/entry_fates.h"
#include "projections/entries/labels_now.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/state/plan_fold.h"
#include "projections/versions/plan_document.h"
#include "projections/versions/reduced_text.h"

namespace casejournal::services {
namespace {

using event::v1::Label;
using eventstore::Revision;
using projections::EntryList;
using projections::Standing;
using LabelSet = std::set<Label>;

// For each entry, the first of the entries that share its labels: what it corrects, withdraws, or labels, through all
// steps.
std::vector<Revision> SharedRoots(const EntryList& entries) {
  std::vector<Revision> roots(entries.size());
  for (Revision at = 0; at < entries.size(); ++at) {
    std::optional<Revision> about = projections::Settles(entries[at]);
    const event::v1::CaseEvent& event = entries[at].event();
    if (!about && event.has_entry_restricted()) about = event.entry_restricted().revision();
    roots[at] = about && *about < at ? roots[*about] : at;
  }
  return roots;
}

void AddRevision(RevisionRanges& ranges, Revision revision) {
  if (!ranges.empty() && ranges.rbegin()->last() + 1 == revision) {
    ranges.rbegin()->set_last(revision);
    return;
  }
  event::v1::RevisionRange& range = *ranges.Add();
  range.set_first(revision);
  range.set_last(revision);
}

// Decides for one request.
class Choice {
 public:
  Choice(const projections::CaseRecord& record, const std::vector<Label>& with_labels)
      : record_(record),
        entries_(record.entries()),
        labels_(LabelsToOpen(entries_)),
        roots_(SharedRoots(entries_)),
        with_labels_(with_labels),
        reasons_(entries_.size(), v1::LEFT_OUT_REASON_UNSPECIFIED) {
    for (Revision at = 0; at < entries_.size(); ++at) {
      const bool open = std::all_of(labels_[at].begin(), labels_[at].end(), [&](Label label) {
        return std::find(with_labels.begin(), with_labels.end(), label) != with_labels.end();
      });
      if (!open) reasons_[at] = v1::LEFT_OUT_REASON_LABELED;
    }
    // The next round finds what rests on entries that rest on a labeled entry.
    for (bool closed = true; closed;) {
      closed = false;
      for (Revision at = 0; at < entries_.size(); ++at) {
        if (!Closed(at)) closed = CloseIfItRests(at) || closed;
      }
    }
  }

  GivenEntries Of(Revision known, const RevisionRanges& chosen) const {
    GivenEntries given;
    auto range = chosen.begin();
    for (Revision at = 0; at < entries_.size(); ++at) {
      if (range != chosen.end() && at > range->last()) ++range;
      v1::LeftOutReason reason = reasons_[at];
      if (!chosen.empty() && (range == chosen.end() || at < range->first())) reason = v1::LEFT_OUT_REASON_NOT_CHOSEN;
      if (at > known) reason = v1::LEFT_OUT_REASON_NOT_KNOWN;
      if (reason == v1::LEFT_OUT_REASON_UNSPECIFIED) {
        AddRevision(given.given, at);
      } else {
        if (reason == v1::LEFT_OUT_REASON_RESTS_ON_LABELED) AddText(given.texts, at);
        AddLeftOut(given.left_out, at, reason);
      }
    }
    return given;
  }

 private:
  bool Closed(Revision revision) const { return reasons_[revision] != v1::LEFT_OUT_REASON_UNSPECIFIED; }

  // Entries that share its labels are closed with the entry: a correction of a plan version has a text of the same
  // kind.
  void Close(Revision revision, const LabelSet& labels) {
    for (Revision at = roots_[revision]; at < entries_.size(); ++at) {
      if (roots_[at] != roots_[revision] || reasons_[at] == v1::LEFT_OUT_REASON_LABELED) continue;
      reasons_[at] = v1::LEFT_OUT_REASON_RESTS_ON_LABELED;
      LabelSet all(labels_[at].begin(), labels_[at].end());
      all.insert(labels.begin(), labels.end());
      labels_[at].assign(all.begin(), all.end());
    }
  }

  bool CloseIfItRests(Revision revision) {
    const event::v1::CaseEvent& event = entries_[revision].event();
    LabelSet labels;
    // A transfer names the last entry, whatever that entry says.
    if (!event.has_case_transferred_out()) {
      for (const projections::NamedEntry& named : projections::EntriesNamedIn(event)) {
        if (named.revision < revision && Closed(named.revision))
          labels.insert(labels_[named.revision].begin(), labels_[named.revision].end());
      }
    }
    if (labels.empty() && event.has_plan_version_drawn_up()) labels = LabelsInTextOf(event.plan_version_drawn_up());
    if (!labels.empty()) Close(revision, labels);
    return !labels.empty();
  }

  // The labels of the entries that the text of the version depends on. Empty: the text would be the same without
  // labeled entries.
  LabelSet LabelsInTextOf(const event::v1::PlanVersionDrawnUp& version) const {
    LabelSet labels;
    if (version.as_of_revision() >= entries_.size()) return labels;
    const std::vector<Standing> all =
        projections::StandingEntries(entries_, projections::KnownSet::All(), version.as_of_revision() + 1);
    const std::vector<Standing> open = OpenOf(all);
    for (const Standing& standing : all) {
      if (!IsOpen(standing)) labels.insert(labels_[standing.revision()].begin(), labels_[standing.revision()].end());
    }
    if (open.size() == all.size()) return {};
    return google::protobuf::util::MessageDifferencer::Equals(DocumentOf(version, all), DocumentOf(version, open))
               ? LabelSet()
               : labels;
  }

  bool IsOpen(const Standing& standing) const {
    return !Closed(standing.revision()) && !Closed(standing.content->revision);
  }
  std::vector<Standing> OpenOf(const std::vector<Standing>& all) const {
    std::vector<Standing> open;
    std::copy_if(all.begin(), all.end(), std::back_inserter(open),
                 [this](const Standing& standing) { return IsOpen(standing); });
    return open;
  }
  v1::PlanDocument DocumentOf(const event::v1::PlanVersionDrawnUp& version,
                              const std::vector<Standing>& standing) const {
    return projections::PlanDocumentOf(projections::FoldPlan(record_.case_id(), standing), version);
  }

  // Add the rest of the text of a version, if there is one that may be seen.
  void AddText(std::vector<GivenText>& texts, Revision revision) const {
    const event::v1::CaseEvent& event = entries_[revision].event();
    if (!event.has_plan_version_drawn_up()) return;
    const event::v1::PlanVersionDrawnUp& version = event.plan_version_drawn_up();
    if (version.as_of_revision() >= entries_.size()) return;
    const std::vector<Standing> open =
        OpenOf(projections::StandingEntries(entries_, projections::KnownSet::All(), version.as_of_revision() + 1));
    const absl::StatusOr<std::vector<int>> withheld =
        projections::PartsToWithhold(version.text(), with_labels_, DocumentOf(version, open));
    if (!withheld.ok() || withheld->size() == static_cast<size_t>(version.text().parts_size())) return;
    texts.push_back({.revision = revision, .withheld = *withheld});
  }

  void AddLeftOut(std::vector<v1::LeftOut>& left_out, Revision revision, v1::LeftOutReason reason) const {
    static const std::vector<Label> kNone;
    const bool for_labels = reason == v1::LEFT_OUT_REASON_LABELED || reason == v1::LEFT_OUT_REASON_RESTS_ON_LABELED;
    const std::vector<Label>& labels = for_labels ? labels_[revision] : kNone;
    if (!left_out.empty()) {
      v1::LeftOut& last = left_out.back();
      if (last.reason() == reason && last.revisions().last() + 1 == revision &&
          std::equal(last.labels().begin(), last.labels().end(), labels.begin(), labels.end())) {
        last.mutable_revisions()->set_last(revision);
        return;
      }
    }
    v1::LeftOut& more = left_out.emplace_back();
    more.mutable_revisions()->set_first(revision);
    more.mutable_revisions()->set_last(revision);
    more.set_reason(reason);
    for (const Label label : labels) more.add_labels(label);
  }

  const projections::CaseRecord& record_;
  const EntryList& entries_;
  std::vector<std::vector<Label>> labels_;
  std::vector<Revision> roots_;
  const std::vector<Label> with_labels_;
  std::vector<v1::LeftOutReason> reasons_;
};

}  // namespace

std::vector<std::vector<Label>> LabelsToOpen(const EntryList& entries) {
  const projections::LabelsNow now(entries);
  const std::vector<Revision> roots = SharedRoots(entries);
  std::map<Revision, LabelSet> shared;
  for (Revision at = 0; at < entries.size(); ++at) {
    const std::vector<Label> own = now.Of(entries[at]);
    if (!own.empty()) shared[roots[at]].insert(own.begin(), own.end());
  }
  std::vector<std::vector<Label>> labels(entries.size());
  for (Revision at = 0; at < entries.size(); ++at) {
    if (const auto found = shared.find(roots[at]); found != shared.end())
      labels[at].assign(found->second.begin(), found->second.end());
  }
  return labels;
}

GivenEntries ChooseGiven(const projections::CaseRecord& record, Revision known, const RevisionRanges& chosen,
                         const std::vector<Label>& with_labels) {
  return Choice(record, with_labels).Of(known, chosen);
}

google::protobuf::RepeatedPtrField<event::v1::EntryToday> EntriesToday(const EntryList& entries,
                                                                       const RevisionRanges& given) {
  google::protobuf::RepeatedPtrField<event::v1::EntryToday> today;
  const projections::EntryFates fates(entries);
  const projections::LabelsNow labels(entries);
  for (const event::v1::RevisionRange& range : given) {
    for (Revision at = range.first(); at <= range.last(); ++at) {
      const projections::EntryFate& fate = fates.Of(at);
      const std::vector<Label> now = labels.Of(entries[at]);
      const auto& own = entries[at].event().labels();
      const bool relabeled = !std::equal(now.begin(), now.end(), own.begin(), own.end());
      if (!fate.corrected_by && !fate.withdrawn_by && !relabeled) continue;
      event::v1::EntryToday& entry = *today.Add();
      entry.set_revision(at);
      if (fate.corrected_by) entry.set_corrected_by(*fate.corrected_by);
      if (fate.withdrawn_by) entry.set_withdrawn_by(*fate.withdrawn_by);
      if (relabeled) {
        for (const Label label : now) entry.add_labels(label);
      }
    }
  }
  return today;
}

std::vector<Label> LabelsOfGiven(const EntryList& entries, const RevisionRanges& given) {
  const projections::LabelsNow now(entries);
  LabelSet labels;
  for (const event::v1::RevisionRange& range : given) {
    for (Revision at = range.first(); at <= range.last(); ++at) {
      for (const Label label : now.Of(entries[at])) labels.insert(label);
    }
  }
  return {labels.begin(), labels.end()};
}

}  // namespace casejournal::services
