#include "services/exhibit/given_entries.h"

#include <algorithm>
#include <iterator>

#include "google/protobuf/util/message_differencer.h"
#include "projections/entries/entry_fates.h"
#include "projections/entries/labels_now.h"
#include "projections/entries/standing.h"
#include "projections/sight/closed_entries.h"
#include "projections/state/plan_fold.h"
#include "projections/versions/plan_document.h"
#include "projections/versions/reduced_text.h"

namespace casejournal::services {
namespace {

using event::v1::Label;
using eventstore::Revision;
using projections::Closed;
using projections::ClosedEntries;
using projections::EntryList;
using projections::LabelSet;
using projections::Standing;

void AddRevision(RevisionRanges& ranges, Revision revision) {
  if (!ranges.empty() && ranges.rbegin()->last() + 1 == revision) {
    ranges.rbegin()->set_last(revision);
    return;
  }
  event::v1::RevisionRange& range = *ranges.Add();
  range.set_first(revision);
  range.set_last(revision);
}

std::vector<Standing> StandingUpTo(const EntryList& entries, Revision last) {
  return projections::StandingEntries(entries, projections::KnownSet::All(), last + 1);
}

std::vector<Standing> OpenOf(const ClosedEntries& closed, const std::vector<Standing>& all) {
  std::vector<Standing> open;
  std::copy_if(all.begin(), all.end(), std::back_inserter(open),
               [&](const Standing& standing) { return closed.IsOpen(standing); });
  return open;
}

v1::PlanDocument DocumentOf(const projections::CaseRecord& record, const event::v1::PlanVersionDrawnUp& version,
                            const std::vector<Standing>& standing) {
  return projections::PlanDocumentOf(projections::FoldPlan(record.case_id(), standing), version);
}

// The labels of the entries that the text of the version depends on. Empty: the text would be the same without
// labeled entries.
LabelSet LabelsInTextOf(const projections::CaseRecord& record, const ClosedEntries& closed,
                        const event::v1::PlanVersionDrawnUp& version) {
  if (version.as_of_revision() >= record.entries().size()) return {};
  const std::vector<Standing> all = StandingUpTo(record.entries(), version.as_of_revision());
  const std::vector<Standing> open = OpenOf(closed, all);
  if (open.size() == all.size()) return {};
  LabelSet labels;
  for (const Standing& standing : all) {
    if (!closed.IsOpen(standing)) labels = labels | closed.labels(standing.revision());
  }
  return google::protobuf::util::MessageDifferencer::Equals(DocumentOf(record, version, all),
                                                            DocumentOf(record, version, open))
             ? LabelSet()
             : labels;
}

// Decides for one request.
class Choice {
 public:
  Choice(const projections::CaseRecord& record, const std::vector<Label>& with_labels)
      : record_(record),
        entries_(record.entries()),
        with_labels_(with_labels),
        closed_(entries_, LabelSet::Of(with_labels),
                [&](const ClosedEntries& closed, const event::v1::PlanVersionDrawnUp& version) {
                  return LabelsInTextOf(record, closed, version);
                }) {}

  GivenEntries Of(Revision known, const RevisionRanges& chosen) const {
    GivenEntries given;
    auto range = chosen.begin();
    for (Revision at = 0; at < entries_.size(); ++at) {
      if (range != chosen.end() && at > range->last()) ++range;
      v1::LeftOutReason reason = ReasonOf(at);
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
  v1::LeftOutReason ReasonOf(Revision revision) const {
    switch (closed_.Of(revision)) {
      case Closed::kNot:
        break;
      case Closed::kLabeled:
        return v1::LEFT_OUT_REASON_LABELED;
      case Closed::kRests:
        return v1::LEFT_OUT_REASON_RESTS_ON_LABELED;
    }
    return v1::LEFT_OUT_REASON_UNSPECIFIED;
  }

  // Add the rest of the text of a version, if there is one that may be seen.
  void AddText(std::vector<GivenText>& texts, Revision revision) const {
    const event::v1::CaseEvent& event = entries_[revision].event();
    if (!event.has_plan_version_drawn_up()) return;
    const event::v1::PlanVersionDrawnUp& version = event.plan_version_drawn_up();
    if (version.as_of_revision() >= entries_.size()) return;
    const std::vector<Standing> open = OpenOf(closed_, StandingUpTo(entries_, version.as_of_revision()));
    const absl::StatusOr<std::vector<int>> withheld =
        projections::PartsToWithhold(version.text(), with_labels_, DocumentOf(record_, version, open));
    if (!withheld.ok() || withheld->size() == static_cast<size_t>(version.text().parts_size())) return;
    texts.push_back({.revision = revision, .withheld = *withheld});
  }

  void AddLeftOut(std::vector<v1::LeftOut>& left_out, Revision revision, v1::LeftOutReason reason) const {
    const bool for_labels = reason == v1::LEFT_OUT_REASON_LABELED || reason == v1::LEFT_OUT_REASON_RESTS_ON_LABELED;
    const std::vector<Label> labels = for_labels ? closed_.labels(revision).Labels() : std::vector<Label>();
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
  const std::vector<Label> with_labels_;
  const ClosedEntries closed_;
};

}  // namespace

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
    for (Revision at = range.first(); at <= range.last(); ++at) labels = labels | LabelSet::Of(now.Of(entries[at]));
  }
  return labels.Labels();
}

}  // namespace casejournal::services
