#include "projections/read_models/persons_projection.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/read_models/new_entries.h"
#include "projections/state/side_by_side.h"
#include "projections/words/person_name.h"

namespace casejournal::projections {
namespace {

constexpr absl::string_view kNul("\0", 1);

// Return whether the entries from `first_new` on may change who is in the case, their names, or which ids are the same
// person. Only then all entries are read, and the rows of all persons of the case are put.
bool MayChangePersons(const CaseRecord& record, eventstore::Revision first_new) {
  return NewEntriesConcern(record, first_new, [](const event::v1::CaseEvent& event) {
    return event.has_participant_joined() || event.has_participant_left() || event.has_person_details_learned() ||
           event.has_same_person_recognised();
  });
}

// Every person id that any entry ever gave a participant.
using PersonIds = std::map<std::string, std::set<std::string>>;
PersonIds PersonIdsOf(const CaseRecord& record) {
  PersonIds persons;
  for (const Entry& entry : record.entries()) {
    if (!entry.event().has_participant_joined()) continue;
    const event::v1::ParticipantJoined& joined = entry.event().participant_joined();
    if (joined.has_person_id()) persons[joined.participant_id()].insert(joined.person_id());
  }
  return persons;
}

// Return whether the case has the participant side by side with one who has the other id. Then they are two people,
// whatever an entry says.
bool StandsBeside(const CaseState& state, const v1::Participant& participant, const std::string& other_person_id) {
  const CaseState::Items<v1::Participant> all = state.All<v1::Participant>();
  return std::any_of(all.begin(), all.end(), [&](const v1::Participant& other) {
    return other.person_id() == other_person_id && StandSideBySide(participant, other);
  });
}

// The words of every name that any entry ever gave a person of the case. They follow from the record alone, however its
// entries are batched.
void PutSounds(const CaseRecord& record, PutRow put) {
  const PersonIds persons = PersonIdsOf(record);
  const auto add = [&](const std::string& participant_id, const std::string& name) {
    const auto known = persons.find(participant_id);
    if (known == persons.end()) return;
    for (const std::string& word : NameWords(name)) {
      for (const std::string& person_id : known->second)
        put(absl::StrCat(SoundRowPrefix(Soundex(word)), person_id), "");
    }
  };
  for (const Entry& entry : record.entries()) {
    const event::v1::CaseEvent& event = entry.event();
    if (event.has_participant_joined())
      add(event.participant_joined().participant_id(), event.participant_joined().name());
    if (!event.has_person_details_learned()) continue;
    const event::v1::PersonDetailsLearned& learned = event.person_details_learned();
    add(learned.participant_id(), learned.details().name());
    for (const std::string& other : learned.details().other_names()) add(learned.participant_id(), other);
  }
}

}  // namespace

std::map<std::string, v1::SearchPersonsResponse> NamesByPerson(const CaseRecord& record) {
  std::map<std::string, v1::SearchPersonsResponse> persons;
  for (const Entry& entry : record.entries()) {
    if (entry.event().has_participant_joined()) persons[entry.event().participant_joined().person_id()];
  }
  persons.erase("");
  for (const v1::Participant& participant : record.state().All<v1::Participant>()) {
    if (participant.person_id().empty()) continue;
    const auto add = [&](const std::string& name) {
      v1::PersonMatch& match = *persons[participant.person_id()].add_matches();
      match.set_person_id(participant.person_id());
      match.set_name(name);
      match.set_born_on(participant.born_on());
      match.add_case_ids(record.case_id());
    };
    add(participant.name());
    for (const std::string& name : participant.details().other_names()) add(name);
  }
  return persons;
}

PersonPairs SideBySideIn(const CaseRecord& record) {
  std::set<std::string> children;
  for (const Entry& entry : record.entries()) {
    const event::v1::ParticipantJoined& joined = entry.event().participant_joined();
    if (joined.capacity() == event::v1::CAPACITY_CHILD && joined.has_person_id()) children.insert(joined.person_id());
  }
  PersonPairs pairs;
  for (const std::string& one : children) {
    for (const std::string& other : children) {
      if (one != other) pairs[{one, other}] = false;
    }
  }
  for (const v1::Participant& child : record.state().All<v1::Participant>()) {
    if (child.capacity() != event::v1::CAPACITY_CHILD || child.person_id().empty()) continue;
    for (const std::string& other : children) {
      if (other != child.person_id() && StandsBeside(record.state(), child, other))
        pairs[{child.person_id(), other}] = true;
    }
  }
  return pairs;
}

PersonPairs SamePersonsIn(const CaseRecord& record) {
  const PersonIds persons = PersonIdsOf(record);
  PersonPairs same;
  for (const Entry& entry : record.entries()) {
    if (!entry.event().has_same_person_recognised()) continue;
    const event::v1::SamePersonRecognised& body = entry.event().same_person_recognised();
    const auto known = persons.find(body.participant_id());
    if (known == persons.end()) continue;
    for (const std::string& person_id : known->second) same[{person_id, body.other_person_id()}] = false;
  }
  for (const v1::SamePerson& known : record.state().All<v1::SamePerson>()) {
    for (const v1::Participant& participant : record.state().All<v1::Participant>()) {
      if (participant.participant_id() != known.participant_id() || participant.person_id().empty()) continue;
      same[{participant.person_id(), known.other_person_id()}] =
          !StandsBeside(record.state(), participant, known.other_person_id());
    }
  }
  // What is the same person is so in both orders.
  PersonPairs both;
  for (const auto& [pair, stands] : same) both[pair] = both[{pair.second, pair.first}] = stands;
  return both;
}

std::string SoundRowPrefix(absl::string_view sound) { return absl::StrCat("k", sound, kNul); }
std::string PersonRowPrefix(absl::string_view person_id) { return absl::StrCat("p", person_id, kNul); }
std::string PersonOfCaseRowPrefix(absl::string_view case_id) { return absl::StrCat("i", case_id, kNul); }
std::string SameRowPrefix(absl::string_view person_id) { return absl::StrCat("s", person_id, kNul); }
std::string SideBySideRowPrefix(absl::string_view person_id) { return absl::StrCat("b", person_id, kNul); }

void PersonsProjection::Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const {
  if (!MayChangePersons(record, first_new)) return;
  for (const auto& [person_id, names] : NamesByPerson(record)) {
    put(absl::StrCat(PersonRowPrefix(person_id), record.case_id()), names.SerializeAsString());
    put(absl::StrCat(PersonOfCaseRowPrefix(record.case_id()), person_id), "");
  }
  PutSounds(record, put);
  const auto put_pairs = [&](const PersonPairs& pairs, std::string (*prefix)(absl::string_view)) {
    for (const auto& [pair, holds] : pairs)
      put(absl::StrCat(prefix(pair.first), pair.second, kNul, record.case_id()), holds ? "1" : "0");
  };
  put_pairs(SamePersonsIn(record), SameRowPrefix);
  put_pairs(SideBySideIn(record), SideBySideRowPrefix);
}

}  // namespace casejournal::projections
