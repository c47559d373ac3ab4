#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <sstream>
#include <utility>

#include "tests/faults/disk_trace.h"

namespace casejournal::faults {
namespace {

struct OpenFile {
  int node = -1;
  std::string path;
};

struct State {
  std::string root;
  Trace trace;
  std::map<std::string, int> nodes;  // by path from the root; "" is the root
  std::map<int, OpenFile> open;      // by descriptor
  int next_node = 0;
};

constinit std::mutex mutex;
constinit State* recording = nullptr;  // guarded by `mutex`

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::string NameIn(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

// The path from the root, or nothing if it is elsewhere.
std::optional<std::string> Below(int at, const char* path) {
  if (recording == nullptr || path == nullptr) return std::nullopt;
  std::filesystem::path whole(path);
  if (whole.is_relative() && at != AT_FDCWD) {
    const auto folder = recording->open.find(at);
    if (folder == recording->open.end()) return std::nullopt;
    whole = std::filesystem::path(recording->root) / folder->second.path / whole;
  }
  std::string text = whole.lexically_normal().string();
  if (!text.empty() && text.back() == '/') text.pop_back();
  if (text == recording->root) return "";
  if (text.compare(0, recording->root.size() + 1, recording->root + "/") != 0) return std::nullopt;
  return text.substr(recording->root.size() + 1);
}

Step& Add(StepKind kind, int node, const std::string& path) {
  Step& step = recording->trace.steps.emplace_back();
  step.kind = kind;
  step.node = node;
  step.path = path;
  return step;
}

int AddMade(StepKind kind, const std::string& path) {
  const int node = recording->next_node++;
  Step& step = Add(kind, node, path);
  step.folder = recording->nodes.at(FolderOf(path));
  step.name = NameIn(path);
  recording->nodes[path] = node;
  return node;
}

void AddRemoved(const std::string& path) {
  const auto found = recording->nodes.find(path);
  if (found == recording->nodes.end()) return;
  Step& step = Add(StepKind::kRemove, found->second, path);
  step.folder = recording->nodes.at(FolderOf(path));
  step.name = NameIn(path);
  recording->nodes.erase(found);
}

void AddRenamed(const std::string& from, const std::string& to) {
  const auto found = recording->nodes.find(from);
  if (found == recording->nodes.end()) return;
  Step& step = Add(StepKind::kRename, found->second, from);
  step.folder = recording->nodes.at(FolderOf(from));
  step.name = NameIn(from);
  step.to_folder = recording->nodes.at(FolderOf(to));
  step.to_name = NameIn(to);
  const std::string inside = from + "/";
  std::vector<std::pair<std::string, int>> moved = {{to, found->second}};
  for (auto it = recording->nodes.lower_bound(inside);
       it != recording->nodes.end() && it->first.compare(0, inside.size(), inside) == 0;) {
    moved.emplace_back(to + "/" + it->first.substr(inside.size()), it->second);
    it = recording->nodes.erase(it);
  }
  recording->nodes.erase(from);
  for (const auto& [path, node] : moved) recording->nodes[path] = node;
}

// Two files.
void AddExchanged(const std::string& one, const std::string& other) {
  Step& step = Add(StepKind::kExchange, recording->nodes.at(one), one);
  step.other = recording->nodes.at(other);
  step.folder = recording->nodes.at(FolderOf(one));
  step.name = NameIn(one);
  step.to_folder = recording->nodes.at(FolderOf(other));
  step.to_name = NameIn(other);
  std::swap(recording->nodes.at(one), recording->nodes.at(other));
}

void AddWritten(int fd, const void* bytes, ssize_t count, off_t at) {
  if (recording == nullptr || count <= 0) return;
  const auto file = recording->open.find(fd);
  if (file == recording->open.end()) return;
  Step& step = Add(StepKind::kWrite, file->second.node, file->second.path);
  step.number = static_cast<uint64_t>(at);
  step.bytes.assign(static_cast<const char*>(bytes), static_cast<size_t>(count));
}

void AddResized(int fd, uint64_t size) {
  if (recording == nullptr) return;
  const auto file = recording->open.find(fd);
  if (file == recording->open.end()) return;
  Add(StepKind::kResize, file->second.node, file->second.path).number = size;
}

int Open(int at, const char* path, int flags, mode_t mode) {
  const std::lock_guard<std::mutex> lock(mutex);
  const std::optional<std::string> below = Below(at, path);
  struct stat before {};
  const bool was_there = below && recording->nodes.contains(*below);
  const bool had_bytes =
      was_there && ::stat((recording->root + "/" + *below).c_str(), &before) == 0 && before.st_size > 0;
  const int fd = static_cast<int>(::syscall(SYS_openat, at, path, flags, mode));
  if (fd < 0 || recording == nullptr) return fd;
  recording->open.erase(fd);
  if (!below) return fd;
  const int node = was_there ? recording->nodes.at(*below) : AddMade(StepKind::kMakeFile, *below);
  recording->open[fd] = {node, *below};
  if ((flags & O_TRUNC) != 0 && had_bytes) AddResized(fd, 0);
  return fd;
}

int SyncNode(int fd) {
  const std::lock_guard<std::mutex> lock(mutex);
  if (recording == nullptr) return 0;
  const auto file = recording->open.find(fd);
  if (file != recording->open.end()) Add(StepKind::kSync, file->second.node, file->second.path);
  return 0;
}

int Remove(int at, const char* path, int flags) {
  const std::lock_guard<std::mutex> lock(mutex);
  const int result = static_cast<int>(::syscall(SYS_unlinkat, at, path, flags));
  if (const auto below = Below(at, path); result == 0 && below) AddRemoved(*below);
  return result;
}

int Rename(int from_at, const char* from, int to_at, const char* to, unsigned flags) {
  const std::lock_guard<std::mutex> lock(mutex);
  const int result = static_cast<int>(::syscall(SYS_renameat2, from_at, from, to_at, to, flags));
  const auto below = Below(from_at, from);
  const auto target = Below(to_at, to);
  if (result != 0 || !below || !target) return result;
  if ((flags & RENAME_EXCHANGE) != 0) {
    AddExchanged(*below, *target);
  } else {
    AddRenamed(*below, *target);
  }
  return result;
}

int MakeFolder(int at, const char* path, mode_t mode) {
  const std::lock_guard<std::mutex> lock(mutex);
  const int result = static_cast<int>(::syscall(SYS_mkdirat, at, path, mode));
  if (const auto below = Below(at, path); result == 0 && below) AddMade(StepKind::kMakeFolder, *below);
  return result;
}

int Resize(int fd, off_t size) {
  const std::lock_guard<std::mutex> lock(mutex);
  const int result = static_cast<int>(::syscall(SYS_ftruncate, fd, size));
  if (result == 0) AddResized(fd, static_cast<uint64_t>(size));
  return result;
}

int Allocate(int fd, int mode, off_t offset, off_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex);
  struct stat before {};
  ::fstat(fd, &before);
  const int result = static_cast<int>(::syscall(SYS_fallocate, fd, mode, offset, bytes));
  struct stat after {};
  ::fstat(fd, &after);
  if (result == 0 && after.st_size != before.st_size) AddResized(fd, static_cast<uint64_t>(after.st_size));
  return result;
}

ssize_t Write(int fd, const void* bytes, size_t count) {
  const std::lock_guard<std::mutex> lock(mutex);
  const auto written = static_cast<ssize_t>(::syscall(SYS_write, fd, bytes, count));
  if (recording != nullptr && written > 0 && recording->open.contains(fd)) {
    AddWritten(fd, bytes, written, static_cast<off_t>(::syscall(SYS_lseek, fd, 0, SEEK_CUR)) - written);
  }
  return written;
}

ssize_t WriteAt(int fd, const void* bytes, size_t count, off_t at) {
  const std::lock_guard<std::mutex> lock(mutex);
  const auto written = static_cast<ssize_t>(::syscall(SYS_pwrite64, fd, bytes, count, at));
  AddWritten(fd, bytes, written, at);
  return written;
}

int Close(int fd) {
  const std::lock_guard<std::mutex> lock(mutex);
  if (recording != nullptr) recording->open.erase(fd);
  return static_cast<int>(::syscall(SYS_close, fd));
}

std::string BytesOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

int ReadInto(Tree& tree, const std::filesystem::path& path) {
  const int number = static_cast<int>(tree.nodes.size());
  tree.nodes.emplace_back();
  if (!std::filesystem::is_directory(path)) {
    tree.nodes[number].bytes = BytesOf(path);
    return number;
  }
  tree.nodes[number].folder = true;
  std::map<std::string, int> names;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    names[entry.path().filename().string()] = ReadInto(tree, entry.path());
  }
  tree.nodes[number].names = std::move(names);
  return number;
}

void AddPaths(const Tree& tree, int node, const std::string& path, std::map<std::string, int>& paths) {
  for (const auto& [name, child] : tree.nodes[node].names) {
    const std::string below = path.empty() ? name : path + "/" + name;
    paths[below] = child;
    AddPaths(tree, child, below, paths);
  }
}

void WriteBytes(const std::string& path, const std::string& bytes) {
  constexpr size_t kPage = 4096;
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0 || ::ftruncate(fd, static_cast<off_t>(bytes.size())) != 0) std::perror(path.c_str());
  for (size_t at = 0; at < bytes.size(); at += kPage) {
    const size_t count = std::min(kPage, bytes.size() - at);
    if (std::all_of(bytes.begin() + at, bytes.begin() + at + count, [](char byte) { return byte == 0; })) continue;
    if (::pwrite(fd, bytes.data() + at, count, static_cast<off_t>(at)) != static_cast<ssize_t>(count)) {
      std::perror(path.c_str());
    }
  }
  ::close(fd);
}

}  // namespace

