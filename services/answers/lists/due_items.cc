#include "services/answers/lists/due_items.h"

#include "google/protobuf/util/time_util.h"
#include "services/answers/case_numbers.h"

namespace casejournal::services {

using projections::DueGroup;
using projections::kNoDay;

bool DueFilter::TakesTopic(absl::string_view topic) const {
  const v1::WorkKind kind = projections::KindOfTopic(topic);
  if (!kinds_.empty() && !kinds_.contains(kind)) return false;
  return rule_.empty() || (kind == v1::WORK_KIND_LAW && IsUnderRule(topic, rule_));
}

std::optional<std::string> DueFilter::OnlyTopic() const {
  if (rule_.find('.') != std::string::npos) return rule_;
  if (kinds_.size() == 1 && !kinds_.contains(v1::WORK_KIND_LAW)) return projections::TopicOf(*kinds_.begin());
  return std::nullopt;
}

std::set<DueGroup> DueFilter::Groups() const {
  std::set<DueGroup> groups;
  for (const v1::WorkState state : states_) groups.insert(projections::GroupOf(state));
  return groups;
}

// Of the items to do, those before today are overdue, and those without a day wait.
std::string DueFilter::FirstDayIn(DueGroup group) const {
  if (group != DueGroup::kToDo || Wants(v1::WORK_STATE_OVERDUE)) return from_;
  return Wants(v1::WORK_STATE_DUE) || Wants(v1::WORK_STATE_LATER) ? std::max(from_, day_) : std::string(kNoDay);
}

// An item with a day can have passed when it was set, and be overdue; its day is before today all the same.
bool DueFilter::IsPast(DueGroup group, absl::string_view day) const {
  if (day == kNoDay) return !from_.empty() || !until_.empty() || !Wants(v1::WORK_STATE_WAITING);
  if (!until_.empty() && day > until_) return true;
  return Skips(group, day) && !Wants(v1::WORK_STATE_WAITING);
}

bool DueFilter::Skips(DueGroup group, absl::string_view day) const {
  return group == DueGroup::kToDo && day != kNoDay && day >= day_ && !Wants(v1::WORK_STATE_LATER) &&
         !Wants(v1::WORK_STATE_DUE);
}

bool DueFilter::Takes(v1::DocketItem& item) const {
  item.set_state(projections::StateOn(item, day_));
  const bool dated = !item.due().empty();
  if (dated) item.set_days_left(projections::DaysBetween(day_, item.due()));
  if (!Wants(projections::WorkStateOf(item, day_)) || !TakesTopic(projections::TopicOf(item))) return false;
  if (!dated) return from_.empty() && until_.empty();
  return item.due() >= from_ && (until_.empty() || item.due() <= until_);
}

void NoteChange(const store::v1::LastEntry& entry, v1::WorkItem& work) {
  if (work.has_changed_at() && entry.position() <= work.changed_position()) return;
  work.set_changed_position(entry.position());
  *work.mutable_changed_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(entry.recorded_at_us());
}

store::v1::LastEntry LastAdoption(const projections::RuleBook& rules, eventstore::Position size) {
  store::v1::LastEntry last;
  for (const std::shared_ptr<const projections::AdoptedRules>& each : rules.adopted()) {
    if (each->position >= size || each->position < last.position()) continue;
    last.set_position(each->position);
    last.set_recorded_at_us(each->recorded_at_us);
  }
  return last;
}

v1::WorkItem MakeWorkItem(const CaseWork& of, v1::DocketItem item, absl::string_view day) {
  v1::WorkItem work;
  work.set_case_id(of.due.case_id());
  *work.mutable_numbers() = of.due.numbers();
  work.set_case_name(of.due.case_name());
  work.set_entries_withheld(of.withheld);
  NoteChange(of.last, work);
  work.set_state(projections::WorkStateOf(item, day));
  *work.mutable_due() = std::move(item);
  return work;
}

bool WhoseWork::IsResponsible(const store::v1::DueCase& due) const {
  for (int i = 0; i < due.staff_subjects_size(); ++i) {
    if (due.staff_subjects(i) == staff_subject && due.staff_issuers(i) == staff_issuer &&
        (staff_part == event::v1::ASSIGNMENT_PART_UNSPECIFIED || due.staff_parts(i) == staff_part)) {
      return true;
    }
  }
  return false;
}

bool WhoseWork::IsNamed(const v1::DocketItem& item) const {
  return staff_part == event::v1::ASSIGNMENT_PART_UNSPECIFIED &&
         std::any_of(item.staff().begin(), item.staff().end(), [this](const event::v1::Staff& staff) {
           return staff.subject() == staff_subject && staff.issuer() == staff_issuer;
         });
}

bool WhoseWork::MayBeIn(const store::v1::DueCase& due) const {
  if (!case_id.empty() && due.case_id() != case_id) return false;
  const auto& units = due.units();
  if (!unit.empty() && std::find(units.begin(), units.end(), unit) == units.end()) return false;
  return staff_subject.empty() || IsResponsible(due) ||
         std::any_of(due.items().begin(), due.items().end(),
                     [this](const v1::DocketItem& item) { return IsNamed(item); });
}

bool WhoseWork::Has(const store::v1::DueCase& due, const v1::DocketItem& item) const {
  return staff_subject.empty() || IsResponsible(due) || IsNamed(item);
}

absl::StatusOr<std::vector<std::string>> CaseIdsAskedFor(const projections::DueKeeper& due, const WhoseWork& whose,
                                                         const FrozenRows* frozen) {
  if (!whose.case_id.empty()) return std::vector<std::string>{whose.case_id};
  const std::string prefix = whose.staff_subject.empty()
                                 ? projections::DueUnitPrefix(whose.unit)
                                 : projections::DueWorkerPrefix(whose.staff_subject, whose.staff_issuer);
  std::vector<std::string> case_ids;
  absl::Status scanned = due.store().Scan(
      projections::kDueFamily, prefix, prefix,
      [&](absl::string_view key, absl::string_view) {
        case_ids.emplace_back(key.substr(prefix.size()));
        return case_ids.size() <= kCasesOfWorkerMax;
      },
      frozen);
  if (!scanned.ok()) return scanned;
  if (case_ids.size() > kCasesOfWorkerMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat("more than ", kCasesOfWorkerMax, " cases; ask by rule, by kind, or by day instead"));
  }
  return case_ids;
}

