#include "projections/docket/case_facts.h"

#include <algorithm>

#include "casejournal/event/v1/case_event.pb.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/references.h"
#include "projections/events/event_words.h"
#include "projections/events/naming_fields.h"

namespace casejournal::projections {
namespace {

// From an entry over what it names to what that names, and no further.
constexpr int kHopsMax = 3;

// The ids in the fields of the body that say which child it is about.
std::vector<std::string> ChildrenNamedBy(const google::protobuf::Message& body) {
  std::vector<std::string> ids;
  const google::protobuf::Reflection& reflection = *body.GetReflection();
  if (const auto* one = body.GetDescriptor()->FindFieldByName("child_id"); one != nullptr && !one->is_repeated()) {
    if (std::string id = reflection.GetString(body, one); !id.empty()) ids.push_back(std::move(id));
  }
  if (const auto* many = body.GetDescriptor()->FindFieldByName("children_ids"); many != nullptr && many->is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(body, many); ++i) ids.push_back(reflection.GetRepeatedString(body, many, i));
  }
  return ids;
}

bool LeadsToChildren(const event::v1::FieldOptions& options) {
  if (options.digest()) return true;
  switch (options.names()) {
    case event::v1::PART_KIND_UNSPECIFIED:
    case event::v1::PART_KIND_PARTICIPANT:
    case event::v1::PART_KIND_CHILD:
    case event::v1::PART_KIND_HOUSEHOLD: return false;
    default: return true;
  }
}

// What happened in the order of effect; the first to make the case one of a court.
bool IsOfCourt(absl::string_view event) {
  return event == "complaint_filed" || event == "order_made" || event == "hearing_set" || event == "hearing_held";
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
    case event::v1::RELATION_INDIAN_CUSTODIAN: return true;
    default: return false;
  }
}

}  // namespace

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
  Resolve();
  CollectPeople();
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
  by_type_[type.name()].push_back(&fact);
  for (const Introduction& introduced : IntroductionsIn(*body)) by_id_[introduced.id].push_back(&fact);
  if (IsOfCourt(type.name()) && !court_since_) court_since_ = fact.day;
}

// An entry that names no child is about those of the parts that it names.
void CaseFacts::Resolve() {
  for (int hop = 0; hop < kHopsMax; ++hop) {
    bool changed = false;
    for (Fact& fact : facts_) {
      if (!fact.children.empty()) continue;
      VisitNamingFields(*fact.body, [&](const NamingValue& named) {
        if (!LeadsToChildren(named.options)) return;
        for (const Fact* part : Introducing(named.value)) {
          if (part == &fact) continue;
          for (const std::string& child : part->children) {
            if (std::find(fact.children.begin(), fact.children.end(), child) == fact.children.end()) {
              fact.children.push_back(child);
              changed = true;
            }
          }
        }
      });
    }
    if (!changed) return;
  }
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
    if (const absl::StatusOr<absl::CivilDay> born = ParseDay(joined.born_on()); born.ok()) child.born = *born;
  }
  for (ChildOfCase& child : children_) {
    for (const Fact* fact : OfType("person_details_learned")) {
      const auto& learned = static_cast<const event::v1::PersonDetailsLearned&>(*fact->body);
      if (learned.participant_id() != child.id) continue;
      if (!learned.details().name().empty()) child.name = learned.details().name();
      if (const absl::StatusOr<absl::CivilDay> born = ParseDay(learned.details().born_on()); born.ok()) child.born = *born;
    }
    for (const Fact* fact : OfType("participant_left")) {
      const auto& left = static_cast<const event::v1::ParticipantLeft&>(*fact->body);
      if (left.participant_id() == child.id) child.left = fact->day;
    }
  }
  for (const Fact* fact : OfType("relation_established")) {
    const auto& relation = static_cast<const event::v1::RelationEstablished&>(*fact->body);
    if (StandsInParentsPlace(relation.relation())) parents_.push_back({relation.from_id(), relation.to_id(), relation.relation(), std::nullopt});
  }
  for (const Fact* fact : OfType("relation_ended")) {
    const auto& ended = static_cast<const event::v1::RelationEnded&>(*fact->body);
    for (Parent& parent : parents_) {
      if (parent.who == ended.from_id() && parent.of == ended.to_id() && parent.relation == ended.relation()) parent.ended = fact->day;
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
    return parent.who == participant_id && (child_id.empty() || parent.of == child_id) && (!parent.ended || day < *parent.ended);
  });
}

}  // namespace casejournal::projections
