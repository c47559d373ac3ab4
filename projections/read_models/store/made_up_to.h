// How far rows were built, and from which log.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_MADE_UP_TO_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_MADE_UP_TO_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/event_log.h"

namespace casejournal::projections {

// A position has no meaning in another log.
struct MadeUpTo {
  eventstore::Position position = 0;  // every entry before it is in the rows
  std::string leaf;                   // leaf hash of the entry before it, in hexadecimal; empty at position 0

  // Every entry up to and including this one.
  static MadeUpTo With(const eventstore::PlacedHeader& last);
  // Return whether `log` has that entry at that place, and therefore all earlier ones: an entry's hash covers its time
  // and content, and names the entry before it in its stream.
  absl::StatusOr<bool> IsOf(const eventstore::EventLog& log) const;

  // As it is stored: "<position> <leaf>", or a position alone, which is of no log. Absent: it is neither.
  std::string ToText() const;
  static std::optional<MadeUpTo> FromText(absl::string_view text);
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_STORE_MADE_UP_TO_H_
