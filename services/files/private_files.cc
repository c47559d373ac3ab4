#include "services/files/private_files.h"

#include <sys/stat.h>

namespace casejournal::services {

void KeepFilesPrivate() { ::umask(077); }

}  // namespace casejournal::services
