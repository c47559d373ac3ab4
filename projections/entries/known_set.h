// Which entries an answer rests on: the known set K of docs/AS_OF.md.
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

  // The instant that must be over before an answer is given: no later entry may receive a
  // `recorded_at` before it. Absent where K is chosen by revision or position, or is everything.
  std::optional<absl::Time> Closes() const { return closes_; }

  // Whether entries count by their claims.
  bool by_claims() const { return by_claims_; }

  // Whether some request is in K in part only (of its entries in this case).
  bool CutsRequest(const EntryList& entries) const;

 private:
  friend absl::StatusOr<KnownSet> ResolveKnown(const v1::AsOf& as_of, absl::TimeZone zone);

  std::optional<eventstore::Revision> last_revision_;
  std::optional<eventstore::Position> last_position_;
  std::optional<absl::Time> closes_;  // exclusive
  bool by_claims_ = false;
};

// Resolves what a caller asked for. `zone` is the journal's.
//   kInvalidArgument  a malformed instant or day, an unknown basis, a malformed `effective_on`; the text names the
//                     field.
absl::StatusOr<KnownSet> ResolveKnown(const v1::AsOf& as_of, absl::TimeZone zone);

// When the entry counts as known: the claim's time where it carries one and `by_claims`, else its
// recorded time.
absl::Time KnownAt(const Entry& entry, bool by_claims);

// What an answer on `known` must say of itself: last revision, cut requests, claims, the uncertain
// entries on `effective_on`, since when the journal knows of the case. The caller adds the position
// and the fold's version.
v1::AnsweredAsOf DescribeKnown(const KnownSet& known, const EntryList& entries, const v1::AsOf& as_of);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_KNOWN_SET_H_
