// The QR code of a digest, as it is on pages and papers. Pure.
#ifndef CASEJOURNAL_SERVICES_DIGEST_CODE_DIGEST_CODE_H_
#define CASEJOURNAL_SERVICES_DIGEST_CODE_DIGEST_CODE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// A square of `width` times `width` modules, without a margin. Modules are counted from 0, from the top left.
struct DigestCode {
  // Dark modules side by side.
  struct Run {
    int row = 0;
    int column = 0;
    int length = 1;
  };

  int width = 0;
  std::vector<Run> runs;  // from the top, and from the left
};

// Return the code of the hexadecimal digits in upper case, with error correction M. Upper case needs fewer modules, and
// a program compares digits without regard to case. Nothing for an empty digest, or for one that is too long for a
// code. The same digest has the same code: libqrencode 4 chooses its size and its mask.
std::optional<DigestCode> CodeOfDigest(absl::string_view digest);

// Return the code as the data of a path of SVG, in which a module has the width 1.
std::string PathOfCode(const DigestCode& code);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DIGEST_CODE_DIGEST_CODE_H_
