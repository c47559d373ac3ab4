// What an exhibit is made from. Everything else in the file follows from it (docs/EXHIBIT.md).
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/record.h"
#include "services/exhibit/zip_file.h"

namespace casejournal::services {

// The version of docs/EXHIBIT.md, and of what the program writes for people: exhibit.html, the readable parts of the
// JSON. Raise the second whenever the same entries give other pages.
inline constexpr uint32_t kExhibitFormat = 2;
inline constexpr uint32_t kExhibitPageVersion = 2;

inline constexpr size_t kExhibitEventsMax = 20'000;

// An entry, and the inclusion proof that leads from it to the root of the exhibit's checkpoint.
struct ProvedEntry {
  eventstore::RecordedEntry entry;
  std::vector<eventstore::Hash> proof;
};

// One revision of the case's stream: the header of an entry that is given, or no more than the leaf of one that is left
// out.
struct ChainLink {
  eventstore::Position position = 0;
  std::string header;  // 118 bytes; empty: left out
  eventstore::Hash leaf{};
  // Of an entry that is left out: the inclusion proof of `leaf`. Others are proved with their entry.
  std::vector<eventstore::Hash> proof;

  bool left_out() const { return header.empty(); }
};

struct Exhibit {
  // The case's stream, from revision 0 to the head that the disclosure names.
  std::vector<ChainLink> chain;
  // The entry by which the exhibit was recorded.
  ProvedEntry disclosure;
  // The chosen entries, by revision.
  std::vector<ProvedEntry> events;
  // Of the journal's own stream, by position: what opened it, went on as another log, adopted the schema.
  std::vector<ProvedEntry> journal;
  // The signed note, with cosignatures.
  std::string checkpoint;
  // A TimeStampResp over it; empty: none.
  std::string time_stamp;
};

// chain.txt, and the SHA-256 of it that the disclosure states.
std::string ChainText(const std::vector<ChainLink>& chain);
eventstore::Hash ChainDigest(const std::vector<ChainLink>& chain);

// The files of the exhibit by path. Pure: the same exhibit gives the same files.
//   As ViewExhibit.
absl::StatusOr<ZipFiles> ExhibitFiles(const Exhibit& exhibit);

// The same as one file.
//   kResourceExhausted  over the limits of zip_file.h.
absl::StatusOr<std::string> WriteExhibit(const Exhibit& exhibit);

// Takes the exhibit out of its files. Nothing in it is checked but its form; nothing that is made from something else
// is read.
//   kInvalidArgument  names the path that is missing, unknown or malformed.
absl::StatusOr<Exhibit> ReadExhibit(const ZipFiles& files);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_H_
