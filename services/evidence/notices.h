// The notice to recipients of exhibits about passing them on.
#ifndef CASEJOURNAL_SERVICES_EVIDENCE_NOTICES_H_
#define CASEJOURNAL_SERVICES_EVIDENCE_NOTICES_H_

#include <map>
#include <string>
#include <vector>

#include "casejournal/event/v1/label.pb.h"

namespace casejournal::services {

inline constexpr size_t kNoticeBytesMax = 8'000;

// UTF-8, each ended by a newline.
struct Notices {
  std::string general =
      "CONFIDENTIAL. This is a record of child welfare and no public record. It was given to you for the purpose named "
      "below; "
      "do not pass it on unless the law permits it.\n";
  std::map<event::v1::Label, std::string> by_label;

  // The notice for entries with these labels.
  std::string For(const std::vector<event::v1::Label>& labels) const;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EVIDENCE_NOTICES_H_
