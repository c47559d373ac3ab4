#include "eventstore/system/thread_name.h"

#include <pthread.h>

namespace casejournal::eventstore {

void NameThisThread(std::string name) {
  constexpr size_t kBytesMax = 15;
  if (name.size() > kBytesMax) name.resize(kBytesMax);
  pthread_setname_np(pthread_self(), name.c_str());
}

}  // namespace casejournal::eventstore
