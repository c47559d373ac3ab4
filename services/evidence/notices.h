// The notice to recipients about passing on what they are given.
#ifndef CASEJOURNAL_SERVICES_EVIDENCE_NOTICES_H_
#define CASEJOURNAL_SERVICES_EVIDENCE_NOTICES_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "casejournal/event/v1/label.pb.h"

namespace casejournal::services {

// Of the general notice and all others together: an answer carries them in its metadata, of which clients take 8 KiB,
// and some of them count four bytes for three.
inline constexpr size_t kNoticeBytesMax = 5'000;

// UTF-8, each ended by a newline.
struct Notices {
  std::string general =
      "CONFIDENTIAL. This is a record of child welfare and no public record. It was given to you for a purpose that is "
      "on record; do not pass it on unless the law permits it.\n";
  std::map<event::v1::Label, std::string> by_label;

  // The notice for entries with these labels.
  std::string For(const std::vector<event::v1::Label>& labels) const;

  // The bytes of the longest notice.
  size_t BytesMax() const;
};

// Tells who made a call the words of the notice for what it gives. Called before the first byte of the answer leaves,
// at most once for each call.
using TellNotice = std::function<void(const std::string& words)>;

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EVIDENCE_NOTICES_H_
