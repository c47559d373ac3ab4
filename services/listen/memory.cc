#include "services/listen/memory.h"

#include <unistd.h>

#include <cstddef>
#include <fstream>

// jemalloc's own control, where the program is linked to it.
extern "C" int mallctl(const char* name, void* old_value, size_t* old_size, void* new_value, size_t new_size)
    __attribute__((weak));

namespace casejournal::services {

uint64_t MemoryInUse() {
  std::ifstream statm("/proc/self/statm");
  uint64_t all = 0, resident = 0, shared = 0;
  if (!(statm >> all >> resident >> shared) || shared > resident) return 0;
  return (resident - shared) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

bool GiveMemoryBack() {
  bool on = true;
  return mallctl != nullptr && mallctl("background_thread", nullptr, nullptr, &on, sizeof(on)) == 0;
}

}  // namespace casejournal::services