std::map<std::string, int> Tree::Paths() const {
  std::map<std::string, int> paths;
  AddPaths(*this, 0, "", paths);
  return paths;
}

Tree ReadTree(const std::string& directory) {
  Tree tree;
  ReadInto(tree, directory);
  return tree;
}

void WriteTree(const Tree& tree, const std::string& directory) {
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  for (const auto& [path, node] : tree.Paths()) {
    const std::string whole = directory + "/" + path;
    if (tree.nodes[node].folder) {
      std::filesystem::create_directory(whole);
      std::filesystem::permissions(whole, std::filesystem::perms::owner_all);
    } else {
      WriteBytes(whole, tree.nodes[node].bytes);
    }
  }
}

Recording::Recording(const std::string& directory) {
  auto* state = new State{.root = directory, .trace = {ReadTree(directory), {}}, .nodes = {}, .open = {}};
  state->nodes = state->trace.before.Paths();
  state->nodes[""] = 0;
  state->next_node = static_cast<int>(state->trace.before.nodes.size());
  const std::lock_guard<std::mutex> lock(mutex);
  recording = state;
}

Recording::~Recording() { Stop(); }

Trace Recording::Stop() {
  const std::lock_guard<std::mutex> lock(mutex);
  if (recording == nullptr) return {};
  Trace trace = std::move(recording->trace);
  delete recording;
  recording = nullptr;
  return trace;
}

