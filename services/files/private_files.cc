#include "services/files/private_files.h"

#include <sys/stat.h>

namespace casejournal::services {

void KeepFilesPrivate() { ::umask(077); }

bool OthersMayRead(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) && (found.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

}  // namespace casejournal::services
