// Names of metadata that calls carry next to their messages.
#ifndef CASEJOURNAL_SERVICES_NET_METADATA_KEYS_H_
#define CASEJOURNAL_SERVICES_NET_METADATA_KEYS_H_

namespace casejournal::services {

// Initial metadata of ReadEvents: the position of the entry that holds the offsets of the journal's time zone
// (docs/CLIENTS.md).
inline constexpr char kZoneRulesKey[] = "casejournal-zone-rules";

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_NET_METADATA_KEYS_H_
