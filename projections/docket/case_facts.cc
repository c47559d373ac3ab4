#include "projections/docket/case_facts.h"

#include <algorithm>
#include <cassert>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/references.h"
#include "projections/events/event_words.h"
#include "projections/events/naming_fields.h"

namespace casejournal::projections {
namespace {

// The maximum number of steps from an entry to a part that it names, and on to a part that this names.
constexpr int kHopsMax = 3;

// The ids in the fields of the body that name the child it is about.
std::vector<std::string> ChildrenNamedBy(const google::protobuf::Message& body) {
  std::vector<std::string> ids;
  const google::protobuf::Reflection& reflection = *body.GetReflection();
  if (const auto* one = body.GetDescriptor()->FindFieldByName("child_id"); one != nullptr && !one->is_repeated()) {
    if (std::string id = reflection.GetString(body, one); !id.empty()) ids.push_back(std::move(id));
  }
  if (const auto* many = body.GetDescriptor()->FindFieldByName("children_ids");
      many != nullptr && many->is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(body, many); ++i)
      ids.push_back(reflection.GetRepeatedString(body, many, i));
  }
  return ids;
}

bool LeadsToChildren(const event::v1::FieldOptions& options) {
  if (options.digest()) return true;
  switch (options.names()) {
    case event::v1::PART_KIND_UNSPECIFIED:
    case event::v1::PART_KIND_PARTICIPANT:
    case event::v1::PART_KIND_CHILD:
    case event::v1::PART_KIND_HOUSEHOLD:
      return false;
    default:
      return true;
  }
}

// The type of an event, by the name of its field in CaseEvent. Absent for another name.
std::optional<size_t> TypeCalled(absl::string_view event) {
  static const auto* const types = [] {
    auto* by_name = new absl::flat_hash_map<std::string, size_t>();
    const google::protobuf::Descriptor& all = *event::v1::CaseEvent::descriptor();
    for (int i = 0; i < all.field_count(); ++i) by_name->emplace(all.field(i)->name(), static_cast<size_t>(i));
    return by_name;
  }();
  const auto found = types->find(event);
  return found == types->end() ? std::nullopt : std::optional(found->second);
}

EventTypes TypesCalled(std::initializer_list<absl::string_view> events) {
  EventTypes types;
  for (const absl::string_view event : events) types.set(TypeCalled(event).value());
  return types;
}

// The types that bring the case before a court.
const EventTypes& OfCourt() {
  static const EventTypes types = TypesCalled({"complaint_filed", "order_made", "hearing_set", "hearing_held"});
  return types;
}

const EventTypes& Openings() {
  static const EventTypes types = TypesCalled({"case_opened", "case_received", "case_reopened"});
  return types;
}

// The types that say who is a parent of whom.
const EventTypes& OfParents() {
  static const EventTypes types = TypesCalled({"relation_established", "relation_ended"});
  return types;
}

// The participant whom the event introduces, describes, or takes out of the case; null for other events.
const std::string* IntroducedOrDescribed(const event::v1::CaseEvent& event) {
  if (event.has_participant_joined()) return &event.participant_joined().participant_id();
  if (event.has_person_details_learned()) return &event.person_details_learned().participant_id();
  if (event.has_participant_left()) return &event.participant_left().participant_id();
  return nullptr;
}

// Whether the type of the body has a field for the child or for the court number.
bool CouldNameAChild(const google::protobuf::Message& body) {
  const google::protobuf::Descriptor& type = *body.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *type.field(i);
    if (field.name() == "child_id" || field.name() == "children_ids" || OptionsOf(field).court_number()) return true;
  }
  return false;
}

const std::vector<const Fact*>& NoFacts() {
  static const auto* const none = new std::vector<const Fact*>();
  return *none;
}

// As in the plan: the last entry decides, even if it no longer gives a birth date.
std::optional<BirthDate> BirthDateOf(const CaseFacts& facts, absl::string_view child_id) {
  const Fact* last = nullptr;
  std::string born_on;
  std::string born_first_on;
  const auto take = [&](const Fact* fact, const std::string& on, const std::string& first_on) {
    if (last != nullptr && last->order > fact->order) return;
    last = fact;
    born_on = on;
    born_first_on = first_on;
  };
  for (const Fact* fact : facts.OfType("participant_joined")) {
    const auto& joined = static_cast<const event::v1::ParticipantJoined&>(*fact->body);
    if (joined.participant_id() == child_id) take(fact, joined.born_on(), "");
  }
  for (const Fact* fact : facts.OfType("person_details_learned")) {
    const auto& learned = static_cast<const event::v1::PersonDetailsLearned&>(*fact->body);
    if (learned.participant_id() == child_id)
      take(fact, learned.details().born_on(), learned.details().born_first_on());
  }
  const absl::StatusOr<absl::CivilDay> on = ParseDay(born_on);
  if (!on.ok()) return std::nullopt;
  const absl::StatusOr<absl::CivilDay> first = ParseDay(born_first_on);
  return BirthDate{first.ok() && *first < *on ? *first : *on, *on, last};
}

}  // namespace

