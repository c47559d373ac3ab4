// A system that fails some calls: preloaded into the program, in front of the calls that use files.
//
// $FAULTY_CALL is "CALLS ERROR TURNS SKIPPED UNDER": of the calls whose letters are in CALLS, on paths that begin with
// UNDER or match it (fnmatch; * also matches /), the first SKIPPED succeed. Then, with TURNS 0, each one fails with the
// errno ERROR; with TURNS n, n of n + 1 fail, so that who tries often enough succeeds.
//
//   c open to create   o open otherwise   s fsync, fdatasync   r rename   u unlink   w write   p pwrite   t ftruncate
//   l flock            m mkdir            a fallocate          d read             f statvfs, which says that nothing is left
//
// With $FAULTY_CALL_FULL, calls succeed that need no space: to create what is there, and to pwrite over blocks that a
// file has. With $FAULTY_CALL_WHEN, calls fail only while that file exists.
// With $FAULTY_CALL_OURS, the directories of RocksDB are left out, but for what we do with write-ahead logs ourselves.
// The file $FAULTY_CALL_LOG gets one letter for each call that failed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long matching;  // calls so far
static _Thread_local int turn;

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

static int is_of_rocksdb(char letter, const char* path) {
  if (getenv("FAULTY_CALL_OURS") == NULL) return 0;
  const char* folders[] = {"/log", "/keys", "/projections"};
  for (int i = 0; i < 3; ++i) {
    const char* at = strstr(path, folders[i]);
    const char after = at == NULL ? 'x' : at[strlen(folders[i])];
    if (after != '/' && after != '\0') continue;
    const size_t length = strlen(path);
    const int is_log = i < 2 && length > 4 && strcmp(path + length - 4, ".log") == 0;
    return !(is_log && (letter == 'p' || letter == 't'));
  }
  return 0;
}

static int fails(char letter, const char* path) {
  const char* told = getenv("FAULTY_CALL");
  char calls[32], under[512];
  int error = 0, turns = 0;
  long skipped = 0;
  const char* when = getenv("FAULTY_CALL_WHEN");
  if (told == NULL || path == NULL || (when != NULL && access(when, F_OK) != 0)) return 0;
  if (sscanf(told, "%31s %d %d %ld %511s", calls, &error, &turns, &skipped, under) != 5) return 0;
  if (strchr(calls, letter) == NULL) return 0;
  if (strncmp(path, under, strlen(under)) != 0 && fnmatch(under, path, 0) != 0) return 0;
  if (is_of_rocksdb(letter, path)) return 0;
  if (atomic_fetch_add(&matching, 1) < skipped) return 0;
  if (turns > 0 && turn++ % (turns + 1) == turns) return 0;
  const char* log = getenv("FAULTY_CALL_LOG");
  const int fd = log == NULL ? -1 : (int)syscall(SYS_open, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0) {
    if (syscall(SYS_write, fd, &letter, 1L) < 0) abort();
    syscall(SYS_close, fd);
  }
  errno = error;
  return 1;
}

static int fails_fd(char letter, int fd) {
  const char* told = getenv("FAULTY_CALL");
  char link[64], path[4096];
  if (told == NULL || fd < 0) return 0;
  const char* end = strchr(told, ' ');
  if (end == NULL || memchr(told, letter, (size_t)(end - told)) == NULL) return 0;
  snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof(path) - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return fails(letter, path);
}

static int open_or_fail(const char* name, const char* path, int flags, mode_t mode) {
  const int is_there = getenv("FAULTY_CALL_FULL") != NULL && access(path, F_OK) == 0;
  if (fails((flags & O_CREAT) != 0 && !is_there ? 'c' : 'o', path)) return -1;
  return REAL(name, int (*)(const char*, int, ...))(path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  return open_or_fail("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  return open_or_fail("open64", path, flags, mode);
}

int fsync(int fd) { return fails_fd('s', fd) ? -1 : REAL("fsync", int (*)(int))(fd); }
int fdatasync(int fd) { return fails_fd('s', fd) ? -1 : REAL("fdatasync", int (*)(int))(fd); }
int flock(int fd, int operation) { return fails_fd('l', fd) ? -1 : REAL("flock", int (*)(int, int))(fd, operation); }
int unlink(const char* path) { return fails('u', path) ? -1 : REAL("unlink", int (*)(const char*))(path); }
int mkdir(const char* path, mode_t mode) {
  return fails('m', path) ? -1 : REAL("mkdir", int (*)(const char*, mode_t))(path, mode);
}
int rename(const char* from, const char* to) {
  return fails('r', to) ? -1 : REAL("rename", int (*)(const char*, const char*))(from, to);
}
int renameat2(int from_in, const char* from, int to_in, const char* to, unsigned flags) {
  if (fails('r', to)) return -1;
  return REAL("renameat2", int (*)(int, const char*, int, const char*, unsigned))(from_in, from, to_in, to, flags);
}
ssize_t read(int fd, void* bytes, size_t count) {
  return fails_fd('d', fd) ? -1 : REAL("read", ssize_t(*)(int, void*, size_t))(fd, bytes, count);
}
ssize_t write(int fd, const void* bytes, size_t count) {
  return fails_fd('w', fd) ? -1 : REAL("write", ssize_t(*)(int, const void*, size_t))(fd, bytes, count);
}
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
  struct stat info;
  const int has_room = getenv("FAULTY_CALL_FULL") != NULL && fstat(fd, &info) == 0 && at + (off_t)count <= info.st_blocks * 512;
  return !has_room && fails_fd('p', fd) ? -1 : REAL("pwrite", ssize_t(*)(int, const void*, size_t, off_t))(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) { return pwrite(fd, bytes, count, (off_t)at); }
int ftruncate(int fd, off_t bytes) { return fails_fd('t', fd) ? -1 : REAL("ftruncate", int (*)(int, off_t))(fd, bytes); }
int ftruncate64(int fd, off64_t bytes) { return ftruncate(fd, (off_t)bytes); }
int fallocate(int fd, int mode, off_t at, off_t bytes) {
  return fails_fd('a', fd) ? -1 : REAL("fallocate", int (*)(int, int, off_t, off_t))(fd, mode, at, bytes);
}
int fallocate64(int fd, int mode, off64_t at, off64_t bytes) { return fallocate(fd, mode, (off_t)at, (off_t)bytes); }
int statvfs(const char* path, struct statvfs* left) {
  const int result = REAL("statvfs", int (*)(const char*, struct statvfs*))(path, left);
  if (result == 0 && fails('f', path)) left->f_bavail = left->f_bfree = left->f_favail = left->f_ffree = 0;
  return result;
}
int statvfs64(const char* path, struct statvfs64* left) { return statvfs(path, (struct statvfs*)left); }
