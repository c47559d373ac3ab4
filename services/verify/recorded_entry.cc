#include "services/verify/recorded_entry.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "eventstore/seal/commitment.h"

namespace casejournal::services {

absl::StatusOr<eventstore::RecordedEntry> RecordedEntryOf(const eventlog::v1::RecordedEvent& event) {
  const auto lost = [&](absl::string_view what) {
    return absl::DataLossError(absl::StrCat("position ", event.position(), ": ", what));
  };
  absl::StatusOr<eventstore::Header> header = eventstore::DecodeHeader(event.header());
  if (!header.ok()) return lost(header.status().message());
  eventstore::RecordedEntry entry{
      .position = event.position(), .header = *header, .header_bytes = event.header(), .parts = {}};
  if (event.parts_size() > 255) return lost("more than 255 parts");
  std::vector<eventstore::Hash> commitments;
  for (const eventlog::v1::OpenedPart& part : event.parts()) {
    eventstore::OpenedPart opened{
        .label = static_cast<uint16_t>(part.label()), .salt = {}, .plaintext = part.plaintext()};
    if (part.salt().size() != opened.salt.size() || part.label() > 0xFFFF) return lost("a malformed salt or label");
    std::copy(part.salt().begin(), part.salt().end(), opened.salt.begin());
    commitments.push_back(eventstore::PartCommitment(static_cast<uint8_t>(commitments.size()), opened.label,
                                                     opened.salt, opened.plaintext));
    entry.parts.push_back(std::move(opened));
  }
  if (!commitments.empty() && eventstore::PayloadCommitment(commitments) != header->payload_commitment) {
    return lost("its payload is not the one that was recorded");
  }
  return entry;
}

}  // namespace casejournal::services
