#include "tests/bench/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

extern char** environ;

namespace casejournal::services {

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
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  ::close(output_);
}

std::string ChildProcess::AddressInReadyLine() const {
  for (const absl::string_view word : absl::StrSplit(line_, ' ')) {
    if (absl::StrContains(word, ':')) return std::string(word);
  }
  return "";
}

int64_t ChildProcess::ResidentMiB() const {
  std::ifstream status(absl::StrCat("/proc/", pid_, "/status"));
  for (std::string line; std::getline(status, line);) {
    int64_t kib = 0;
    if (!absl::StartsWith(line, "VmRSS:")) continue;
    const std::vector<std::string> words = absl::StrSplit(line, absl::ByAnyChar("\t "), absl::SkipEmpty());
    if (words.size() > 1 && absl::SimpleAtoi(words[1], &kib)) return kib >> 10;
  }
  return 0;
}

// proc(5): fields 14 and 15, counted after the name in brackets, in ticks.
absl::Duration ChildProcess::CpuTime() const {
  std::ifstream stat(absl::StrCat("/proc/", pid_, "/stat"));
  std::string line;
  std::getline(stat, line);
  const std::vector<std::string> fields = absl::StrSplit(line.substr(line.rfind(')') + 1), ' ', absl::SkipEmpty());
  int64_t in_user = 0;
  int64_t in_kernel = 0;
  if (fields.size() < 13 || !absl::SimpleAtoi(fields[11], &in_user) || !absl::SimpleAtoi(fields[12], &in_kernel)) {
    return absl::ZeroDuration();
  }
  return absl::Seconds(in_user + in_kernel) / ::sysconf(_SC_CLK_TCK);
}

}  // namespace casejournal::services
