// The memory of this process: how much it is, and that what is free goes back to the system.
#ifndef CASEJOURNAL_SERVICES_LISTEN_MEMORY_H_
#define CASEJOURNAL_SERVICES_LISTEN_MEMORY_H_

#include <cstdint>

namespace casejournal::services {

// What this process holds in memory, without files that it has mapped. 0 if the system does not say.
uint64_t MemoryInUse();

// From now on, memory that is free goes back to the system within half a minute, also while nothing is called. jemalloc
// by itself gives it back only where threads go on to allocate. Returns whether that is so: not in programs that are
// built without jemalloc.
bool GiveMemoryBack();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_LISTEN_MEMORY_H_
