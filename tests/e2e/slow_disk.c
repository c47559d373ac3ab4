// A disk that takes its time: preloaded into the server, in front of fsync and fdatasync.
//
// While the file named by $SLOW_DISK says "MS PATTERN", a sync of a file whose path matches the pattern (fnmatch; * also
// matches /) waits so many milliseconds before it begins, and as many again before it returns.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int delay_ms(int fd) {
  const char* slow = getenv("SLOW_DISK");
  FILE* told = slow == NULL ? NULL : fopen(slow, "re");
  if (told == NULL) return 0;
  int ms = 0;
  char pattern[256];
  const int fields = fscanf(told, "%d %255s", &ms, pattern);
  fclose(told);
  char link[64];
  char path[4096];
  snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof(path) - 1);
  if (fields != 2 || length < 0) return 0;
  path[length] = '\0';
  return fnmatch(pattern, path, 0) == 0 ? ms : 0;
}

static void wait_ms(int ms) {
  const struct timespec time = {ms / 1000, ms % 1000 * 1000000L};
  nanosleep(&time, NULL);
}

static int sync_slowly(int fd, const char* name) {
  const int ms = delay_ms(fd);
  if (ms > 0) wait_ms(ms);
  const int result = ((int (*)(int))dlsym(RTLD_NEXT, name))(fd);
  if (ms > 0) wait_ms(ms);
  return result;
}

int fsync(int fd) { return sync_slowly(fd, "fsync"); }
int fdatasync(int fd) { return sync_slowly(fd, "fdatasync"); }
