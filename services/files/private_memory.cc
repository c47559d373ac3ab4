#include "services/files/private_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace casejournal::services {

absl::Status KeepMemoryPrivate() {
  const rlimit none = {.rlim_cur = 0, .rlim_max = 0};
  if (::setrlimit(RLIMIT_CORE, &none) != 0)
    return absl::InternalError(absl::StrCat("forbidding core dumps: ", std::strerror(errno)));
  // A limit of 0 does not keep the kernel from piping an image to a program (core_pattern). This does.
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return absl::InternalError(absl::StrCat("keeping the memory private: ", std::strerror(errno)));
  return absl::OkStatus();
}

}  // namespace casejournal::services