absl::StatusOr<SeenWork> SeeWork(const Journal& journal, const projections::ReadModelStore& models,
                                 VisibleCases& visible, CaseWork& of) {
  absl::StatusOr<std::optional<VisibleCase>> found = visible.Find(of.due.case_id(), of.last.position());
  if (!found.ok()) return found.status();
  if (!found->has_value()) return SeenWork::kNot;
  if ((*found)->seen == nullptr) return SeenWork::kInRows;
  const projections::CaseRecord& record = (*found)->seen->record;
  of.due = projections::DueIn(record, journal.LawToday(), *projections::ParseDay(journal.Today()), journal.zone());
  of.last = projections::LastEntryIn(record);
  of.withheld = true;
  if (absl::Status left_out = HideNumbersIn(models, of.due); !left_out.ok()) return left_out;
  return SeenWork::kOtherwise;
}

absl::Status HideNumbersIn(const projections::ReadModelStore& models, store::v1::DueCase& due) {
  absl::StatusOr<std::vector<std::string>> leading =
      NumbersThatLeadTo(models, due.case_id(), {due.numbers().begin(), due.numbers().end()});
  if (!leading.ok()) return leading.status();
  due.mutable_numbers()->Assign(leading->begin(), leading->end());
  return absl::OkStatus();
}

absl::StatusOr<std::optional<CaseWork>> DueToday(const projections::DueKeeper& due,
                                                 const projections::ReadModelStore& models, absl::string_view case_id,
                                                 const FrozenRows* frozen) {
  absl::StatusOr<std::optional<store::v1::DueCase>> row = due.CaseNamed(case_id, frozen);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  if (absl::Status left_out = HideNumbersIn(models, **row); !left_out.ok()) return left_out;
  absl::StatusOr<store::v1::LastEntry> last = due.LastEntryOf(case_id, frozen);
  if (!last.ok()) return last.status();
  return CaseWork{.due = **std::move(row), .last = *std::move(last)};
}

}  // namespace casejournal::services
