#include "projections/register/register_rows.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/entry_fates.h"
#include "projections/entries/known_set.h"
#include "projections/entries/references.h"
#include "projections/entries/standing.h"
#include "projections/events/event_words.h"
#include "projections/events/naming_fields.h"
#include "projections/register/sentence.h"
#include "projections/state/plan_fold.h"
#include "projections/versions/plan_versions.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Message;

// The numbers in the fields of the body that are declared court numbers.
std::vector<std::string> NumbersNamed(const Message& body) {
  std::vector<std::string> numbers;
  VisitNamingFields(body, [&](const NamingValue& named) {
    if (named.options.court_number()) numbers.push_back(named.value);
  });
  return numbers;
}

std::vector<std::string> ChildrenNamed(const event::v1::CaseEvent& event, const PartIndex& parts) {
  std::vector<std::string> children;
  for (Reference& reference : ReferencesIn(event)) {
    const Part* part = parts.Find(reference.id);
    if (part != nullptr && part->Is(event::v1::PART_KIND_CHILD)) {
      children.push_back(std::move(reference.id));
    }
  }
  return children;
}

void AddChildrenOfVersion(const v1::CasePlan& plan, absl::string_view digest, std::vector<std::string>& children) {
  if (const v1::PlanVersion* version = FindVersion(plan, digest)) {
    children.insert(children.end(), version->children_ids().begin(), version->children_ids().end());
  }
}

// An entry about an order, a proposal, or a version is about the children of that.
std::vector<std::string> ChildrenBehind(const event::v1::CaseEvent& event, const v1::CasePlan& plan) {
  std::vector<std::string> children;
  VisitNamingFields(*BodyOf(event), [&](const NamingValue& named) {
    if (named.options.digest()) AddChildrenOfVersion(plan, named.value, children);
    if (named.options.names() == event::v1::PART_KIND_ORDER) {
      for (const v1::Order& order : plan.orders()) {
        if (order.order_id() == named.value) children.push_back(order.terms().child_id());
      }
    }
    if (named.options.names() == event::v1::PART_KIND_PROPOSAL) {
      for (const v1::Proposal& proposal : plan.proposals()) {
        if (proposal.proposal_id() == named.value) {
          AddChildrenOfVersion(plan, proposal.terms().from_digest(), children);
        }
      }
    }
  });
  return children;
}

// The numbers of an event that names none itself.
std::vector<std::string> NumbersBehind(const event::v1::CaseEvent& event, const v1::CasePlan& plan,
                                       const PartIndex& parts) {
  std::vector<std::string> children = ChildrenNamed(event, parts);
  if (children.empty()) children = ChildrenBehind(event, plan);
  if (children.empty()) children.emplace_back();  // the numbers of the whole case have no child
  std::vector<std::string> numbers;
  for (const v1::CaseNumber& number : plan.numbers()) {
    if (std::count(children.begin(), children.end(), number.child_id()) > 0) {
      numbers.push_back(number.number());
    }
  }
  return numbers;
}

// The children that the body is about, without those whom it only mentions, such as siblings in the same home.
std::vector<std::string> ChildrenAbout(const Message& body) {
  std::vector<std::string> children;
  VisitNamingFields(body, [&](const NamingValue& named) {
    const absl::string_view field = named.field.name();
    if (&named.holder == &body && (field == "child_id" || field == "children_ids")) children.push_back(named.value);
  });
  return children;
}

// The children of court numbers. Empty if one of the numbers is that of the whole case, or is not known.
std::vector<std::string> ChildrenUnder(const std::vector<std::string>& numbers, const v1::CasePlan& plan) {
  std::vector<std::string> children;
  for (const std::string& number : numbers) {
    const auto known = std::find_if(plan.numbers().begin(), plan.numbers().end(),
                                    [&](const v1::CaseNumber& each) { return each.number() == number; });
    if (known == plan.numbers().end() || known->child_id().empty()) return {};
    children.push_back(known->child_id());
  }
  return children;
}

std::vector<std::string> ChildrenOfHearings(const Message& body, const v1::CasePlan& plan) {
  std::vector<std::string> children;
  VisitNamingFields(body, [&](const NamingValue& named) {
    if (named.options.names() != event::v1::PART_KIND_HEARING) return;
    for (const v1::Hearing& hearing : plan.hearings()) {
      if (hearing.hearing_id() == named.value) children.push_back(hearing.child_id());
    }
  });
  return children;
}

std::vector<std::string> ChildrenIn(const event::v1::CaseEvent& event, const v1::CasePlan& plan,
                                    const PartIndex& parts) {
  const Message& body = *BodyOf(event);
  std::vector<std::string> children = ChildrenAbout(body);
  if (!children.empty()) return children;
  const std::vector<std::string> numbers = NumbersNamed(body);
  if (!numbers.empty()) return ChildrenUnder(numbers, plan);
  children = ChildrenNamed(event, parts);
  if (children.empty()) children = ChildrenBehind(event, plan);
  if (children.empty()) children = ChildrenOfHearings(body, plan);
  return children;
}

