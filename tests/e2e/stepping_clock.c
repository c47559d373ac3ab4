// A clock that can be set forward while a program runs, without changing the machine's clock.
//
//   STEPPING_CLOCK=FILE LD_PRELOAD=stepping_clock.so casejournal serve ...
//
// While FILE exists, CLOCK_REALTIME is ahead by the number of seconds in it. Other clocks do not change.
//
// With STEPPING_WAITS=1, Abseil's timed waits are longer by as many seconds. It finds their end with gettimeofday, and
// the kernel, whose clock is not ahead, waits until then: as if the clock was set back right after each wait began.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (real == NULL) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  const int result = real(clock, now);
  const char *file = getenv("STEPPING_CLOCK");
  FILE *step = result == 0 && clock == CLOCK_REALTIME && file != NULL ? fopen(file, "re") : NULL;
  if (step == NULL) return result;
  long ahead = 0;
  if (fscanf(step, "%ld", &ahead) == 1) now->tv_sec += ahead;
  fclose(step);
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  static int (*real)(struct timeval *, void *);
  if (real == NULL) real = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
  const int result = real(now, zone);
  struct timespec stepped;
  if (result == 0 && getenv("STEPPING_WAITS") != NULL && clock_gettime(CLOCK_REALTIME, &stepped) == 0)
    now->tv_sec = stepped.tv_sec;
  return result;
}
