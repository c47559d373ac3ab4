// The entries of one case as clocks read them: what happened by a day, to which children, and what each entry names.
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

// A standing entry, on the day on which it happened.
struct Fact {
  absl::CivilDay day;
  std::string time;                       // HH:MM; empty if it is not recorded
  absl::CivilDay recorded;                // the day on which its original was recorded
  std::optional<absl::CivilDay> claimed;  // the day on which it was first written down elsewhere, by its claim
  const google::protobuf::Message* body = nullptr;
  const event::v1::CaseEvent* envelope = nullptr;
  std::string what;  // "child removed"
  size_t order = 0;  // in the order of effect
  eventstore::Revision revision = 0;
  eventstore::Position position = 0;
  std::vector<std::string> children;  // the children that it is about; empty: all
  std::vector<std::string> numbers;   // the court numbers that it gives, or those of the hearing or order that it names
};

// The known birth date of a child. The two days are the same if the date is known exactly.
struct BirthDate {
  absl::CivilDay first;
  absl::CivilDay last;
  const Fact* fact = nullptr;  // the entry that states it
  bool IsRange() const { return first != last; }
};

// A child of the case.
struct ChildOfCase {
  std::string id;
  std::string name;
  std::optional<BirthDate> born;  // absent: not known, or no longer known
  std::optional<absl::CivilDay> left;
};

// Lives for one question, and refers to its entries.
class CaseFacts {
 public:
  // The entries of `known` that are effective on or before `day`, in the order of effect. Days of recording are in
  // `zone`.
  CaseFacts(const EntryList& entries, const KnownSet& known, absl::CivilDay day, absl::TimeZone zone);
  CaseFacts(const CaseFacts&) = delete;
  CaseFacts& operator=(const CaseFacts&) = delete;

  // The entries of a type, by its field of CaseEvent ("child_removed"), in the order of effect.
  const std::vector<const Fact*>& OfType(absl::string_view event) const;
  // The entries that introduce a part, or draw up the version with a digest; the latest last.
  const std::vector<const Fact*>& Introducing(absl::string_view id) const;

  const std::vector<ChildOfCase>& children() const { return children_; }
  // Return whether the participant was a parent of the child on `day`, or took a parent's place. Without a child: of
  // any child.
  bool IsParent(absl::string_view participant_id, absl::string_view child_id, absl::CivilDay day) const;
  // Return whether the case was before a court by the end of the entry's day, in the case episode of the entry.
  bool IsBeforeCourt(const Fact& fact) const;
  // Return whether the entry could have named a child but did not, while at least two children have their own court
  // numbers. It then counts for every child.
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
    std::optional<absl::CivilDay> ended;  // the first day after it
  };
  std::vector<Parent> parents_;
  std::vector<const Fact*> openings_;  // of the case, in the order of effect
  std::vector<const Fact*> of_court_;  // what brings the case before a court, in the same order
  absl::flat_hash_map<std::string, std::set<std::string>> children_by_number_;
};

// The name that an entry gives: "r12". A corrected entry keeps its revision.
std::string NameOf(const Fact& fact);

// Return whether the entry is about the child. Every entry matches the empty id.
bool IsAbout(const Fact& fact, absl::string_view child_id);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_
