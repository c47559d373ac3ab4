#include "projections/docket/case_facts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/references.h"
#include "projections/events/event_words.h"
#include "projections/events/naming_fields.h"

namespace casejournal::projections {
namespace {

// From an entry through what it names to what that names, and no further.
constexpr int kHopsMax = 3;

// The ids in the fields of the body that state which child it is about.
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

// Return whether an event brings the case before a court.
bool IsOfCourt(absl::string_view event) {
  return event == "complaint_filed" || event == "order_made" || event == "hearing_set" || event == "hearing_held";
}

bool IsOpening(absl::string_view event) {
  return event == "case_opened" || event == "case_received" || event == "case_reopened";
}

std::vector<std::string> CourtNumbersGivenIn(const google::protobuf::Message& body) {
  std::vector<std::string> numbers;
  VisitNamingFields(body, [&](const NamingValue& named) {
    if (named.options.court_number()) numbers.push_back(named.value);
  });
  return numbers;
}

// Return whether the type of the body has a field for a child or for a court number.
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

bool StandsInParentsPlace(event::v1::Relation relation) {
  switch (relation) {
    case event::v1::RELATION_MOTHER:
    case event::v1::RELATION_FATHER:
    case event::v1::RELATION_GUARDIAN:
    case event::v1::RELATION_CUSTODIAN:
    case event::v1::RELATION_INDIAN_CUSTODIAN:
      return true;
    default:
      return false;
  }
}

}  // namespace

namespace {

// As in the plan, the last entry decides, even if it no longer gives a birth date.
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

CaseFacts::CaseFacts(const EntryList& entries, const KnownSet& known, absl::CivilDay day, absl::TimeZone zone)
    : standing_(StandingEntries(entries, known)) {
  const std::string last = FormatDay(day);
  for (const Standing& standing : standing_) {
    if (standing.effective_on() <= last) Add(standing, zone);
  }
  CollectPeople();
  CollectNumbers();
  for (Fact& fact : facts_) Narrow(fact);
  Resolve();
}

void CaseFacts::Add(const Standing& standing, absl::TimeZone zone) {
  const google::protobuf::Message* body = BodyOf(standing.event());
  const absl::StatusOr<absl::CivilDay> day = ParseDay(standing.effective_on());
  if (body == nullptr || !day.ok()) return;
  const google::protobuf::FieldDescriptor& type = *BodyField(standing.event());
  const size_t order = facts_.size();
  Fact& fact = facts_.emplace_back();
  fact.order = order;
  fact.day = *day;
  fact.time = standing.event().effective_time();
  fact.recorded = absl::ToCivilDay(absl::FromUnixMicros(standing.original->recorded_at_us), zone);
  fact.body = body;
  fact.what = FieldWords(type);
  fact.revision = standing.revision();
  fact.position = standing.original->position;
  fact.children = ChildrenNamedBy(*body);
  fact.numbers = CourtNumbersGivenIn(*body);
  fact.envelope = &standing.event();
  if (standing.event().has_claim()) {
    fact.claimed = absl::ToCivilDay(absl::FromUnixSeconds(standing.event().claim().recorded_at().seconds()), zone);
  }
  by_type_[type.name()].push_back(&fact);
  for (const Introduction& introduced : IntroductionsIn(*body)) by_id_[introduced.id].push_back(&fact);
  if (IsOpening(type.name())) openings_.push_back(&fact);
  if (IsOfCourt(type.name())) of_court_.push_back(&fact);
}

// The children of a court number: the child for whom it was given, and the children of complaints that were filed under
// it.
void CaseFacts::CollectNumbers() {
  for (const Fact* fact : OfType("case_number_given")) {
    const auto& given = static_cast<const event::v1::CaseNumberGiven&>(*fact->body);
    if (given.has_child_id()) children_by_number_[given.number()].insert(given.child_id());
  }
  for (const Fact* fact : OfType("complaint_filed")) {
    const auto& filed = static_cast<const event::v1::ComplaintFiled&>(*fact->body);
    children_by_number_[filed.court_number()].insert(filed.child_id());
  }
}

// An entry that names no child is about the children whose court numbers it gives, and among these about those in its
// envelope. If it gives no child's number, it is about those in its envelope.
void CaseFacts::Narrow(Fact& fact) const {
  if (!fact.children.empty()) return;
  std::vector<std::string> about;
  for (const std::string& id : fact.envelope->about()) {
    if (std::any_of(children_.begin(), children_.end(), [&](const ChildOfCase& child) { return child.id == id; }))
      about.push_back(id);
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

// Use what the parts that an entry names say about it: an entry that names no child is about their children, and one
// that gives no court number has their numbers.
void CaseFacts::Resolve() {
  for (int hop = 0; hop < kHopsMax; ++hop) {
    bool changed = false;
    for (Fact& fact : facts_) {
      const bool no_child = fact.children.empty();
      // An order may end an order of an earlier court case.
      const bool no_number = fact.numbers.empty() && fact.body->GetDescriptor() != event::v1::OrderMade::descriptor();
      if (!no_child && !no_number) continue;
      const auto take = [&changed](const std::vector<std::string>& from, std::vector<std::string>& into) {
        for (const std::string& each : from) {
          if (std::find(into.begin(), into.end(), each) != into.end()) continue;
          into.push_back(each);
          changed = true;
        }
      };
      VisitNamingFields(*fact.body, [&](const NamingValue& named) {
        if (!LeadsToChildren(named.options)) return;
        for (const Fact* part : Introducing(named.value)) {
          if (part == &fact) continue;
          if (no_child) take(part->children, fact.children);
          if (no_number && !named.options.digest()) take(part->numbers, fact.numbers);
        }
      });
    }
    if (!changed) return;
  }
}

bool CaseFacts::IsBeforeCourt(const Fact& fact) const {
  // The opening before the entry, and the next one. Entries before the first opening belong to the first episode.
  size_t from = 0;
  size_t until = facts_.size();
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

void CaseFacts::CollectPeople() {
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
  for (const Fact* fact : OfType("relation_established")) {
    const auto& relation = static_cast<const event::v1::RelationEstablished&>(*fact->body);
    if (StandsInParentsPlace(relation.relation()))
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
  const auto found = by_type_.find(event);
  return found == by_type_.end() ? NoFacts() : found->second;
}

const std::vector<const Fact*>& CaseFacts::Introducing(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? NoFacts() : found->second;
}

bool CaseFacts::IsParent(absl::string_view participant_id, absl::string_view child_id, absl::CivilDay day) const {
  return std::any_of(parents_.begin(), parents_.end(), [&](const Parent& parent) {
    return parent.who == participant_id && (child_id.empty() || parent.of == child_id) &&
           (!parent.ended || day < *parent.ended);
  });
}

}  // namespace casejournal::projections
