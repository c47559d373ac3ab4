#include "services/console/pager.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/console/display.h"
#include "services/console/terminal.h"

namespace casejournal::services {
namespace {

pid_t pager = 0;  // 0: none runs

std::string PagerCommand() {
  for (const char* name : {"CASEJOURNAL_PAGER", "PAGER"}) {
    if (const char* value = std::getenv(name); value != nullptr) return value;
  }
  return "less";
}

bool IsInstalled(absl::string_view program) {
  if (program.find('/') != absl::string_view::npos) return access(std::string(program).c_str(), X_OK) == 0;
  const char* path = std::getenv("PATH");
  for (const absl::string_view folder : absl::StrSplit(path == nullptr ? "" : path, ':')) {
    if (access(absl::StrCat(folder, "/", program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

// The environment of this process, with $LESS for a reader who did not set it.
std::vector<std::string> PagerEnvironment() {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) all.emplace_back(*entry);
  if (std::getenv("LESS") == nullptr) all.emplace_back("LESS=FRX");
  return all;
}

}  // namespace

void StartPager() {
  if (pager != 0 || !MayPage()) return;
  const std::string command = PagerCommand();
  const std::vector<std::string> words = absl::StrSplit(command, ' ', absl::SkipWhitespace());
  if (words.empty() || words.front() == "cat" || !IsInstalled(words.front())) return;
  (void)TerminalWidth();  // remembers the terminal, which standard output is about to leave
  std::array<int, 2> ends = {};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return;

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[0], STDIN_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGINT);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> environment = PagerEnvironment();
  std::vector<char*> variables;
  for (std::string& variable : environment) variables.push_back(variable.data());
  variables.push_back(nullptr);
  std::array<std::string, 3> text = {"sh", "-c", command};
  std::array<char*, 4> arguments = {text[0].data(), text[1].data(), text[2].data(), nullptr};
  pid_t child = 0;
  const int failed = posix_spawn(&child, "/bin/sh", &files, &attributes, arguments.data(), variables.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  close(ends[0]);
  if (failed == 0) {
    std::fflush(stdout);
    dup2(ends[1], STDOUT_FILENO);
    // Ctrl-C belongs to the pager. When the reader leaves it, writing fails, and the program ends.
    std::signal(SIGINT, SIG_IGN);
    pager = child;
  }
  close(ends[1]);
}

void FinishPager() {
  if (pager == 0) return;
  std::fflush(stdout);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);  // NOLINT(cppcoreguidelines-pro-type-vararg)
  dup2(nowhere, STDOUT_FILENO);
  close(nowhere);
  int status = 0;
  while (waitpid(pager, &status, 0) < 0 && errno == EINTR) {
  }
  pager = 0;
}

}  // namespace casejournal::services