std::string NameOf(const Fact& fact) { return absl::StrCat("r", fact.revision); }

bool IsAbout(const Fact& fact, absl::string_view child_id) {
  return child_id.empty() || fact.children.empty() ||
         std::find(fact.children.begin(), fact.children.end(), child_id) != fact.children.end();
}

std::optional<CaseFacts::NumberOfChild> CaseFacts::NumberGivenBy(const event::v1::CaseEvent& event) {
  if (event.has_complaint_filed())
    return {{event.complaint_filed().court_number(), event.complaint_filed().child_id()}};
  if (!event.has_case_number_given() || !event.case_number_given().has_child_id()) return std::nullopt;
  return {{event.case_number_given().number(), event.case_number_given().child_id()}};
}

CaseFacts::CaseFacts(const EntryList& entries, const KnownSet& known, absl::CivilDay day, absl::TimeZone zone)
    : zone_(zone), last_day_(FormatDay(day)), of_type_(event::v1::CaseEvent::descriptor()->field_count()) {
  assert(of_type_.size() <= asked_.size());
  std::vector<Read> read;
  for (const Standing& standing : StandingEntries(entries, known)) {
    std::optional<Fact> fact = FactOf(standing);
    if (!fact) continue;
    facts_.push_back(*std::move(fact));
    read.push_back(ReadInto(facts_.back()));
    Place(facts_.back(), in_order_.size(), read.back().introduces);
  }
  CollectChildren();
  CollectParents();
  CollectNumbers();
  for (Fact& fact : facts_) Narrow(fact);
  Resolve(read);
  asked_.reset();
}

// Nothing for an entry that does not count by the last day.
std::optional<Fact> CaseFacts::FactOf(const Standing& standing) const {
  if (standing.effective_on() > last_day_) return std::nullopt;
  const google::protobuf::Message* body = BodyOf(standing.event());
  const absl::StatusOr<absl::CivilDay> day = ParseDay(standing.effective_on());
  if (body == nullptr || !day.ok()) return std::nullopt;
  const google::protobuf::FieldDescriptor& type = *BodyField(standing.event());
  Fact fact;
  fact.type = static_cast<size_t>(type.index());
  fact.day = *day;
  fact.time = standing.event().effective_time();
  fact.recorded = absl::ToCivilDay(absl::FromUnixMicros(standing.original->recorded_at_us), zone_);
  fact.body = body;
  fact.what = FieldWords(type);
  fact.revision = standing.revision();
  fact.position = standing.original->position;
  fact.children = ChildrenNamedBy(*body);
  fact.envelope = &standing.event();
  if (standing.event().has_claim()) {
    fact.claimed = absl::ToCivilDay(absl::FromUnixSeconds(standing.event().claim().recorded_at().seconds()), zone_);
  }
  return fact;
}

// Give the fact its court numbers. Return what else its fields name.
CaseFacts::Read CaseFacts::ReadInto(Fact& fact) {
  Read read;
  VisitNamingFields(*fact.body, [&](const NamingValue& named) {
    if (named.options.court_number()) fact.numbers.push_back(named.value);
    if (LeadsToChildren(named.options)) read.leads.push_back({named.value, !named.options.digest()});
    if (Introduces(named)) read.introduces.push_back(named.value);
  });
  return read;
}

// Give the fact its place in the order of effect.
void CaseFacts::Place(Fact& fact, size_t at, const std::vector<std::string>& introduces) {
  in_order_.insert(in_order_.begin() + static_cast<std::ptrdiff_t>(at), &fact);
  for (size_t i = at; i < in_order_.size(); ++i) in_order_[i]->order = i;
  const auto place = [&fact](std::vector<const Fact*>& facts) {
    auto after = facts.end();
    while (after != facts.begin() && (*std::prev(after))->order > fact.order) --after;
    facts.insert(after, &fact);
  };
  place(of_type_[fact.type]);
  for (const std::string& id : introduces) {
    std::unique_ptr<Introduced>& introduced = by_id_[id];
    if (introduced == nullptr) introduced = std::make_unique<Introduced>();
    place(introduced->by);
  }
  if (Openings().test(fact.type)) place(openings_);
  if (OfCourt().test(fact.type)) place(of_court_);
}

size_t CaseFacts::TypeOf(const Entry& entry) {
  const google::protobuf::FieldDescriptor* type = BodyField(entry.event());
  return type == nullptr ? 0 : static_cast<size_t>(type->index());
}

