// A disk that cannot read some files: preloaded into the program, in front of read, pread, and readdir.
//
// Reads of a file whose path matches $FAILING_READ (fnmatch; * also matches /) fail with EIO.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(int fd) {
  const char* pattern = getenv("FAILING_READ");
  char link[64];
  char path[4096];
  snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  const ssize_t length = pattern == NULL ? -1 : readlink(link, path, sizeof(path) - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return fnmatch(pattern, path, 0) == 0;
}

ssize_t read(int fd, void* bytes, size_t count) {
  if (fails(fd)) {
    errno = EIO;
    return -1;
  }
  return ((ssize_t(*)(int, void*, size_t))dlsym(RTLD_NEXT, "read"))(fd, bytes, count);
}

ssize_t pread(int fd, void* bytes, size_t count, off_t at) {
  if (fails(fd)) {
    errno = EIO;
    return -1;
  }
  return ((ssize_t(*)(int, void*, size_t, off_t))dlsym(RTLD_NEXT, "pread"))(fd, bytes, count, at);
}

ssize_t pread64(int fd, void* bytes, size_t count, off64_t at) { return pread(fd, bytes, count, (off_t)at); }

struct dirent* readdir(DIR* directory) {
  if (fails(dirfd(directory))) {
    errno = EIO;
    return NULL;
  }
  return ((struct dirent * (*)(DIR*)) dlsym(RTLD_NEXT, "readdir"))(directory);
}
