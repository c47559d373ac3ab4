#include "services/console/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "services/console/display.h"
#include "services/console/pager.h"
#include "services/console/terminal.h"
#include "services/pages/table.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

// The errno of the first failure of standard output; 0 if there was none.
int output_errno = 0;
bool pager_offered = false;
bool result_tells = false;
// What was complained of.
std::string complaints;  // NOLINT(cert-err58-cpp): empty

// What goes with the results.
class WordsWithResults {
 public:
  void Add(absl::string_view words) {
    absl::MutexLock lock(&mutex_);
    for (const absl::string_view line : absl::StrSplit(words, '\n', absl::SkipWhitespace())) {
      if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.emplace_back(line);
    }
  }
  // The lines that were not taken yet, each as a paragraph.
  std::string Take(size_t width) {
    absl::MutexLock lock(&mutex_);
    std::string text;
    for (; taken_ < lines_.size(); ++taken_) absl::StrAppend(&text, Paragraph(lines_[taken_], 0, width));
    return text;
  }

 private:
  absl::Mutex mutex_;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
};
WordsWithResults& WithResults() {
  static auto* const words = new WordsWithResults();
  return *words;
}

bool exact_results = false;
bool any_results = false;

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
  any_results = any_results || !bytes.empty();
  return Note(std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size());
}

void WriteError(absl::string_view text) {
  FlushOutput();
  const std::string line = absl::StrCat(Printable(text), "\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace

bool Print(absl::string_view text) { return Write(Printable(text)); }

void SayWithResults(absl::string_view words) { WithResults().Add(words); }

void SayNow() {
  std::string words = WithResults().Take(TerminalWidth());
  if (words.empty()) return;
  words.pop_back();  // the newline, which WriteError adds
  WriteError(words);
}

bool PrintStyled(absl::string_view text) { return Write(text); }

bool PrintExact(absl::string_view bytes) {
  exact_results = true;
  return StandardOutputIsTerminal() ? Print(bytes) : Write(bytes);
}

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
  if (AreForProgram() || exact_results || !any_results) SayNow();
  if (const std::string words = WithResults().Take(TerminalWidth()); !words.empty()) Print(absl::StrCat("\n", words));
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
  const bool full = output_errno == ENOSPC || output_errno == EDQUOT;
  return exit != ExitStatus::kOk ? exit : full ? ExitStatus::kDiskFull : ExitStatus::kFailure;
}

}  // namespace casejournal::services
