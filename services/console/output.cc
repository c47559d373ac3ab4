#include "services/console/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/console/display.h"
#include "services/console/pager.h"
#include "services/console/terminal.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// The errno of the first failure of standard output; 0 if there was none.
int output_errno = 0;
bool pager_offered = false;
bool result_tells = false;
// What was complained of.
std::string complaints;  // NOLINT(cert-err58-cpp): empty

bool Note(bool written) {
  if (!written && output_errno == 0) output_errno = errno == 0 ? EIO : errno;
  return output_errno == 0;
}

bool Write(absl::string_view bytes) {
  if (output_errno != 0) return false;
  if (pager_offered && !bytes.empty()) {
    pager_offered = false;
    StartPager();
  }
  errno = 0;
  return Note(std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size());
}

void WriteError(absl::string_view text) {
  FlushOutput();
  const std::string line = absl::StrCat(Printable(text), "\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace

bool Print(absl::string_view text) { return Write(Printable(text)); }

bool PrintStyled(absl::string_view text) { return Write(text); }

bool PrintExact(absl::string_view bytes) { return StandardOutputIsTerminal() ? Print(bytes) : Write(bytes); }

bool FlushOutput() {
  if (output_errno != 0) return false;
  errno = 0;
  return Note(std::fflush(stdout) == 0);
}

void Complain(absl::string_view text) {
  absl::StrAppend(&complaints, complaints.empty() ? "" : "\n", text);
  WriteError(absl::StrCat("casejournal: ", text));
}

void OfferPager() { pager_offered = true; }

void ResultTellsFailure() { result_tells = true; }

void Remark(absl::string_view text) {
  if (!IsQuiet()) WriteError(text);
}

ExitStatus FinishOutput(ExitStatus exit) {
  if (WantsJson() && exit != ExitStatus::kOk && !result_tells) {
    const nlohmann::ordered_json error = {{"code", CanonicalCodeOf(exit)}, {"message", complaints}};
    Print(absl::StrCat(error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n"));
  }
  std::cout.flush();  // CLI11 writes --help to std::cout.
  const bool written = FlushOutput();
  FinishPager();
  if (written || output_errno == EPIPE) return exit;
  const std::string why =
      absl::StrCat("casejournal: the output could not be written: ", std::strerror(output_errno), "\n");
  std::fwrite(why.data(), 1, why.size(), stderr);
  return exit == ExitStatus::kOk ? ExitStatus::kFailure : exit;
}

}  // namespace casejournal::services
