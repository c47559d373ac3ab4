// A disk that stops syncing on command: preloaded into the server, in front of fsync and fdatasync.
//
// While the file named by $FAILING_SYNC_WHEN exists and says "ERRNO PATTERN", a sync of a file whose path matches the
// pattern (fnmatch; * also matches /) fails with that errno. For each failure, the file with the same name plus
// ".failed" gets a line: how far the file had been written when it was last synced through this descriptor, and its
// path. What was written since then stays in the page cache; the test decides how much of it reaches the disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DESCRIPTORS 4096

static long synced[DESCRIPTORS];  // By descriptor, its offset when it was last synced.

static void note(const char* when, const char* path, int fd) {
  char name[4096];
  snprintf(name, sizeof(name), "%s.failed", when);
  FILE* failed = fopen(name, "ae");
  if (failed == NULL) return;
  fprintf(failed, "%ld %s\n", fd < DESCRIPTORS ? synced[fd] : 0, path);
  fclose(failed);
}

// The errno with which a sync of `fd` must fail; 0: it does not fail.
static int fault(int fd) {
  const char* when = getenv("FAILING_SYNC_WHEN");
  FILE* told = when == NULL ? NULL : fopen(when, "re");
  if (told == NULL) return 0;
  int error = 0;
  char pattern[256];
  const int fields = fscanf(told, "%d %255s", &error, pattern);
  fclose(told);

  char link[64];
  char path[4096];
  snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof(path) - 1);
  if (fields != 2 || length < 0) return 0;
  path[length] = '\0';
  if (fnmatch(pattern, path, 0) != 0) return 0;
  note(when, path, fd);
  return error;
}

static int sync_or_fail(int fd, const char* name) {
  const int error = fault(fd);
  if (error != 0) {
    errno = error;
    return -1;
  }
  const long before = (long)lseek(fd, 0, SEEK_CUR);
  const int result = ((int (*)(int))dlsym(RTLD_NEXT, name))(fd);
  if (result == 0 && before >= 0 && fd < DESCRIPTORS) synced[fd] = before;
  return result;
}

int fsync(int fd) { return sync_or_fail(fd, "fsync"); }
int fdatasync(int fd) { return sync_or_fail(fd, "fdatasync"); }