CaseFacts::Growth CaseFacts::Grow(const Entry& entry) {
  if (RoleOf(entry) != EntryRole::kOriginal || !settled_at_once_) return Growth::kMadeAgain;
  std::optional<Fact> fact = FactOf({.original = &entry, .content = &entry});
  if (!fact) return Growth::kNothing;
  if (ChangesChildren(entry.event())) return Growth::kMadeAgain;
  const Read read = ReadInto(*fact);
  const auto after = std::upper_bound(in_order_.begin(), in_order_.end(), fact->day,
                                      [](absl::CivilDay day, const Fact* placed) { return day < placed->day; });
  const auto at = static_cast<size_t>(after - in_order_.begin());
  const bool is_asked = std::any_of(read.introduces.begin(), read.introduces.end(), [&](const std::string& id) {
    const auto known = by_id_.find(id);
    return known != by_id_.end() && known->second->asked;
  });
  if (is_asked || !IsSettledBefore(read.leads, at)) return Growth::kMadeAgain;
  if (const std::optional<NumberOfChild> given = NumberGivenBy(entry.event())) {
    children_by_number_[given->number].insert(given->child_id);
  }
  facts_.push_back(*std::move(fact));
  Place(facts_.back(), at, read.introduces);
  Narrow(facts_.back());
  TakeOver(facts_.back(), read.leads);
  if (OfParents().test(facts_.back().type)) CollectParents();
  return Growth::kItsType;
}

// Whether the event changes who the children are, or what a number that an entry gives says of them: all other entries
// are understood by that.
bool CaseFacts::ChangesChildren(const event::v1::CaseEvent& event) const {
  if (const std::optional<NumberOfChild> given = NumberGivenBy(event)) return !IsAnotherNumber(*given);
  if (event.participant_joined().capacity() == event::v1::CAPACITY_CHILD) return true;
  const std::string* id = IntroducedOrDescribed(event);
  return id != nullptr && IsChild(*id);
}

// Whether the child has a number already, and no entry gives this one.
bool CaseFacts::IsAnotherNumber(const NumberOfChild& given) const {
  const bool has_one = std::any_of(children_by_number_.begin(), children_by_number_.end(),
                                   [&](const auto& known) { return known.second.contains(given.child_id); });
  return has_one && std::none_of(facts_.begin(), facts_.end(), [&](const Fact& fact) {
           return std::find(fact.numbers.begin(), fact.numbers.end(), given.number) != fact.numbers.end();
         });
}

bool CaseFacts::IsChild(absl::string_view id) const {
  return std::any_of(children_.begin(), children_.end(), [&](const ChildOfCase& child) { return child.id == id; });
}

// Whether all entries that introduce what is named take effect before the place.
bool CaseFacts::IsSettledBefore(const std::vector<Lead>& leads, size_t order) const {
  return std::all_of(leads.begin(), leads.end(), [&](const Lead& lead) {
    const std::vector<const Fact*>& by = Introducing(lead.id);
    return by.empty() || by.back()->order < order;
  });
}

// Find the children of each court number: the child that it was given for, and the children of complaints filed under
// it.
void CaseFacts::CollectNumbers() {
  for (const Fact& fact : facts_) {
    if (const std::optional<NumberOfChild> given = NumberGivenBy(*fact.envelope)) {
      children_by_number_[given->number].insert(given->child_id);
    }
  }
}

// Limit an entry that names no child to the children whose court numbers it gives and, among these, to those that its
// envelope names. If it gives no child's number, limit it to those that its envelope names.
void CaseFacts::Narrow(Fact& fact) const {
  if (!fact.children.empty()) return;
  std::vector<std::string> about;
  for (const std::string& id : fact.envelope->about()) {
    if (IsChild(id)) about.push_back(id);
  }
  std::set<std::string> numbered;
  for (const std::string& number : fact.numbers) {
    const auto known = children_by_number_.find(number);
    if (known == children_by_number_.end()) {  // a number of the whole case
      numbered.clear();
      break;
    }
    numbered.insert(known->second.begin(), known->second.end());
  }
  for (const std::string& id : numbered) {
    if (std::find(about.begin(), about.end(), id) != about.end()) fact.children.push_back(id);
  }
  if (!fact.children.empty()) return;
  fact.children = numbered.empty() ? std::move(about) : std::vector<std::string>(numbered.begin(), numbered.end());
}

// Take over what the named parts say: an entry that names no child is about their children, and one that gives no court
// number has their numbers. Return whether the entry took over something.
bool CaseFacts::TakeOver(Fact& fact, const std::vector<Lead>& leads) const {
  const bool no_child = fact.children.empty();
  // An order can end an order of an earlier court case.
  const bool no_number = fact.numbers.empty() && fact.body->GetDescriptor() != event::v1::OrderMade::descriptor();
  if (!no_child && !no_number) return false;
  bool changed = false;
  const auto take = [&changed](const std::vector<std::string>& from, std::vector<std::string>& into) {
    for (const std::string& each : from) {
      if (std::find(into.begin(), into.end(), each) != into.end()) continue;
      into.push_back(each);
      changed = true;
    }
  };
  for (const Lead& lead : leads) {
    for (const Fact* part : Introducing(lead.id)) {
      if (part == &fact) continue;
      if (no_child) take(part->children, fact.children);
      if (no_number && lead.gives_numbers) take(part->numbers, fact.numbers);
    }
  }
  return changed;
}

