// Names of metadata that calls carry next to their messages.
#ifndef CASEJOURNAL_SERVICES_NET_METADATA_KEYS_H_
#define CASEJOURNAL_SERVICES_NET_METADATA_KEYS_H_

namespace casejournal::services {

// Initial metadata of ReadEvents: the position of the entry that holds the offsets of the journal's time zone
// (docs/CLIENTS.md).
inline constexpr char kZoneRulesKey[] = "casejournal-zone-rules";

// Initial metadata of an answer that a disclosure is recorded for: the notice to its recipient, in the words of the
// disclosure, and in UTF-8 (docs/CLIENTS.md).
inline constexpr char kNoticeKey[] = "casejournal-notice-bin";

// Metadata of any call: why it is made, and by which authority (a consent, an order, a paragraph), in words; in UTF-8,
// hence binary. Recorded with what the call gives (docs/ACCESS.md).
inline constexpr char kPurposeKey[] = "casejournal-purpose-bin";
inline constexpr char kAuthorityKey[] = "casejournal-authority-bin";

// Trailing metadata of Backup: what could not be removed after the backup was made, in UTF-8 (docs/CLIENTS.md).
inline constexpr char kLeftOverKey[] = "casejournal-left-over-bin";

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_NET_METADATA_KEYS_H_
