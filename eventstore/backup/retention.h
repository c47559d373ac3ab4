// Which generations of a repository are kept. Pure; safe for concurrent use.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_RETENTION_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_RETENTION_H_

#include <cstdint>
#include <vector>

#include "eventstore/backup/generation.h"

namespace casejournal::eventstore {

// A generation is kept if one of the two keeps it. The newest one is always kept.
struct Retention {
  uint64_t newest = 0;  // so many of the newest ones
  uint64_t days = 0;    // those that are not older than so many times 24 hours
};

// The numbers of the generations that go. `generations` is ordered, the oldest first.
std::vector<uint64_t> ToPrune(const std::vector<Generation>& generations, const Retention& retention, int64_t now_us);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_RETENTION_H_
