#include "services/digest_code/digest_code.h"

#include <qrencode.h>

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::optional<DigestCode> CodeOfDigest(absl::string_view digest) {
  if (digest.empty()) return std::nullopt;
  const std::unique_ptr<QRcode, FreeCode> drawn(
      QRcode_encodeString(absl::AsciiStrToUpper(digest).c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1));
  if (drawn == nullptr) return std::nullopt;
  DigestCode code = {.width = drawn->width, .runs = {}};
  for (int row = 0; row < code.width; ++row) {
    for (int column = 0; column < code.width;) {
      int end = column;
      while (end < code.width && (drawn->data[row * code.width + end] & 1) != 0) ++end;
      if (end > column) code.runs.push_back({.row = row, .column = column, .length = end - column});
      column = std::max(end, column + 1);
    }
  }
  return code;
}

std::string PathOfCode(const DigestCode& code) {
  std::string path;
  for (const DigestCode::Run& run : code.runs)
    absl::StrAppend(&path, "M", run.column, " ", run.row, "h", run.length, "v1h-", run.length, "z");
  return path;
}

}  // namespace casejournal::services
