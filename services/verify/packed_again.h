// An exhibit that somebody unpacked and packed again: the same files in another archive (docs/EXHIBIT.md, "What the
// exit code says"). Pure.
#ifndef CASEJOURNAL_SERVICES_VERIFY_PACKED_AGAIN_H_
#define CASEJOURNAL_SERVICES_VERIFY_PACKED_AGAIN_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/exhibit/zip_file.h"

namespace casejournal::services {

// The files in an archive as common programs write it: stored or deflated, with dates, attributes, extra fields,
// folders, data descriptors, in any order, and all of it perhaps in one folder, which is taken off. Every tool sees the
// same files in it: local headers and directory agree, and nothing stands before, between or behind the members. What
// desktops add of their own
// (__MACOSX, .DS_Store, Thumbs.db, desktop.ini) is left out. Whether the files are those of an exhibit is not looked
// at.
//   kOutOfRange       the end of an archive is missing: it was cut off.
//   kInvalidArgument  it is no such archive; says what is wrong. Also encryption, ZIP64, over the limits of zip_file.h.
absl::StatusOr<ZipFiles> ReadPackedAgain(absl::string_view bytes);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_PACKED_AGAIN_H_
