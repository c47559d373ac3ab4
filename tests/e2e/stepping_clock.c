// A clock that can be set forward while a program runs, without changing the machine's clock.
//
//   STEPPING_CLOCK=FILE LD_PRELOAD=stepping_clock.so casejournal serve ...
//
// While FILE exists, CLOCK_REALTIME is ahead by the number of seconds in it. Other clocks do not change.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
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
