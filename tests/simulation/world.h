// Journals on simulated machines. Whatever is promised is checked all the time. The same seed gives the same run.
#ifndef CASEJOURNAL_TESTS_SIMULATION_WORLD_H_
#define CASEJOURNAL_TESTS_SIMULATION_WORLD_H_

#include <cstdint>

#include "tests/simulation/machine.h"

namespace casejournal::simulation {

// A log with clients, readers, waiters, and followers.
WorldResult RunLogWorld(uint64_t seed);

// A recorder over a log, with the cache of cases.
WorldResult RunRecorderWorld(uint64_t seed);

}  // namespace casejournal::simulation

#endif  // CASEJOURNAL_TESTS_SIMULATION_WORLD_H_
