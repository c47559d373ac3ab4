// The entries that an answer is based on: the known set K of docs/AS_OF.md.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_KNOWN_SET_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_KNOWN_SET_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/as_of.pb.h"
#include "projections/entries/entry.h"
#include "projections/entries/entry_list.h"

namespace casejournal::projections {

// A predicate over entries. A value; immutable.
class KnownSet {
 public:
  static KnownSet All();
  static KnownSet UpToRevision(eventstore::Revision revision);
  static KnownSet UpToPosition(eventstore::Position position);

  bool Holds(const Entry& entry) const;
  // Whether it holds every entry.
  bool IsEverything() const { return !last_revision_ && !last_position_ && !closes_; }

  // The instant that must have passed before an answer is given: no later entry can get a `recorded_at` before it.
  // Absent if K is selected by revision or position, or is everything.
  std::optional<absl::Time> Closes() const { return closes_; }

  // Whether entries are selected by their claims.
  bool by_claims() const { return by_claims_; }

  // Whether K contains only a part of the entries that some request recorded in this case.
  bool CutsRequest(const EntryList& entries) const;

 private:
  friend absl::StatusOr<KnownSet> ResolveKnown(const v1::AsOf& as_of, absl::TimeZone zone);

  std::optional<eventstore::Revision> last_revision_;
  std::optional<eventstore::Position> last_position_;
  std::optional<absl::Time> closes_;  // exclusive
  bool by_claims_ = false;
};

// Resolve a request's AsOf. `zone` is the journal's time zone.
//   kInvalidArgument  a malformed instant or day, an unknown basis, or a malformed `effective_on`; the text names the
//                     field.
absl::StatusOr<KnownSet> ResolveKnown(const v1::AsOf& as_of, absl::TimeZone zone);

// The time from which the entry counts as known: with `by_claims` the claim's time if it has a claim, otherwise its
// recorded time.
absl::Time KnownAt(const Entry& entry, bool by_claims);

// What an answer based on `known` must state: the last revision, cut requests, claims, the uncertain entries on
// `effective_on`, and since when the journal has known the case. The caller adds the position and the fold's version.
v1::AnsweredAsOf DescribeKnown(const KnownSet& known, const EntryList& entries, const v1::AsOf& as_of);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_KNOWN_SET_H_
