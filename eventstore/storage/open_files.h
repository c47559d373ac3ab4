// How many files a database keeps open. The limit of the process is for connections and spools, too.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_OPEN_FILES_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_OPEN_FILES_H_

#include <sys/resource.h>

#include <algorithm>

namespace casejournal::eventstore {

// For rocksdb::DBOptions::max_open_files: `most`, or a tenth of what this process may have open. RocksDB opens a table
// again when it reads it.
inline int TablesKeptOpen(int most) {
  constexpr rlim_t kFewest = 20;  // RocksDB takes no fewer
  constexpr rlim_t kShare = 10;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return most;
  return static_cast<int>(std::min(static_cast<rlim_t>(most), std::max(kFewest, limit.rlim_cur / kShare)));
}

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_OPEN_FILES_H_
