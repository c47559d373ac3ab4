#include "services/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

// The first failure of standard output; 0: none.
int output_errno = 0;

bool Note(bool written) {
  if (!written && output_errno == 0) output_errno = errno == 0 ? EIO : errno;
  return output_errno == 0;
}

}  // namespace

bool Print(absl::string_view text) {
  if (output_errno != 0) return false;
  errno = 0;
  return Note(std::fwrite(text.data(), 1, text.size(), stdout) == text.size());
}

bool FlushOutput() {
  if (output_errno != 0) return false;
  errno = 0;
  return Note(std::fflush(stdout) == 0);
}

void Complain(absl::string_view text) { Remark(absl::StrCat("casejournal: ", text)); }

void Remark(absl::string_view text) {
  FlushOutput();
  const std::string line = absl::StrCat(text, "\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

ExitStatus FinishOutput(ExitStatus exit) {
  std::cout.flush();  // CLI11 writes its --help there.
  if (FlushOutput() || output_errno == EPIPE) return exit;
  const std::string why = absl::StrCat(
      "casejournal: the output could not be written: ", std::strerror(output_errno), "\n");
  std::fwrite(why.data(), 1, why.size(), stderr);
  return exit == ExitStatus::kOk ? ExitStatus::kFailure : exit;
}

absl::Status ReadInput(const std::string& path, std::string* content) {
  std::ostringstream all;
  if (path == "-") {
    all << std::cin.rdbuf();
  } else {
    std::ifstream file(path, std::ios::binary);
    if (!file) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
    all << file.rdbuf();
    if (file.bad()) {
      return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
    }
  }
  *content = std::move(all).str();
  return absl::OkStatus();
}

absl::Status WriteFile(const std::string& path, absl::string_view content) {
  const std::string fresh = path + ".new";
  std::FILE* file = std::fopen(fresh.c_str(), "wb");
  if (file == nullptr) {
    return absl::UnavailableError(absl::StrCat(fresh, ": ", std::strerror(errno)));
  }
  bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  written = std::fclose(file) == 0 && written;
  if (!written || std::rename(fresh.c_str(), path.c_str()) != 0) {
    const std::string why = std::strerror(errno);
    std::remove(fresh.c_str());
    return absl::UnavailableError(absl::StrCat(path, ": ", why));
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