// The row of a line, with the people and parts as they are known in `plan` and `parts`.
v1::RegisterRow RowWith(const RegisterLine& line, const v1::CasePlan& plan, const PartIndex& parts) {
  const Entry& original = *line.original;
  const event::v1::CaseEvent& event = line.content->event();
  v1::RegisterRow row;
  row.set_day(line.day());
  Said said = SayEvent(event, Names({&plan}));
  row.set_sentence(std::move(said.says));
  *row.mutable_wording() = std::move(said.wording);
  std::vector<std::string> numbers = NumbersNamed(*BodyOf(event));
  if (numbers.empty()) numbers = NumbersBehind(event, plan, parts);
  for (std::string& number : numbers) row.add_court_numbers(std::move(number));
  row.set_case_id(plan.case_id());
  row.set_revision(original.revision);
  row.set_position(original.position);
  *row.mutable_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(original.recorded_at_us);
  row.set_type(EventTypeName(event));
  if (line.content != line.original) row.set_corrected_by(line.content->revision);
  if (line.withdrawn_by) row.set_withdrawn_by(*line.withdrawn_by);
  return row;
}

// For each of the first entries: when it, or an entry that corrects or withdraws it at any remove, was last recorded.
std::vector<int64_t> LastChanges(const EntryList& entries, size_t count) {
  std::vector<int64_t> last(count);
  for (eventstore::Revision revision = 0; revision < count; ++revision) {
    last[revision] = entries[revision].recorded_at_us;
    for (auto settled = Settles(entries[revision]); settled; settled = Settles(entries[*settled]))
      last[*settled] = std::max(last[*settled], entries[revision].recorded_at_us);
  }
  return last;
}

}  // namespace

bool BelongsToRegister(const event::v1::CaseEvent& event) {
  const Message* body = BodyOf(event);
  if (body == nullptr) return false;
  const event::v1::EventOptions& options = OptionsOf(*body->GetDescriptor());
  if (!options.register_() || options.register_if().empty()) return options.register_();
  const std::vector<std::string> condition = absl::StrSplit(options.register_if(), '=');
  const google::protobuf::FieldDescriptor& field = *body->GetDescriptor()->FindFieldByName(condition.at(0));
  return body->GetReflection()->GetEnum(*body, &field)->name() == condition.at(1);
}

CaseRegister::CaseRegister(CaseRecord record, size_t count) : record_(std::move(record)) {
  const EntryList& entries = record_.entries();
  if (count < entries.size()) then_ = After(count);
  const EntryFates fates(entries, KnownSet::All(), count);
  const std::vector<int64_t> changed_at_us = LastChanges(entries, count);
  for (eventstore::Revision revision = 0; revision < count; ++revision) {
    const Entry& entry = entries[revision];
    if (RoleOf(entry) != EntryRole::kOriginal || !BelongsToRegister(entry.event())) continue;
    lines_.push_back({.original = &entry,
                      .content = &entries[fates.WordsOf(revision)],
                      .withdrawn_by = fates.Of(revision).withdrawn_by,
                      .changed_at_us = changed_at_us[revision]});
  }
  std::sort(lines_.begin(), lines_.end(), [](const RegisterLine& a, const RegisterLine& b) {
    return std::forward_as_tuple(a.day(), a.original->revision) < std::forward_as_tuple(b.day(), b.original->revision);
  });
}

// In one fold. CaseRecord::Evolve, entry by entry, folds again what follows an entry that is late or settles another.
CaseRegister::Then CaseRegister::After(size_t count) const {
  const EntryList& entries = record_.entries();
  Then then;
  std::vector<bool> corrected(count, false);
  for (eventstore::Revision revision = 0; revision < count; ++revision) {
    const Entry& entry = entries[revision];
    if (RoleOf(entry) == EntryRole::kOriginal) then.parts.Place(revision, entry.event());
    if (RoleOf(entry) != EntryRole::kCorrection) continue;
    const auto original = Settles(entry);
    if (!original || RoleOf(entries[*original]) != EntryRole::kOriginal) continue;
    then.parts.Place(*original, entry.event());
    corrected[*original] = true;
  }
  const std::vector<Standing> standing = StandingEntries(entries, KnownSet::All(), count);
  for (const Standing& each : standing) {
    if (corrected[each.revision()]) then.parts.Place(each.revision(), each.event());
  }
  then.plan = FoldPlan(case_id(), standing);
  return then;
}

v1::RegisterRow CaseRegister::RowOf(const RegisterLine& line) const {
  if (line.withdrawn_by) {
    const Then before = After(*line.withdrawn_by);
    return RowWith(line, before.plan, before.parts);
  }
  return RowWith(line, plan(), then_ ? then_->parts : record_.parts());
}

std::vector<std::string> CaseRegister::NumbersOf(const RegisterLine& line) const {
  const event::v1::CaseEvent& event = line.content->event();
  std::vector<std::string> named = NumbersNamed(*BodyOf(event));
  if (!named.empty()) return named;
  if (line.withdrawn_by) {
    const Then before = After(*line.withdrawn_by);
    return NumbersBehind(event, before.plan, before.parts);
  }
  return NumbersBehind(event, plan(), then_ ? then_->parts : record_.parts());
}

std::vector<std::string> CaseRegister::ChildrenOf(const RegisterLine& line) const {
  const event::v1::CaseEvent& event = line.content->event();
  if (line.withdrawn_by) {
    const Then before = After(*line.withdrawn_by);
    return ChildrenIn(event, before.plan, before.parts);
  }
  return ChildrenIn(event, plan(), then_ ? then_->parts : record_.parts());
}

}  // namespace casejournal::projections
