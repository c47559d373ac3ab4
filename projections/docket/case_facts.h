// The entries of one case, prepared for clocks: what happened by a day, to which children, and what each entry names.
// They grow with the case, and tell which types of event an answer depended on.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_

#include <bitset>
#include <deque>
#include <memory>
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

// The days from `from` and before `until`; an absent limit does not limit.
struct DayRange {
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> until;
  bool Holds(absl::CivilDay day) const { return (!from || day >= *from) && (!until || day < *until); }
};

// Types of event, by the index of their field in CaseEvent.
using EventTypes = std::bitset<256>;

// A standing entry, on its effective day.
struct Fact {
  absl::CivilDay day;
  std::string time;                       // HH:MM; empty if it is not recorded
  absl::CivilDay recorded;                // the day on which its original was recorded
  std::optional<absl::CivilDay> claimed;  // the day on which it was first recorded elsewhere, according to its claim
  const google::protobuf::Message* body = nullptr;
  const event::v1::CaseEvent* envelope = nullptr;
  std::string what;  // "child removed"
  size_t type = 0;   // the index of its field in CaseEvent
  size_t order = 0;  // in the order of effect; grows by 1 when an entry is placed before it
  eventstore::Revision revision = 0;
  eventstore::Position position = 0;
  std::vector<std::string> children;  // the children that it is about; empty: all
  std::vector<std::string> numbers;   // the court numbers that it gives, or those of the hearing or order that it names
};

// The birth date of a child, as known: from `first` to `last`. The two are equal if the date is known.
struct BirthDate {
  absl::CivilDay first;
  absl::CivilDay last;
  const Fact* fact = nullptr;  // the entry that gives it
  bool IsRange() const { return first != last; }
};

// A child of the case.
struct ChildOfCase {
  std::string id;
  std::string name;
  std::optional<BirthDate> born;  // absent: not known, or no longer known
  std::optional<absl::CivilDay> left;
};

// Refers to the entries that it was created from, and to those that it grew by. Not safe for concurrent use: it keeps
// what was asked.
class CaseFacts {
 public:
  // The entries of `known` that are effective on or before `day`, in the order of effect. `zone` is used for the days
  // on which entries were recorded.
  CaseFacts(const EntryList& entries, const KnownSet& known, absl::CivilDay day, absl::TimeZone zone);
  CaseFacts(const CaseFacts&) = delete;
  CaseFacts& operator=(const CaseFacts&) = delete;

  // What an entry changed.
  enum class Growth {
    kNothing,   // it does not count by that day
    kItsType,   // only what depends on its type of event
    kMadeAgain  // possibly anything: the facts did not grow, and must be made again
  };
  // Take the entry that was recorded after all others, and is known.
  Growth Grow(const Entry& entry);

  // The types that the answers of the other methods depended on since the last call of TakeAsked().
  EventTypes TakeAsked() const { return std::exchange(asked_, {}); }
  // Add types to those.
  void AddAsked(const EventTypes& types) const { asked_ |= types; }
  // The type of an entry.
  static size_t TypeOf(const Entry& entry);

  // The entries of a type, by its field of CaseEvent ("child_removed"), in the order of effect.
  const std::vector<const Fact*>& OfType(absl::string_view event) const;
  // The entries that introduce a part, or draw up the version with a digest; the latest last.
  const std::vector<const Fact*>& Introducing(absl::string_view id) const;

  const std::vector<ChildOfCase>& children() const { return children_; }
  // Whether the participant was a parent of the child on `day`, or was in a parent's place. An empty `child_id` means
  // any child.
  bool IsParent(absl::string_view participant_id, absl::string_view child_id, absl::CivilDay day) const;
  // Whether the case was before a court by the end of the day of an entry, in the episode of the case that the entry
  // belongs to.
  bool IsBeforeCourt(const Fact& fact) const;
  // Whether the entry could have named a child but did not, while at least two children have court numbers of their
  // own. It is then applied to every child.
  bool IsAmbiguous(const Fact& fact) const;

 private:
  // An id or digest in an entry that can lead to the children and court numbers of the entry.
  struct Lead {
    std::string id;
    bool gives_numbers = false;
  };
  struct Read {
    std::vector<Lead> leads;
    std::vector<std::string> introduces;
  };
  struct Introduced {
    std::vector<const Fact*> by;
    bool asked = false;
  };

  std::optional<Fact> FactOf(const Standing& standing) const;
  static Read ReadInto(Fact& fact);
  void Place(Fact& fact, size_t at, const std::vector<std::string>& introduces);
  // A number, and the child that it is given for or that a complaint was filed for under it.
  struct NumberOfChild {
    std::string number;
    std::string child_id;
  };
  static std::optional<NumberOfChild> NumberGivenBy(const event::v1::CaseEvent& event);
  bool IsAnotherNumber(const NumberOfChild& given) const;
  void CollectNumbers();
  void Narrow(Fact& fact) const;
  void Resolve(const std::vector<Read>& read);
  bool TakeOver(Fact& fact, const std::vector<Lead>& leads) const;
  bool IsSettledBefore(const std::vector<Lead>& leads, size_t order) const;
  void CollectChildren();
  void CollectParents();
  bool ChangesChildren(const event::v1::CaseEvent& event) const;
  bool IsChild(absl::string_view id) const;

  const absl::TimeZone zone_;
  const std::string last_day_;
  std::deque<Fact> facts_;
  std::vector<Fact*> in_order_;                    // in the order of effect
  std::vector<std::vector<const Fact*>> of_type_;  // by type
  mutable absl::flat_hash_map<std::string, std::unique_ptr<Introduced>> by_id_;
  std::vector<ChildOfCase> children_;
  struct Parent {
    std::string who;
    std::string of;
    event::v1::Relation relation;
    std::optional<absl::CivilDay> ended;  // the first day on which they were no longer a parent
  };
  std::vector<Parent> parents_;
  std::vector<const Fact*> openings_;  // openings of the case, in the order of effect
  std::vector<const Fact*> of_court_;  // entries that bring the case before a court, in the order of effect
  absl::flat_hash_map<std::string, std::set<std::string>> children_by_number_;
  // Whether each entry took over what it did from entries before it. If not, an entry more can change what they took.
  bool settled_at_once_ = true;
  mutable EventTypes asked_;
};

// The name for items that are named after the entry: "r12". An entry keeps its revision when it is corrected.
std::string NameOf(const Fact& fact);

// Whether the entry is about the child. True for every entry if `child_id` is empty.
bool IsAbout(const Fact& fact, absl::string_view child_id);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_
