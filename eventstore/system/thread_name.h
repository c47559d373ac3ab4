// The names of threads, as the tools of the system show them beside what each uses (top -H, perf, a debugger).
#ifndef CASEJOURNAL_EVENTSTORE_SYSTEM_THREAD_NAME_H_
#define CASEJOURNAL_EVENTSTORE_SYSTEM_THREAD_NAME_H_

#include <string>

namespace casejournal::eventstore {

// Name the calling thread, for what it does. A name has at most 15 bytes (pthread_setname_np(3)); the rest is left out.
void NameThisThread(std::string name);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SYSTEM_THREAD_NAME_H_
