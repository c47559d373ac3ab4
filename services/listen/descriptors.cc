#include "services/listen/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

// A server at rest has fewer than 100: tables and logs of five databases, its port, and what gRPC polls with.
constexpr uint64_t kFilesOfServer = 128;
constexpr uint64_t kConnectionsFewest = 16;
constexpr absl::string_view kHowToRaise = "raise it with \"ulimit -n\", or LimitNOFILE= of the service";

}  // namespace

uint64_t OpenFilesMax() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return limit.rlim_cur;
}

uint64_t RaiseOpenFilesMax() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const rlimit highest{.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
  if (limit.rlim_cur < limit.rlim_max && setrlimit(RLIMIT_NOFILE, &highest) == 0) return highest.rlim_cur;
  return limit.rlim_cur;
}

absl::StatusOr<uint64_t> ConnectionsFor(uint64_t open_files_max, uint64_t wanted) {
  const uint64_t most = open_files_max < kFilesOfServer ? 0 : (open_files_max - kFilesOfServer) / 2;
  if (most < kConnectionsFewest) {
    return absl::InvalidArgumentError(absl::StrCat("this process may have ", open_files_max,
                                                   " files open; a server needs ",
                                                   kFilesOfServer + 2 * kConnectionsFewest, ": ", kHowToRaise));
  }
  if (wanted > most) {
    return absl::InvalidArgumentError(absl::StrCat("--connections: ", wanted, " given; at most ", most,
                                                   " with the limit of ", open_files_max,
                                                   " open files: ", kHowToRaise));
  }
  return wanted == 0 ? std::min(most, kConnectionsMost) : wanted;
}

}  // namespace casejournal::services
