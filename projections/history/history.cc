#include "projections/history/history.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/history/entry_words.h"
#include "projections/history/plan_difference.h"
#include "projections/register/sentence.h"
#include "projections/state/plan_fold.h"

namespace casejournal::projections {
namespace {

// An entry with a later effective day that changed a field again.
struct Overtaken {
  eventstore::Revision by = 0;
  std::string on;
};
using OvertakenFields = absl::flat_hash_map<std::string, Overtaken>;

// Fold `later`, which follows `plan` in the order of effect. For each field in `changes`, record the first entry that
// changes it again.
OvertakenFields FoldOn(v1::CasePlan& plan, absl::Span<const Standing> later, const std::vector<FieldChange>& changes) {
  OvertakenFields fields;
  for (const FieldChange& each : changes) fields[each.change.field()] = {};
  for (const Standing& standing : later) {
    for (const FieldChange& again : FoldAndCompare(plan, standing)) {
      const auto field = fields.find(again.change.field());
      if (field != fields.end() && field->second.on.empty()) {
        field->second = {standing.revision(), standing.effective_on()};
      }
    }
  }
  return fields;
}

// The first entry of `standing` that is effective after `day`.
std::vector<Standing>::const_iterator FirstAfter(const std::vector<Standing>& standing, absl::string_view day) {
  return std::find_if(standing.begin(), standing.end(),
                      [&](const Standing& each) { return each.effective_on() > day; });
}

const Standing* Find(const std::vector<Standing>& standing, eventstore::Revision revision) {
  const auto found =
      std::find_if(standing.begin(), standing.end(), [&](const Standing& each) { return each.revision() == revision; });
  return found == standing.end() ? nullptr : &*found;
}

// A change of an entry that does not change the plan: it was withdrawn, stands again, or says something else. `before`
// and `after` are the entry before and after, or null if it did not stand; not both are null.
std::vector<FieldChange> ChangesOfEntry(const Entry& original, const Standing* before, const Standing* after,
                                        const v1::CasePlan& plan_before, const v1::CasePlan& plan_after,
                                        const v1::CasePlan& known) {
  FieldChange entry;
  entry.change.set_path(absl::StrCat("entry ", original.revision));
  entry.change.set_field(absl::StrCat("entries[", original.revision, "]"));
  if (before != nullptr) entry.change.set_from(Sentence(before->event(), plan_before, known));
  if (after != nullptr) entry.change.set_to(Sentence(after->event(), plan_after, known));
  for (Reference& reference : ReferencesIn(original.event())) entry.ids.push_back(std::move(reference.id));
  for (Introduction& introduction : IntroductionsIn(original.event())) entry.ids.push_back(std::move(introduction.id));
  if (before == nullptr || after == nullptr || entry.change.from() != entry.change.to()) return {entry};

  // Both have the same sentence: the difference is in fields that the sentence does not show.
  std::vector<FieldChange> changes =
      EntryDifference(before->event(), after->event(), Names({&plan_after, &plan_before, &known}));
  for (FieldChange& each : changes) {
    each.change.set_path(absl::StrCat(entry.change.path(), ", ", each.change.path()));
    each.change.set_field(absl::StrCat(entry.change.field(), ".", each.change.field()));
    each.ids = entry.ids;
  }
  if (!changes.empty()) return changes;
  entry.change.set_path(absl::StrCat(entry.change.path(), ", said once more"));
  entry.change.clear_from();
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
    : case_id_(std::move(case_id)),
      entries_(std::move(entries)),
      known_(std::move(known)),
      zone_(zone),
      labels_(entries_) {
  plan_.set_case_id(case_id_);
  SkipUnknown();
}

void History::SkipUnknown() {
  while (next_ < entries_.size() && !known_.Holds(entries_[next_])) ++next_;
}

std::vector<v1::HistoryRow> History::Next() {
  assert(!AtEnd());
  current_ = next_++;
  SkipUnknown();
  const Entry& entry = entries_[*current_];
  const Effect effect = RoleOf(entry) == EntryRole::kOriginal ? AddOriginal(entry) : Settle(entry);

  v1::HistoryRow common = EntryWords(entry, Names({&plan_}), zone_);
  common.set_kind(effect.kind);
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

History::Effect History::AddOriginal(const Entry& entry) {
  const Standing added{.original = &entry, .content = &entry};
  Effect effect{.kind = v1::ENTRY_KIND_ENTRY, .effective_on = added.effective_on()};
  if (added.effective_on() >= last_day_) {
    last_day_ = added.effective_on();
    effect.changes = FoldAndCompare(plan_, added);
    return effect;
  }
  // It has the highest revision and therefore comes last among the entries effective on or before its day.
  effect.kind = v1::ENTRY_KIND_LATE_ENTRY;
  const std::vector<Standing> standing = StandingEntries(entries_, known_, entry.revision + 1);
  const auto later = FirstAfter(standing, added.effective_on());
  const size_t before = static_cast<size_t>(later - standing.begin()) - 1;
  // Participants who joined after its day are also known.
  const v1::CasePlan known = std::move(plan_);
  plan_ = FoldPlan(case_id_, absl::MakeSpan(standing).subspan(0, before));
  effect.changes = FoldAndCompare(plan_, added, &known);
  effect.overtaken = FoldOn(plan_, absl::MakeSpan(standing).subspan(before + 1), effect.changes);
  return effect;
}

History::Effect History::Settle(const Entry& entry) {
  Effect effect{.kind = RoleOf(entry) == EntryRole::kCorrection ? v1::ENTRY_KIND_CORRECTION : v1::ENTRY_KIND_RETRACTION,
                .effective_on = entry.event().effective_on()};
  // The original whose standing or content it can change.
  std::optional<eventstore::Revision> original = Settles(entry);
  while (original && RoleOf(entries_[*original]) != EntryRole::kOriginal) {
    original = Settles(entries_[*original]);
  }
  if (!original) return effect;

  const std::vector<Standing> before = StandingEntries(entries_, known_, entry.revision);
  const std::vector<Standing> after = StandingEntries(entries_, known_, entry.revision + 1);
  const Standing* was = Find(before, *original);
  const Standing* is = Find(after, *original);
  if (was != nullptr || is != nullptr) effect.was_on = (was != nullptr ? was : is)->effective_on();
  if (was != nullptr) effect.effective_on = was->effective_on();
  if (is != nullptr) effect.effective_on = is->effective_on();
  if (was != nullptr && is != nullptr && was->effective_on() != is->effective_on()) {
    effect.effective_was_on = was->effective_on();
  }

  const std::string day = std::max(effect.effective_on, effect.effective_was_on);
  const v1::CasePlan plan_before = FoldPlan(case_id_, before, day);
  const v1::CasePlan known = std::move(plan_);
  plan_ = FoldPlan(case_id_, after, day);
  effect.changes = PlanDifference(plan_before, plan_, Names({&plan_, &plan_before, &known}));
  if (effect.changes.empty() && (was != nullptr || is != nullptr)) {
    effect.changes = ChangesOfEntry(entries_[*original], was, is, plan_before, plan_, known);
  }
  const auto later = FirstAfter(after, day);
  effect.overtaken =
      FoldOn(plan_, absl::MakeSpan(after).subspan(static_cast<size_t>(later - after.begin())), effect.changes);
  last_day_ = after.empty() ? std::string() : after.back().effective_on();
  return effect;
}

}  // namespace casejournal::projections
