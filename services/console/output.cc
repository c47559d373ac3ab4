#include "services/console/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// The errno of the first failure of standard output; 0 if there was none.
int output_errno = 0;

bool Note(bool written) {
  if (!written && output_errno == 0) output_errno = errno == 0 ? EIO : errno;
  return output_errno == 0;
}

bool Write(absl::string_view bytes) {
  if (output_errno != 0) return false;
  errno = 0;
  return Note(std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size());
}

}  // namespace

bool Print(absl::string_view text) { return Write(Printable(text)); }

bool PrintExact(absl::string_view bytes) { return isatty(STDOUT_FILENO) == 1 ? Print(bytes) : Write(bytes); }

bool FlushOutput() {
  if (output_errno != 0) return false;
  errno = 0;
  return Note(std::fflush(stdout) == 0);
}

void Complain(absl::string_view text) { Remark(absl::StrCat("casejournal: ", text)); }

void Remark(absl::string_view text) {
  FlushOutput();
  const std::string line = absl::StrCat(Printable(text), "\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

ExitStatus FinishOutput(ExitStatus exit) {
  std::cout.flush();  // CLI11 writes --help to std::cout.
  if (FlushOutput() || output_errno == EPIPE) return exit;
  const std::string why =
      absl::StrCat("casejournal: the output could not be written: ", std::strerror(output_errno), "\n");
  std::fwrite(why.data(), 1, why.size(), stderr);
  return exit == ExitStatus::kOk ? ExitStatus::kFailure : exit;
}

}  // namespace casejournal::services
