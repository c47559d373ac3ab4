#include "tests/bench/machine.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/bench/child_process.h"
#include "tests/bench/mix/device_writes.h"

namespace casejournal::services {
namespace {

std::string FirstLineWith(const std::string& path, absl::string_view start) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!absl::StartsWith(line, start)) continue;
    const size_t colon = line.find(':');
    return colon == std::string::npos ? line : line.substr(std::min(line.size(), colon + 2));
  }
  return "unknown";
}

}  // namespace

// proc(5): the first line of /proc/stat has user, nice, system, idle, iowait, irq, softirq, and steal, in ticks.
MachineTime MachineTimeNow() {
  std::ifstream file("/proc/stat");
  std::string name;
  int64_t ticks[8] = {};
  file >> name;
  for (int64_t& each : ticks) file >> each;
  const int64_t tick = ::sysconf(_SC_CLK_TCK);
  MachineTime now;
  for (const int64_t each : ticks) now.all += absl::Seconds(each) / tick;
  now.idle = absl::Seconds(ticks[3] + ticks[4]) / tick;
  now.ours = CpuTimeOfTree(::getpid());
  return now;
}

double ShareOfOthers(const MachineTime& before, const MachineTime& after) {
  const absl::Duration all = after.all - before.all;
  const absl::Duration others = all - (after.idle - before.idle) - (after.ours - before.ours);
  return all <= absl::ZeroDuration() ? 0 : std::max(0.0, absl::FDivDuration(others, all));
}

std::vector<std::pair<std::string, std::string>> MachineInWords(const std::string& directory) {
  utsname kernel = {};
  ::uname(&kernel);
  return {{"processor", FirstLineWith("/proc/cpuinfo", "model name")},
          {"processors", absl::StrCat(std::thread::hardware_concurrency())},
          {"memory", FirstLineWith("/proc/meminfo", "MemTotal")},
          {"kernel", absl::StrCat(kernel.sysname, " ", kernel.release)},
          {"device", DeviceWrites(directory).name()}};
}

uint64_t BytesInFiles(const std::string& directory) {
  uint64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    // A server may remove a file between its name and its size.
    std::error_code gone;
    const uint64_t size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

}  // namespace casejournal::services
