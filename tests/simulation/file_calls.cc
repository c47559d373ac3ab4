// The calls of the C library that reach the simulated disk: for a path below kSimulatedRoot, or a descriptor of a file
// there. Each is a step of the scheduler, and may fail. Others go to the C library.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "tests/simulation/simulated_disk.h"

namespace casejournal::simulation {
namespace {

using Node = SimulatedDisk::Node;

template <typename Function>
Function* Real(const char* name) {
  void* const found = ::dlsym(RTLD_NEXT, name);
  if (found == nullptr) std::abort();
  return reinterpret_cast<Function*>(found);
}

bool IsSimulated() { return Scheduler::Current() != nullptr && SimulatedDisk::Current() != nullptr; }

SimulatedDisk& Disk() { return *SimulatedDisk::Current(); }

// The whole path, if it is on the simulated disk.
std::optional<std::string> Below(int at, const char* path) {
  if (!IsSimulated() || path == nullptr) return std::nullopt;
  std::string whole(path);
  if (whole.empty() || whole.front() != '/') {
    const auto folder = Disk().open.find(at);
    if (folder == Disk().open.end()) return std::nullopt;
    whole = folder->second.path + "/" + whole;
  }
  const std::string root(kSimulatedRoot);
  if (whole != root && whole.compare(0, root.size() + 1, root + "/") != 0) return std::nullopt;
  while (whole.size() > root.size() && whole.back() == '/') whole.pop_back();
  return whole;
}

SimulatedDisk::Open* OpenAt(int fd) {
  if (!IsSimulated()) return nullptr;
  const auto found = Disk().open.find(fd);
  return found == Disk().open.end() ? nullptr : &found->second;
}

int Failed(int error) {
  errno = error;
  return -1;
}

// One step; then, now and then, the call fails.
bool Fails(uint64_t one_in) {
  Scheduler::Current()->Step();
  return one_in > 0 && Scheduler::Current()->chance().OneIn(one_in);
}

int OpenBelow(const std::string& path, int flags) {
  if (Fails(0)) return -1;
  std::shared_ptr<Node> node = Disk().Find(path);
  if (node == nullptr) {
    const std::shared_ptr<Node> folder = Disk().FolderOf(path);
    if ((flags & O_CREAT) == 0 || folder == nullptr) return Failed(ENOENT);
    node = std::make_shared<Node>();
    folder->names[SimulatedDisk::NameIn(path)] = node;
  } else if ((flags & O_CREAT) != 0 && (flags & O_EXCL) != 0) {
    return Failed(EEXIST);
  }
  if ((flags & O_DIRECTORY) != 0 && !node->folder) return Failed(ENOTDIR);
  if ((flags & O_TRUNC) != 0) node->bytes.clear();
  return Disk().Keep({.node = std::move(node), .path = path, .writes = (flags & O_ACCMODE) != O_RDONLY, .listed = {}});
}

ssize_t WriteBelow(SimulatedDisk::Open& file, const void* bytes, size_t count, uint64_t at) {
  if (!file.writes) return Failed(EBADF);
  if (Fails(Disk().faults.write_one_in)) return Failed(EIO);
  std::string& content = file.node->bytes;
  if (content.size() < at + count) content.resize(at + count);
  std::memcpy(content.data() + at, bytes, count);
  return static_cast<ssize_t>(count);
}

int SyncBelow(SimulatedDisk::Open& file) {
  const std::shared_ptr<Node> node = file.node;
  if (Fails(Disk().faults.sync_one_in)) return Failed(EIO);
  node->synced_bytes = node->bytes;
  node->synced_names = node->names;
  Scheduler::Current()->Step();
  return 0;
}

int ResizeBelow(SimulatedDisk::Open& file, uint64_t bytes) {
  if (Fails(Disk().faults.write_one_in)) return Failed(EIO);
  file.node->bytes.resize(bytes);
  return 0;
}

int RenameBelow(const std::string& from, const std::string& to, unsigned flags) {
  if (Fails(Disk().faults.write_one_in)) return Failed(EIO);
  const std::shared_ptr<Node> moved = Disk().Find(from);
  const std::shared_ptr<Node> there = Disk().Find(to);
  const std::shared_ptr<Node> from_folder = Disk().FolderOf(from);
  const std::shared_ptr<Node> to_folder = Disk().FolderOf(to);
  if (moved == nullptr || to_folder == nullptr) return Failed(ENOENT);
  if ((flags & RENAME_NOREPLACE) != 0 && there != nullptr) return Failed(EEXIST);
  if ((flags & RENAME_EXCHANGE) != 0) {
    if (there == nullptr) return Failed(ENOENT);
    from_folder->names[SimulatedDisk::NameIn(from)] = there;
  } else {
    from_folder->names.erase(SimulatedDisk::NameIn(from));
  }
  to_folder->names[SimulatedDisk::NameIn(to)] = moved;
  Scheduler& scheduler = *Scheduler::Current();
  const uint64_t crashes = Disk().faults.crash_soon_after_rename_one_in;
  if (crashes > 0 && scheduler.chance().OneIn(crashes)) scheduler.CrashWithin(1 + scheduler.chance().Below(4));
  return 0;
}

int RemoveBelow(const std::string& path, bool folder) {
  if (Fails(Disk().faults.write_one_in)) return Failed(EIO);
  const std::shared_ptr<Node> node = Disk().Find(path);
  if (node == nullptr) return Failed(ENOENT);
  if (node->folder && !folder) return Failed(EISDIR);
  if (!node->names.empty()) return Failed(ENOTEMPTY);
  Disk().FolderOf(path)->names.erase(SimulatedDisk::NameIn(path));
  return 0;
}

int MakeFolderBelow(const std::string& path) {
  if (Fails(Disk().faults.write_one_in)) return Failed(EIO);
  if (Disk().Find(path) != nullptr) return Failed(EEXIST);
  const std::shared_ptr<Node> folder = Disk().FolderOf(path);
  if (folder == nullptr) return Failed(ENOENT);
  folder->names[SimulatedDisk::NameIn(path)] = std::make_shared<Node>(Node{.folder = true});
  return 0;
}

int Describe(const Node& node, struct stat* info) {
  *info = {};
  info->st_mode = node.folder ? S_IFDIR | 0700 : S_IFREG | 0600;
  info->st_size = static_cast<off_t>(node.bytes.size());
  info->st_nlink = 1;
  info->st_ino = static_cast<ino_t>(reinterpret_cast<uintptr_t>(&node));
  return 0;
}

int DescribeBelow(const std::string& path, struct stat* info) {
  const std::shared_ptr<Node> node = Disk().Find(path);
  return node == nullptr ? Failed(ENOENT) : Describe(*node, info);
}

int LockBelow(SimulatedDisk::Open& file, int operation) {
  if (Fails(0)) return -1;
  if ((operation & LOCK_UN) != 0) {
    file.node->locked_by = nullptr;
    return 0;
  }
  if (file.node->locked_by != nullptr && file.node->locked_by != &file) return Failed(EWOULDBLOCK);
  file.node->locked_by = &file;
  return 0;
}

int CloseBelow(int fd) {
  SimulatedDisk::Open& file = Disk().open.at(fd);
  if (file.node->locked_by == &file) file.node->locked_by = nullptr;
  Disk().open.erase(fd);
  return 0;
}

int RoomOf(struct statvfs* info) {
  Scheduler::Current()->Step();
  *info = {};
  info->f_frsize = info->f_bsize = 4096;
  info->f_blocks = 1 << 20;
  info->f_bavail = info->f_bfree = Disk().full ? 0 : 1 << 19;
  info->f_files = 1 << 20;
  info->f_favail = info->f_ffree = 1 << 19;
  return 0;
}

// The descriptor stands for the folder that is read.
DIR* FolderAt(int fd) { return reinterpret_cast<DIR*>(static_cast<intptr_t>(fd)); }
int DescriptorOf(DIR* folder) { return static_cast<int>(reinterpret_cast<intptr_t>(folder)); }
bool IsFolderBelow(DIR* folder) {
  const auto number = reinterpret_cast<intptr_t>(folder);
  return IsSimulated() && number > 0 && number < INT32_MAX && OpenAt(static_cast<int>(number)) != nullptr;
}

DIR* BeginReading(int fd) {
  SimulatedDisk::Open& file = *OpenAt(fd);
  for (const auto& [name, node] : file.node->names) file.listed.push_back(name);
  return FolderAt(fd);
}

dirent* NextIn(DIR* folder) {
  static dirent entry;
  SimulatedDisk::Open& file = *OpenAt(DescriptorOf(folder));
  if (file.next_listed == file.listed.size()) return nullptr;
  const std::string& name = file.listed[file.next_listed++];
  const auto node = file.node->names.find(name);
  entry = {};
  entry.d_type = node != file.node->names.end() && node->second->folder ? DT_DIR : DT_REG;
  std::strncpy(entry.d_name, name.c_str(), sizeof(entry.d_name) - 1);
  return &entry;
}

int OpenAnywhere(const char* call, int at, const char* path, int flags, mode_t mode) {
  // The folder that holds kSimulatedRoot, which is always there.
  if (IsSimulated() && path != nullptr && std::strcmp(path, "/") == 0)
    return Disk().Keep({.node = std::make_shared<Node>(Node{.folder = true}), .path = "/", .listed = {}});
  if (const std::optional<std::string> below = Below(at, path)) return OpenBelow(*below, flags);
  return Real<int(int, const char*, int, mode_t)>(call)(at, path, flags, mode);
}

mode_t ModeIn(int flags, va_list& rest) { return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; }

}  // namespace
}  // namespace casejournal::simulation

