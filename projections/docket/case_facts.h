// The entries of one case as clocks see them: what happened by a day, to which children, and what each entry names.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/people_events.pb.h"
#include "google/protobuf/message.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {

// Days from `from` on and before `until`.
struct DayRange {
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> until;
  bool Holds(absl::CivilDay day) const { return (!from || day >= *from) && (!until || day < *until); }
};

// An entry that stands, on the day on which it happened.
struct Fact {
  absl::CivilDay day;
  std::string time;                       // HH:MM; empty where it is not recorded
  absl::CivilDay recorded;                // the day on which its original was recorded
  std::optional<absl::CivilDay> claimed;  // the day on which it was first written down elsewhere, as its claim has it
  const google::protobuf::Message* body = nullptr;
  const event::v1::CaseEvent* envelope = nullptr;
  std::string what;  // "child removed"
  size_t order = 0;  // in the order of effect
  eventstore::Revision revision = 0;
  eventstore::Position position = 0;
  std::vector<std::string> children;  // whom it is about; empty: all
  std::vector<std::string> numbers;   // the court numbers that it gives, or that the hearing or order has that it names
};

// When a child was born, as known. The two days are one where the birth date is known.
struct BirthDate {
  absl::CivilDay first;
  absl::CivilDay last;
  const Fact* fact = nullptr;  // the entry that says so
  bool IsRange() const { return first != last; }
};

// A child of the case.
struct ChildOfCase {
  std::string id;
  std::string name;
  std::optional<BirthDate> born;  // absent: not known, or no longer
  std::optional<absl::CivilDay> left;
};

// Lives for one question; refers to the entries that it was made from.
class CaseFacts {
 public:
  // The entries of `known` that are effective on or before `day`, in the order of effect. Days of recording are those
  // of `zone`.
  CaseFacts(const EntryList& entries, const KnownSet& known, absl::CivilDay day, absl::TimeZone zone);
  CaseFacts(const CaseFacts&) = delete;
  CaseFacts& operator=(const CaseFacts&) = delete;

  // The entries of a type, by its field of CaseEvent ("child_removed"), in the order of effect.
  const std::vector<const Fact*>& OfType(absl::string_view event) const;
  // The entries that make a part known, or draw up the version of a digest: the latest last.
  const std::vector<const Fact*>& Introducing(absl::string_view id) const;

  const std::vector<ChildOfCase>& children() const { return children_; }
  // Whether the participant was a parent of the child on `day`, or stood in a parent's place; of any child, where none
  // is named.
  bool IsParent(absl::string_view participant_id, absl::string_view child_id, absl::CivilDay day) const;
  // Whether the case was before a court by the end of the day of an entry, in the episode of the case to which the
  // entry belongs.
  bool IsBeforeCourt(const Fact& fact) const;
  // Whether the entry could have named a child and did not, while at least two children have court numbers of their
  // own: it is then taken for every child.
  bool IsAmbiguous(const Fact& fact) const;

 private:
  void Add(const Standing& standing, absl::TimeZone zone);
  void CollectNumbers();
  void Narrow(Fact& fact) const;
  void Resolve();
  void CollectPeople();

  std::vector<Standing> standing_;
  std::deque<Fact> facts_;
  absl::flat_hash_map<std::string, std::vector<const Fact*>> by_type_;
  absl::flat_hash_map<std::string, std::vector<const Fact*>> by_id_;
  std::vector<ChildOfCase> children_;
  struct Parent {
    std::string who;
    std::string of;
    event::v1::Relation relation;
    std::optional<absl::CivilDay> ended;  // the first day on which they were none
  };
  std::vector<Parent> parents_;
  std::vector<const Fact*> openings_;  // of the case, in the order of effect
  std::vector<const Fact*> of_court_;  // what makes the case one of a court, likewise
  absl::flat_hash_map<std::string, std::set<std::string>> children_by_number_;
};

// What is named after the entry: "r12". An entry keeps its revision also where it is corrected.
std::string NameOf(const Fact& fact);

// Whether the entry is about the child. Every entry is about nobody in particular ("").
bool IsAbout(const Fact& fact, absl::string_view child_id);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_
