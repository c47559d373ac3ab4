// An entry, and the text of a plan version, as JSON in an exhibit.
#include <algorithm>

#include "casejournal/event/v1/stored_event.pb.h"
#include "google/protobuf/stubs/logging.h"
#include "projections/versions/plan_text.h"
#include "services/exhibit/entry_json.h"
#include "services/exhibit/text_json.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(entry_json) {
  static const google::protobuf::LogSilencer silence;  // the library reports each damaged field
  const auto entry = services::ParseEntryJson(bytes);
  if (entry.ok()) {
    Hold(!entry->parts.empty() && entry->parts.size() <= 255, "an entry has parts, and not too many");
    Hold(eventstore::EncodeHeader(entry->header) == entry->header_bytes, "a header has one spelling");
    const auto again = services::ParseEntryJson(services::EntryJson(*entry, event::v1::StoredEvent(), "A sentence."));
    Hold(again.ok() && again->position == entry->position && again->header_bytes == entry->header_bytes &&
             again->parts.size() == entry->parts.size() && again->payload() == entry->payload(),
         "what was read can be written and read again");
  }
  const auto text = services::ParseTextJson(bytes);
  if (!text.ok()) return;
  const std::string digest = projections::PlanTextDigest(*text);
  Hold(digest.size() == 32, "a text has a digest");
  const auto again = services::ParseTextJson(services::TextJson(*text));
  Hold(again.ok() && again->SerializeAsString() == text->SerializeAsString() &&
           projections::PlanTextDigest(*again) == digest,
       "what was read can be written and read again");
  Hold(projections::PlanTextDigest(projections::WithheldExcept(*text, {})) == digest, "withholding keeps the digest");
  (void)projections::ReadPlanText(*text);
}

}  // namespace casejournal::fuzz
