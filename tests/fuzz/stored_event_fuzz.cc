// Payloads of entries: nothing that this program does not fully know may be read.
#include <algorithm>

#include "google/protobuf/stubs/logging.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_words.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(stored_event) {
  static const google::protobuf::LogSilencer silence;  // the library reports each damaged field
  (void)projections::EventTypeNameIn(bytes);
  const auto stored = projections::DecodeStoredEvent(bytes);
  if (!stored.ok()) return;
  Hold(stored->admission().schema_version() <= projections::kSchemaVersion, "a later schema is refused");
  const std::string encoded = projections::EncodeStoredEvent(*stored);
  const auto again = projections::DecodeStoredEvent(encoded);
  Hold(again.ok() && projections::EncodeStoredEvent(*again) == encoded, "what was decoded can be encoded again");
  Hold(projections::EventTypeNameIn(encoded) == projections::EventTypeName(*stored), "both readers see the same type");
}

}  // namespace casejournal::fuzz