void Mark(uint64_t promise) {
  const std::lock_guard<std::mutex> lock(mutex);
  if (recording != nullptr) Add(StepKind::kMark, -1, "").number = promise;
}

}  // namespace casejournal::faults

// The calls. A file that the C library itself opens or writes is not seen: a test compares what was seen with the disk.
namespace faults = casejournal::faults;

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return faults::Open(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return faults::Open(AT_FDCWD, path, flags, mode);
}
int openat(int at, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return faults::Open(at, path, flags, mode);
}
int openat64(int at, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return faults::Open(at, path, flags, mode);
}
int close(int fd) { return faults::Close(fd); }
ssize_t write(int fd, const void* bytes, size_t count) { return faults::Write(fd, bytes, count); }
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) { return faults::WriteAt(fd, bytes, count, at); }
ssize_t pwrite64(int fd, const void* bytes, size_t count, off_t at) { return faults::WriteAt(fd, bytes, count, at); }
int ftruncate(int fd, off_t size) noexcept { return faults::Resize(fd, size); }
int ftruncate64(int fd, off_t size) noexcept { return faults::Resize(fd, size); }
int fallocate(int fd, int mode, off_t offset, off_t bytes) { return faults::Allocate(fd, mode, offset, bytes); }
int fallocate64(int fd, int mode, off_t offset, off_t bytes) { return faults::Allocate(fd, mode, offset, bytes); }
int fsync(int fd) { return faults::SyncNode(fd); }
int fdatasync(int fd) { return faults::SyncNode(fd); }
int sync_file_range(int, off_t, off_t, unsigned) { return 0; }  // it promises nothing
int rename(const char* from, const char* to) noexcept { return faults::Rename(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_at, const char* from, int to_at, const char* to) noexcept {
  return faults::Rename(from_at, from, to_at, to, 0);
}
int renameat2(int from_at, const char* from, int to_at, const char* to, unsigned flags) noexcept {
  return faults::Rename(from_at, from, to_at, to, flags);
}
int unlink(const char* path) noexcept { return faults::Remove(AT_FDCWD, path, 0); }
int unlinkat(int at, const char* path, int flags) noexcept { return faults::Remove(at, path, flags); }
int rmdir(const char* path) noexcept { return faults::Remove(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char* path) noexcept {
  const int result = faults::Remove(AT_FDCWD, path, 0);
  return result == 0 || (errno != EISDIR && errno != EPERM) ? result : faults::Remove(AT_FDCWD, path, AT_REMOVEDIR);
}
int mkdir(const char* path, mode_t mode) noexcept { return faults::MakeFolder(AT_FDCWD, path, mode); }
int mkdirat(int at, const char* path, mode_t mode) noexcept { return faults::MakeFolder(at, path, mode); }

}  // extern "C"
