// ZIP in its narrowest form (docs/EXHIBIT.md): stored files, nothing optional, one spelling. Whatever is read here is,
// byte for byte, what writing its files gives; so no tool sees other files in it than another, and none of its bytes
// means nothing.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_ZIP_FILE_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_ZIP_FILE_H_

#include <cstddef>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

inline constexpr size_t kZipFilesMax = 65'535;
inline constexpr size_t kZipBytesMax = size_t{256} << 20;
inline constexpr size_t kZipPathMax = 100;

// 1 to kZipPathMax lower-case letters, digits, ".", "-", "_" and "/".
bool IsZipPath(absl::string_view path);

// Contents by path.
using ZipFiles = std::map<std::string, std::string>;

// The file. Pure: the same files give the same bytes.
//   kInvalidArgument    a path that is not of lower-case letters, digits, ".", "-", "_" and "/", 1 to kZipPathMax of
//                       them.
//   kResourceExhausted  over kZipFilesMax or kZipBytesMax.
absl::StatusOr<std::string> WriteZip(const ZipFiles& files);

// Reads what WriteZip writes, and nothing else.
//   kInvalidArgument  it is something else; the message names the first byte that is not as it should be.
absl::StatusOr<ZipFiles> ReadZip(absl::string_view bytes);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_ZIP_FILE_H_