void CaseFacts::Resolve(const std::vector<Read>& read) {
  for (int hop = 0; hop < kHopsMax; ++hop) {
    bool changed = false;
    for (size_t i = 0; i < facts_.size(); ++i) {
      if (TakeOver(facts_[i], read[i].leads)) changed = true;
    }
    if (!changed) return;
    if (hop > 0) settled_at_once_ = false;
  }
}

bool CaseFacts::IsBeforeCourt(const Fact& fact) const {
  asked_ |= OfCourt() | Openings();
  // The last opening before the entry, and the next one. Entries before the first opening belong to the first episode.
  size_t from = 0;
  size_t until = in_order_.size();
  for (size_t i = 0; i < openings_.size(); ++i) {
    if (openings_[i]->order > fact.order && i > 0) {
      until = openings_[i]->order;
      break;
    }
    if (i > 0) from = openings_[i]->order;
  }
  return std::any_of(of_court_.begin(), of_court_.end(), [&](const Fact* court) {
    return court->order >= from && court->order < until && court->day <= fact.day;
  });
}

bool CaseFacts::IsAmbiguous(const Fact& fact) const {
  if (!fact.children.empty() || !CouldNameAChild(*fact.body)) return false;
  std::set<std::string> with_numbers;
  for (const auto& [number, children] : children_by_number_) with_numbers.insert(children.begin(), children.end());
  return with_numbers.size() > 1;
}

void CaseFacts::CollectChildren() {
  for (const Fact* fact : OfType("participant_joined")) {
    const auto& joined = static_cast<const event::v1::ParticipantJoined&>(*fact->body);
    if (joined.capacity() != event::v1::CAPACITY_CHILD) continue;
    const auto known = std::find_if(children_.begin(), children_.end(),
                                    [&](const ChildOfCase& child) { return child.id == joined.participant_id(); });
    ChildOfCase& child = known == children_.end() ? children_.emplace_back() : *known;
    child.id = joined.participant_id();
    child.name = joined.name();
  }
  for (ChildOfCase& child : children_) {
    for (const Fact* fact : OfType("person_details_learned")) {
      const auto& learned = static_cast<const event::v1::PersonDetailsLearned&>(*fact->body);
      if (learned.participant_id() != child.id) continue;
      if (!learned.details().name().empty()) child.name = learned.details().name();
    }
    child.born = BirthDateOf(*this, child.id);
    for (const Fact* fact : OfType("participant_left")) {
      const auto& left = static_cast<const event::v1::ParticipantLeft&>(*fact->body);
      if (left.participant_id() == child.id) child.left = fact->day;
    }
  }
}

void CaseFacts::CollectParents() {
  parents_.clear();
  for (const Fact* fact : OfType("relation_established")) {
    const auto& relation = static_cast<const event::v1::RelationEstablished&>(*fact->body);
    if (IsInParentsPlace(relation.relation()))
      parents_.push_back({relation.from_id(), relation.to_id(), relation.relation(), std::nullopt});
  }
  for (const Fact* fact : OfType("relation_ended")) {
    const auto& ended = static_cast<const event::v1::RelationEnded&>(*fact->body);
    for (Parent& parent : parents_) {
      if (parent.who == ended.from_id() && parent.of == ended.to_id() && parent.relation == ended.relation())
        parent.ended = fact->day;
    }
  }
}

const std::vector<const Fact*>& CaseFacts::OfType(absl::string_view event) const {
  const std::optional<size_t> type = TypeCalled(event);
  if (!type) return NoFacts();
  asked_.set(*type);
  return of_type_[*type];
}

// An entry that introduces a part again changes what was answered about it, which entries of any type asked for.
const std::vector<const Fact*>& CaseFacts::Introducing(absl::string_view id) const {
  std::unique_ptr<Introduced>& introduced = by_id_[id];
  if (introduced == nullptr) introduced = std::make_unique<Introduced>();
  introduced->asked = true;
  return introduced->by;
}

bool CaseFacts::IsParent(absl::string_view participant_id, absl::string_view child_id, absl::CivilDay day) const {
  asked_ |= OfParents();
  return std::any_of(parents_.begin(), parents_.end(), [&](const Parent& parent) {
    return parent.who == participant_id && (child_id.empty() || parent.of == child_id) &&
           (!parent.ended || day < *parent.ended);
  });
}

}  // namespace casejournal::projections
