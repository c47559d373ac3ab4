// An exhibit that was unpacked and packed again: the same files in another archive (docs/EXHIBIT.md, "What the exit
// code says"). Pure.
#ifndef CASEJOURNAL_SERVICES_VERIFY_PACKED_AGAIN_H_
#define CASEJOURNAL_SERVICES_VERIFY_PACKED_AGAIN_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/exhibit/zip_file.h"

namespace casejournal::services {

// Read the files in an archive that a common program wrote: stored or deflated, with dates, attributes, extra fields,
// folders, and data descriptors, in any order. A folder around all of it is removed. Every tool sees the same files in
// it: local headers and directory agree, and there is nothing before, between, or after the members. Files that
// desktops add (__MACOSX, .DS_Store, Thumbs.db, desktop.ini) are omitted. Does not check whether the files are those of
// an exhibit.
//   kOutOfRange       the end of the archive is missing: it was truncated.
//   kInvalidArgument  it is not such an archive; the message says why. Also encryption, ZIP64, and files over the
//                     limits of zip_file.h.
absl::StatusOr<ZipFiles> ReadPackedAgain(absl::string_view bytes);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_PACKED_AGAIN_H_
