#include "tests/bench/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

extern char** environ;

namespace casejournal::services {
namespace {

// A server that uses less of a processor than this has nothing to do but to sign checkpoints.
constexpr double kIdleShare = 0.04;

struct ProcessStat {
  pid_t parent = 0;
  int64_t ticks = 0;  // of its own, and of its children that have ended
};

// proc(5): field 4, and fields 14 to 17, counted after the name in brackets.
std::optional<ProcessStat> ReadStat(pid_t pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  std::string line;
  std::getline(file, line);
  const size_t name_ends = line.rfind(')');
  if (name_ends == std::string::npos) return std::nullopt;
  const std::vector<std::string> fields = absl::StrSplit(line.substr(name_ends + 1), ' ', absl::SkipEmpty());
  ProcessStat stat;
  if (fields.size() < 15 || !absl::SimpleAtoi(fields[1], &stat.parent)) return std::nullopt;
  for (const size_t field : {11, 12, 13, 14}) {
    int64_t ticks = 0;
    if (absl::SimpleAtoi(fields[field], &ticks)) stat.ticks += ticks;
  }
  return stat;
}

int64_t StatusMiB(pid_t pid, absl::string_view what) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(status, line);) {
    int64_t kib = 0;
    if (!absl::StartsWith(line, what)) continue;
    const std::vector<std::string> words = absl::StrSplit(line, absl::ByAnyChar("\t "), absl::SkipEmpty());
    if (words.size() > 1 && absl::SimpleAtoi(words[1], &kib)) return kib >> 10;
  }
  return 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(const std::string& program,
                                                                  const std::vector<std::string>& arguments) {
  int to_child[2];
  int from_child[2];
  if (::pipe2(to_child, O_CLOEXEC) != 0 || ::pipe2(from_child, O_CLOEXEC) != 0)
    return absl::UnavailableError("cannot create a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int spawned = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(to_child[0]);
  ::close(from_child[1]);
  if (spawned != 0) return absl::UnavailableError(absl::StrCat("cannot start ", program));
  auto child = std::unique_ptr<ChildProcess>(new ChildProcess(pid, to_child[1], from_child[0]));
  if (absl::Status read = child->ReadLine(); !read.ok()) return read;
  return child;
}

absl::Status ChildProcess::ReadLine() {
  char byte = 0;
  while (::read(output_, &byte, 1) == 1) {
    if (byte == '\n') return absl::OkStatus();
    line_.push_back(byte);
  }
  return absl::UnavailableError("the child process ended before it was ready");
}

ChildProcess::~ChildProcess() {
  ::close(input_);
  if (pid_ != 0) {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_);
}

void ChildProcess::Kill() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

std::string ChildProcess::AddressInReadyLine() const {
  for (const absl::string_view word : absl::StrSplit(line_, ' ')) {
    if (absl::StrContains(word, ':')) return std::string(word);
  }
  return "";
}

int64_t ChildProcess::ResidentMiB() const { return StatusMiB(pid_, "VmRSS:"); }

int64_t ChildProcess::PeakMiB() const { return StatusMiB(pid_, "VmHWM:"); }

absl::Duration ChildProcess::CpuTime() const {
  clockid_t clock = 0;
  timespec used = {};
  // The kernel counts the same time as in /proc/PID/stat, in nanoseconds instead of ticks.
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return absl::ZeroDuration();
  return absl::DurationFromTimespec(used);
}

std::optional<absl::Duration> ChildProcess::CpuTimeOfThreads(absl::string_view name) const {
  int64_t nanoseconds = 0;
  bool found = false;
  std::error_code error;
  std::filesystem::directory_iterator thread(absl::StrCat("/proc/", pid_, "/task"), error);
  for (; !error && thread != std::filesystem::directory_iterator(); thread.increment(error)) {
    std::string called;
    std::ifstream comm(thread->path() / "comm");
    std::getline(comm, called);
    int64_t used = 0;
    if (called != name) continue;
    found = true;
    if (std::ifstream(thread->path() / "schedstat") >> used) nanoseconds += used;
  }
  if (!found) return std::nullopt;
  return absl::Nanoseconds(nanoseconds);
}

bool ChildProcess::AwaitIdle(absl::Duration quiet, absl::Duration limit) const {
  const absl::Time end = absl::Now() + limit;
  while (absl::Now() < end) {
    const absl::Duration before = CpuTime();
    absl::SleepFor(quiet);
    if (absl::FDivDuration(CpuTime() - before, quiet) < kIdleShare) return true;
  }
  return false;
}

absl::Duration ChildProcess::CpuTimeWithDescendants() const { return CpuTimeOfTree(pid_); }

absl::Duration CpuTimeOfTree(pid_t root) {
  std::map<pid_t, ProcessStat> all;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
    pid_t pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    if (const std::optional<ProcessStat> stat = ReadStat(pid)) all[pid] = *stat;
  }
  int64_t ticks = 0;
  for (const auto& [pid, stat] : all) {
    pid_t ancestor = pid;
    while (ancestor != root && all.contains(ancestor)) ancestor = all[ancestor].parent;
    if (ancestor == root) ticks += stat.ticks;
  }
  return absl::Seconds(ticks) / ::sysconf(_SC_CLK_TCK);
}

}  // namespace casejournal::services
