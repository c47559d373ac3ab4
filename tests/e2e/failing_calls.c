// A disk that refuses system calls on command: preloaded into a program, in front of those that open, read, write,
// sync, rename, make, and remove files.
//
// While the file named by $FAILING_CALLS_WHEN exists and says "CALLS ERRNO PATTERN", each call whose kind is one of
// CALLS (open, read, write, sync, rename, remove: separated by commas), of a file whose path matches the pattern
// (fnmatch; * also matches /), fails with that errno; with ERRNOxN, at most N of them in each folder. With "CALLS kill N
// PATTERN", the program is killed before the Nth such call (from 1), as by SIGKILL. For each failure, the file with the
// same name plus ".failed" gets a line: the kind and the path.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REAL(type, name) ((type)dlsym(RTLD_NEXT, name))

// Read and write the files of the test past the functions below.
static ssize_t told(const char* name, char* text, size_t size) {
  const int fd = (int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0) return -1;
  const ssize_t length = syscall(SYS_read, fd, text, size - 1);
  syscall(SYS_close, fd);
  if (length >= 0) text[length] = '\0';
  return length;
}

static void note(const char* when, const char* kind, const char* path) {
  char text[8300];
  snprintf(text, sizeof(text), "%s.failed", when);
  const int fd = (int)syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return;
  const int length = snprintf(text, sizeof(text), "%s %s\n", kind, path);
  if (syscall(SYS_write, fd, text, (size_t)length) != length) abort();
  syscall(SYS_close, fd);
}

// Whether so many calls have failed in the folder of this file. If not, one more is counted.
static int failed_so_often(const char* path, int most) {
  static struct {
    char folder[512];
    int times;
  } seen[8];
  static int busy = 0;
  char folder[sizeof(seen[0].folder)];
  snprintf(folder, sizeof(folder), "%s", path);
  char* name = strrchr(folder, '/');
  if (name != NULL) *name = '\0';
  while (__atomic_exchange_n(&busy, 1, __ATOMIC_ACQUIRE)) continue;
  size_t at = 0;
  while (at < 7 && seen[at].folder[0] != '\0' && strcmp(seen[at].folder, folder) != 0) ++at;
  snprintf(seen[at].folder, sizeof(folder), "%s", folder);
  const int enough = seen[at].times >= most;
  if (!enough) ++seen[at].times;
  __atomic_store_n(&busy, 0, __ATOMIC_RELEASE);
  return enough;
}

// Whether the call must fail; errno is then set.
static int fails(const char* kind, const char* path) {
  const char* when = getenv("FAILING_CALLS_WHEN");
  char text[1024];
  const int before = errno;
  if (when == NULL || told(when, text, sizeof(text)) <= 0) {
    errno = before;
    return 0;
  }
  errno = before;
  char kinds[128], what[32], pattern[512];
  static int calls = 0;
  int nth = 0;
  int kill_there = sscanf(text, "%127s kill %d %511[^\n]", kinds, &nth, pattern) == 3;
  if (!kill_there && sscanf(text, "%127s %31s %511[^\n]", kinds, what, pattern) != 3) return 0;
  char* rest = NULL;
  int is_meant = 0;
  for (char* each = strtok_r(kinds, ",", &rest); each != NULL; each = strtok_r(NULL, ",", &rest)) {
    is_meant = is_meant || strcmp(each, kind) == 0;
  }
  if (!is_meant || fnmatch(pattern, path, 0) != 0) return 0;
  if (kill_there && __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) != nth) return 0;
  int error = 0;
  int most = 0;
  if (!kill_there && sscanf(what, "%dx%d", &error, &most) == 2 && failed_so_often(path, most)) return 0;
  note(when, kind, path);
  if (kill_there) syscall(SYS_kill, getpid(), SIGKILL);
  errno = atoi(what);
  return 1;
}

static int fails_at(const char* kind, int fd) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  const int before = errno;
  const ssize_t length = readlink(link, path, sizeof(path) - 1);
  errno = before;
  if (length < 0) return 0;
  path[length] = '\0';
  return fails(kind, path);
}

static mode_t mode_in(int flags, va_list more) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

#define OPEN(name)                                                                                    \
  int name(const char* path, int flags, ...) {                                                        \
    va_list more;                                                                                     \
    va_start(more, flags);                                                                            \
    const mode_t mode = mode_in(flags, more);                                                         \
    va_end(more);                                                                                     \
    return fails("open", path) ? -1 : REAL(int (*)(const char*, int, ...), #name)(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

FILE* fopen(const char* path, const char* mode) {
  return fails("open", path) ? NULL : REAL(FILE * (*)(const char*, const char*), "fopen")(path, mode);
}
FILE* fopen64(const char* path, const char* mode) {
  return fails("open", path) ? NULL : REAL(FILE * (*)(const char*, const char*), "fopen64")(path, mode);
}

ssize_t read(int fd, void* bytes, size_t count) {
  return fails_at("read", fd) ? -1 : REAL(ssize_t(*)(int, void*, size_t), "read")(fd, bytes, count);
}
ssize_t pread(int fd, void* bytes, size_t count, off_t at) {
  return fails_at("read", fd) ? -1 : REAL(ssize_t(*)(int, void*, size_t, off_t), "pread")(fd, bytes, count, at);
}
ssize_t pread64(int fd, void* bytes, size_t count, off64_t at) { return pread(fd, bytes, count, (off_t)at); }

ssize_t write(int fd, const void* bytes, size_t count) {
  return fails_at("write", fd) ? -1 : REAL(ssize_t(*)(int, const void*, size_t), "write")(fd, bytes, count);
}
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
  return fails_at("write", fd) ? -1 : REAL(ssize_t(*)(int, const void*, size_t, off_t), "pwrite")(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) { return pwrite(fd, bytes, count, (off_t)at); }

int fsync(int fd) { return fails_at("sync", fd) ? -1 : REAL(int (*)(int), "fsync")(fd); }
int fdatasync(int fd) { return fails_at("sync", fd) ? -1 : REAL(int (*)(int), "fdatasync")(fd); }

int rename(const char* from, const char* to) {
  return fails("rename", from) ? -1 : REAL(int (*)(const char*, const char*), "rename")(from, to);
}

int unlink(const char* path) { return fails("remove", path) ? -1 : REAL(int (*)(const char*), "unlink")(path); }
int unlinkat(int folder, const char* path, int flags) {
  if (path[0] == '/' ? fails("remove", path) : fails_at("remove", folder)) return -1;
  return REAL(int (*)(int, const char*, int), "unlinkat")(folder, path, flags);
}
int rmdir(const char* path) { return fails("remove", path) ? -1 : REAL(int (*)(const char*), "rmdir")(path); }
int mkdir(const char* path, mode_t mode) {
  return fails("open", path) ? -1 : REAL(int (*)(const char*, mode_t), "mkdir")(path, mode);
}
