// The entries of one case as clocks see them: what happened by a day, to which children, and what each entry names.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/people_events.pb.h"
#include "google/protobuf/message.h"
#include "projections/entries/standing.h"

namespace casejournal::projections {

// An entry that stands, on the day on which it happened.
struct Fact {
  absl::CivilDay day;
  std::string time;             // HH:MM; empty where it is not recorded
  absl::CivilDay recorded;      // the day on which its original was recorded
  const google::protobuf::Message* body = nullptr;
  std::string what;             // "child removed"
  size_t order = 0;             // in the order of effect
  eventstore::Revision revision = 0;
  eventstore::Position position = 0;
  std::vector<std::string> children;  // whom it is about; empty: all
};

// A child of the case.
struct ChildOfCase {
  std::string id;
  std::string name;
  std::optional<absl::CivilDay> born;
  std::optional<absl::CivilDay> left;
};

// Lives for one question; refers to the entries that it was made from.
class CaseFacts {
 public:
  // The entries of `known` that are effective on or before `day`, in the order of effect. Days of recording are those of
  // `zone`.
  CaseFacts(const EntryList& entries, const KnownSet& known, absl::CivilDay day, absl::TimeZone zone);
  CaseFacts(const CaseFacts&) = delete;
  CaseFacts& operator=(const CaseFacts&) = delete;

  // The entries of a type, by its field of CaseEvent ("child_removed"), in the order of effect.
  const std::vector<const Fact*>& OfType(absl::string_view event) const;
  // The entries that make a part known, or draw up the version of a digest: the latest last.
  const std::vector<const Fact*>& Introducing(absl::string_view id) const;

  const std::vector<ChildOfCase>& children() const { return children_; }
  // Whether the participant was a parent of the child on `day`, or stood in a parent's place; of any child, where none is named.
  bool IsParent(absl::string_view participant_id, absl::string_view child_id, absl::CivilDay day) const;
  // Whether the case was before a court by the end of `day`.
  bool IsBeforeCourt(absl::CivilDay day) const { return court_since_ && *court_since_ <= day; }

 private:
  void Add(const Standing& standing, absl::TimeZone zone);
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
  std::optional<absl::CivilDay> court_since_;
};

// Whether the entry is about the child. Every entry is about nobody in particular ("").
bool IsAbout(const Fact& fact, absl::string_view child_id);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_CASE_FACTS_H_
