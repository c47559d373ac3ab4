// The machine of a run: what it is, and how much of it others used.
#ifndef CASEJOURNAL_TESTS_BENCH_MACHINE_H_
#define CASEJOURNAL_TESTS_BENCH_MACHINE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace casejournal::services {

// What the machine and this run have used of its processors so far.
struct MachineTime {
  absl::Duration all;   // of all processors, idle or not
  absl::Duration idle;  // waiting for a device included
  absl::Duration ours;  // this program, the servers, and the databases
};

MachineTime MachineTimeNow();

// Return the share of the processors that everything else on the machine used in between, steal included, in [0, 1].
double ShareOfOthers(const MachineTime& before, const MachineTime& after);

// Return what the machine is, in words: a list of names and values. `directory` is on the device that is named.
std::vector<std::pair<std::string, std::string>> MachineInWords(const std::string& directory);

// Return the size of all files in a directory and below, in bytes.
uint64_t BytesInFiles(const std::string& directory);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MACHINE_H_
