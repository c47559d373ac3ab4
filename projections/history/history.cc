#include "projections/history/history.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/history/entry_words.h"
#include "projections/items/plan_view.h"
#include "projections/register/sentence.h"
#include "projections/state/plan_fold.h"
#include "projections/words/plan_difference.h"

namespace casejournal::projections {
namespace {

// An entry with a later effective day that changed a field again.
struct Overtaken {
  eventstore::Revision by = 0;
  std::string on;
};
using OvertakenFields = absl::flat_hash_map<std::string, Overtaken>;

// For each field of the plan in `changes`, find the first entry that takes effect after `day` and changes it again.
// Entries are folded one by one only between two kept states that do not share what has one of the fields.
OvertakenFields FindOvertaken(const FoldedOrder& order, absl::string_view day,
                              const std::vector<FieldChange>& changes) {
  std::set<std::string> paths;
  for (const FieldChange& each : changes) paths.insert(each.change.field());
  WatchedFields open(std::move(paths));
  OvertakenFields fields;
  size_t at = order.CountOn(day);
  CaseState state = order.StateAfter(at);
  while (at < order.size() && !open.empty()) {
    const size_t kept = order.NextKept(at);
    CaseState after = order.StateAfter(kept);
    if (open.CanDiffer(state, after)) {
      for (; at < kept && !open.empty(); ++at) {
        const CaseState before = state;
        FoldEntry(state, order[at].event(), order[at].revision);
        for (const std::string& field : open.TakeChanged(before, state)) {
          fields[field] = {order[at].revision, order[at].day()};
        }
      }
    }
    at = kept;
    state = std::move(after);
  }
  return fields;
}

// A change of an entry that does not change the plan: it was withdrawn, stands again, or says something else. `change`
// has what it said before or what it says now, or both. `names` are of the states after, before, and at the head.
std::vector<FieldChange> ChangesOfEntry(const Entry& original, const OrderChange& change, const Names& names_before,
                                        const Names& names) {
  FieldChange entry;
  entry.change.set_path(absl::StrCat("entry ", original.revision));
  entry.change.set_field(absl::StrCat("entries[", original.revision, "]"));
  if (change.was != nullptr) entry.change.set_before(Sentence(change.was->case_event(), names_before));
  if (change.is != nullptr) entry.change.set_after(Sentence(change.is->case_event(), names));
  for (Reference& reference : ReferencesIn(original.event())) entry.ids.push_back(std::move(reference.id));
  for (Introduction& introduction : IntroductionsIn(original.event())) entry.ids.push_back(std::move(introduction.id));
  if (change.was == nullptr || change.is == nullptr || entry.change.before() != entry.change.after()) return {entry};

  // Both have the same sentence: the difference is in fields that the sentence does not show.
  std::vector<FieldChange> changes = EntryDifference(change.was->case_event(), change.is->case_event(), names);
  for (FieldChange& each : changes) {
    each.change.set_path(absl::StrCat(entry.change.path(), ", ", each.change.path()));
    each.change.set_field(absl::StrCat(entry.change.field(), ".", each.change.field()));
    each.ids = entry.ids;
  }
  if (!changes.empty()) return changes;
  entry.change.set_path(absl::StrCat(entry.change.path(), ", said once more"));
  entry.change.clear_before();
  return {entry};
}

}  // namespace

// The effect of one entry.
struct History::Effect {
  v1::EntryKind kind = v1::ENTRY_KIND_UNSPECIFIED;
  // D* of docs/AS_OF.md is the later of the two.
  std::string effective_on;
  std::string effective_was_on;
  // For a correction or a retraction: the earlier effective day of the entry that it changes.
  std::string was_on;
  std::vector<FieldChange> changes;
  OvertakenFields overtaken;
};

History::History(std::string case_id, EntryList entries, KnownSet known, absl::TimeZone zone)
    : entries_(std::move(entries)),
      known_(std::move(known)),
      zone_(zone),
      labels_(entries_),
      order_(std::move(case_id)) {
  PassOver();
}

v1::CasePlan History::plan() const { return PlanView(state()).plan(); }

void History::PassOver() {
  const auto says_something = [&](const Entry& entry) { return known_.Holds(entry) && !entry.is_withheld(); };
  for (; next_ < entries_.size() && !says_something(entries_[next_]); ++next_) order_.PassOver(entries_[next_]);
}

std::vector<v1::HistoryRow> History::Next() {
  assert(!AtEnd());
  current_ = next_++;
  const Entry& entry = entries_[*current_];
  const Effect effect = RoleOf(entry) == EntryRole::kOriginal ? Add(entry) : Settle(entry);
  PassOver();

  v1::HistoryRow common = EntryWords(entry, Names({&state()}), zone_);
  common.set_kind(effect.kind);
  common.set_event_type(EventTypeName(entry.event()));
  // The row gives the day of the entry itself. What it withdrew or moved may have had another day.
  common.set_effective_on(entry.event().effective_on());
  if (effect.was_on != common.effective_on()) common.set_effective_was_on(effect.was_on);
  if (RoleOf(entry) == EntryRole::kOriginal) {
    common.set_days_late(std::max(0, DaysBetween(effect.effective_on, DayOf(entry.recorded_at_us, zone_))));
  }
  for (const event::v1::Label label : labels_.Of(entry)) common.add_labels(label);
  std::vector<v1::HistoryRow> rows;
  if (!WantsEntry(filter_, entry, zone_)) return rows;
  const bool names_participant = NamesParticipant(filter_, entry, entries_);
  for (const FieldChange& each : effect.changes) {
    v1::HistoryRow row = common;
    *row.mutable_change() = each.change;
    if (!WantsRow(filter_, row, each.ids, names_participant, {effect.effective_on, effect.effective_was_on})) continue;
    const auto overtaken = effect.overtaken.find(each.change.field());
    if (overtaken != effect.overtaken.end() && !overtaken->second.on.empty()) {
      row.set_overtaken_by(overtaken->second.by);
      row.set_overtaken_on(overtaken->second.on);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

History::Effect History::Add(const Entry& entry) {
  Effect effect{.kind = v1::ENTRY_KIND_ENTRY, .effective_on = entry.event().effective_on()};
  const FoldedOrder before = order_;
  order_.Add(entry);
  const bool is_late = effect.effective_on < before.last_day();
  if (is_late) effect.kind = v1::ENTRY_KIND_LATE_ENTRY;

  // It has the highest revision and therefore comes last among the entries effective on or before its day.
  const CaseState was = before.StateOn(effect.effective_on);
  const CaseState is = order_.StateOn(effect.effective_on);
  // Participants who joined after its day are also known.
  effect.changes = StateDifference(was, is, Names({&is, &was, &before.head()}), Emptied::kLast);
  if (is_late) effect.overtaken = FindOvertaken(order_, effect.effective_on, effect.changes);
  return effect;
}

History::Effect History::Settle(const Entry& entry) {
  Effect effect{.kind = RoleOf(entry) == EntryRole::kCorrection ? v1::ENTRY_KIND_CORRECTION : v1::ENTRY_KIND_RETRACTION,
                .effective_on = entry.event().effective_on()};
  const FoldedOrder before = order_;
  const OrderChange change = order_.Add(entry);
  const bool is_about_a_standing_entry = change.was != nullptr || change.is != nullptr;
  if (!is_about_a_standing_entry) return effect;

  const std::string was_on = change.was == nullptr ? "" : change.was->case_event().effective_on();
  const std::string is_on = change.is == nullptr ? "" : change.is->case_event().effective_on();
  effect.was_on = change.was != nullptr ? was_on : is_on;
  effect.effective_on = change.is != nullptr ? is_on : was_on;
  if (change.was != nullptr && change.is != nullptr && was_on != is_on) effect.effective_was_on = was_on;

  const std::string day = std::max(effect.effective_on, effect.effective_was_on);
  const CaseState was = before.StateOn(day);
  const CaseState is = order_.StateOn(day);
  const Names names({&is, &was, &before.head()});
  effect.changes = StateDifference(was, is, names, Emptied::kInPlace);
  if (effect.changes.empty()) {
    effect.changes = ChangesOfEntry(entries_[change.original], change, Names({&was, &before.head()}), names);
    return effect;
  }
  effect.overtaken = FindOvertaken(order_, day, effect.changes);
  return effect;
}

}  // namespace casejournal::projections
