// The content of an exhibit. Everything else in the file follows from it (docs/EXHIBIT.md).
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/record.h"
#include "services/exhibit/zip_file.h"

namespace casejournal::services {

// The version of docs/EXHIBIT.md, and the version of what the program writes for people: exhibit.html, timeline.svg,
// and the readable parts of the JSON. Increase the second if the same entries give other pages. Exhibits from the
// earliest versions on can be verified; pages of an earlier version cannot be made again.
inline constexpr uint32_t kExhibitFormat = 5;
inline constexpr uint32_t kExhibitFormatEarliest = 4;
inline constexpr uint32_t kExhibitFormatWithTimeline = 5;
inline constexpr uint32_t kExhibitPageVersion = 5;
inline constexpr uint32_t kExhibitPageVersionEarliest = 4;

inline constexpr size_t kExhibitEventsMax = 20'000;

// An entry, and the inclusion proof from it to the root of the exhibit's checkpoint.
struct ProvedEntry {
  eventstore::RecordedEntry entry;
  std::vector<eventstore::Hash> proof;
};

// One revision of the case's stream: the header of a given entry, or only the leaf of an entry that is left out.
struct ChainLink {
  eventstore::Position position = 0;
  std::string header;  // 118 bytes; empty: left out
  eventstore::Hash leaf{};
  // The inclusion proof of `leaf`, if the entry is left out. Given entries have their own proofs.
  std::vector<eventstore::Hash> proof;

  bool left_out() const { return header.empty(); }
};

// The text of a plan version whose entry is left out, with the parts withheld that its reader may not see.
struct TextInPart {
  eventstore::Revision revision = 0;  // of the entry
  event::v1::PlanText text;
};

struct Exhibit {
  // The case's stream, from revision 0 to the head that the disclosure names.
  std::vector<ChainLink> chain;
  // The entry that recorded the exhibit.
  ProvedEntry disclosure;
  // The chosen entries, by revision.
  std::vector<ProvedEntry> events;
  // Texts of versions whose entries are left out, by revision.
  std::vector<TextInPart> texts;
  // Entries of the journal's own stream, by position: the opening, continuations as another log, and the adoption of
  // the schema.
  std::vector<ProvedEntry> journal;
  // The signed note, with cosignatures.
  std::string checkpoint;
  // A TimeStampResp for it. Empty: none.
  std::string time_stamp;
};

// chain.txt, and its SHA-256, which the disclosure states.
std::string ChainText(const std::vector<ChainLink>& chain);
eventstore::Hash ChainDigest(const std::vector<ChainLink>& chain);

// Return the files of the exhibit by path. Pure: the same exhibit gives the same files. Errors as ViewExhibit.
absl::StatusOr<ZipFiles> ExhibitFiles(const Exhibit& exhibit);

// The same as one file.
//   kResourceExhausted  over the limits of zip_file.h.
absl::StatusOr<std::string> WriteExhibit(const Exhibit& exhibit);

// Read the exhibit from its files. Checks only the form. Does not read files that are made from other files.
//   kInvalidArgument  names the path that is missing, unknown, or malformed.
absl::StatusOr<Exhibit> ReadExhibit(const ZipFiles& files);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_H_