namespace simulation = casejournal::simulation;
using simulation::Below;
using simulation::OpenAt;
using simulation::Real;

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = simulation::ModeIn(flags, rest);
  va_end(rest);
  return simulation::OpenAnywhere("openat", AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = simulation::ModeIn(flags, rest);
  va_end(rest);
  return simulation::OpenAnywhere("openat", AT_FDCWD, path, flags, mode);
}
int openat(int at, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = simulation::ModeIn(flags, rest);
  va_end(rest);
  return simulation::OpenAnywhere("openat", at, path, flags, mode);
}
int close(int fd) {
  if (OpenAt(fd) != nullptr) return simulation::CloseBelow(fd);
  static auto* const real = Real<int(int)>("close");
  return real(fd);
}
ssize_t read(int fd, void* bytes, size_t count) {
  if (simulation::SimulatedDisk::Open* const file = OpenAt(fd)) {
    if (simulation::Fails(simulation::Disk().faults.read_one_in)) return simulation::Failed(EIO);
    const std::string& content = file->node->bytes;
    const size_t left = content.size() - std::min<size_t>(content.size(), file->at);
    const size_t taken = std::min(count, left);
    if (taken > 0) std::memcpy(bytes, content.data() + file->at, taken);
    file->at += taken;
    return static_cast<ssize_t>(taken);
  }
  static auto* const real = Real<ssize_t(int, void*, size_t)>("read");
  return real(fd, bytes, count);
}
ssize_t write(int fd, const void* bytes, size_t count) {
  if (simulation::SimulatedDisk::Open* const file = OpenAt(fd)) {
    const ssize_t written = simulation::WriteBelow(*file, bytes, count, file->at);
    if (written > 0) file->at += static_cast<uint64_t>(written);
    return written;
  }
  static auto* const real = Real<ssize_t(int, const void*, size_t)>("write");
  return real(fd, bytes, count);
}
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
  if (simulation::SimulatedDisk::Open* const file = OpenAt(fd)) {
    return simulation::WriteBelow(*file, bytes, count, static_cast<uint64_t>(at));
  }
  static auto* const real = Real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return real(fd, bytes, count, at);
}
int fsync(int fd) {
  if (simulation::SimulatedDisk::Open* const file = OpenAt(fd)) return simulation::SyncBelow(*file);
  static auto* const real = Real<int(int)>("fsync");
  return real(fd);
}
int ftruncate(int fd, off_t bytes) noexcept {
  if (simulation::SimulatedDisk::Open* const file = OpenAt(fd)) {
    return simulation::ResizeBelow(*file, static_cast<uint64_t>(bytes));
  }
  static auto* const real = Real<int(int, off_t)>("ftruncate");
  return real(fd, bytes);
}
int fallocate(int fd, int mode, off_t from, off_t bytes) {
  if (OpenAt(fd) != nullptr) return 0;  // there is always room; statvfs says otherwise
  static auto* const real = Real<int(int, int, off_t, off_t)>("fallocate");
  return real(fd, mode, from, bytes);
}
int rename(const char* from, const char* to) noexcept {
  const auto below = Below(AT_FDCWD, from);
  if (below) return simulation::RenameBelow(*below, Below(AT_FDCWD, to).value(), 0);
  static auto* const real = Real<int(const char*, const char*)>("rename");
  return real(from, to);
}
int renameat2(int from_at, const char* from, int to_at, const char* to, unsigned flags) noexcept {
  const auto below = Below(from_at, from);
  if (below) return simulation::RenameBelow(*below, Below(to_at, to).value(), flags);
  static auto* const real = Real<int(int, const char*, int, const char*, unsigned)>("renameat2");
  return real(from_at, from, to_at, to, flags);
}
int unlink(const char* path) noexcept {
  if (const auto below = Below(AT_FDCWD, path)) return simulation::RemoveBelow(*below, false);
  static auto* const real = Real<int(const char*)>("unlink");
  return real(path);
}
int unlinkat(int at, const char* path, int flags) noexcept {
  if (const auto below = Below(at, path)) return simulation::RemoveBelow(*below, (flags & AT_REMOVEDIR) != 0);
  static auto* const real = Real<int(int, const char*, int)>("unlinkat");
  return real(at, path, flags);
}
int remove(const char* path) noexcept {
  if (const auto below = Below(AT_FDCWD, path)) return simulation::RemoveBelow(*below, true);
  static auto* const real = Real<int(const char*)>("remove");
  return real(path);
}
int mkdir(const char* path, mode_t mode) noexcept {
  if (const auto below = Below(AT_FDCWD, path)) return simulation::MakeFolderBelow(*below);
  static auto* const real = Real<int(const char*, mode_t)>("mkdir");
  return real(path, mode);
}
int flock(int fd, int operation) noexcept {
  if (simulation::SimulatedDisk::Open* const file = OpenAt(fd)) return simulation::LockBelow(*file, operation);
  static auto* const real = Real<int(int, int)>("flock");
  return real(fd, operation);
}
int fstat(int fd, struct stat* info) noexcept {
  if (const simulation::SimulatedDisk::Open* const file = OpenAt(fd)) return simulation::Describe(*file->node, info);
  static auto* const real = Real<int(int, struct stat*)>("fstat");
  return real(fd, info);
}
int stat(const char* path, struct stat* info) noexcept {
  if (const auto below = Below(AT_FDCWD, path)) return simulation::DescribeBelow(*below, info);
  static auto* const real = Real<int(const char*, struct stat*)>("stat");
  return real(path, info);
}
int lstat(const char* path, struct stat* info) noexcept {
  if (const auto below = Below(AT_FDCWD, path)) return simulation::DescribeBelow(*below, info);
  static auto* const real = Real<int(const char*, struct stat*)>("lstat");
  return real(path, info);
}
int access(const char* path, int mode) noexcept {
  if (const auto below = Below(AT_FDCWD, path)) {
    return simulation::Disk().Find(*below) != nullptr ? 0 : simulation::Failed(ENOENT);
  }
  static auto* const real = Real<int(const char*, int)>("access");
  return real(path, mode);
}
int statvfs(const char* path, struct statvfs* info) noexcept {
  if (Below(AT_FDCWD, path)) return simulation::RoomOf(info);
  static auto* const real = Real<int(const char*, struct statvfs*)>("statvfs");
  return real(path, info);
}
DIR* fdopendir(int fd) {
  if (OpenAt(fd) != nullptr) return simulation::BeginReading(fd);
  static auto* const real = Real<DIR*(int)>("fdopendir");
  return real(fd);
}
dirent* readdir(DIR* folder) {
  if (simulation::IsFolderBelow(folder)) return simulation::NextIn(folder);
  static auto* const real = Real<dirent*(DIR*)>("readdir");
  return real(folder);
}
int dirfd(DIR* folder) noexcept {
  if (simulation::IsFolderBelow(folder)) return simulation::DescriptorOf(folder);
  static auto* const real = Real<int(DIR*)>("dirfd");
  return real(folder);
}
int closedir(DIR* folder) {
  if (simulation::IsFolderBelow(folder)) return simulation::CloseBelow(simulation::DescriptorOf(folder));
  static auto* const real = Real<int(DIR*)>("closedir");
  return real(folder);
}

}  // extern "C"
