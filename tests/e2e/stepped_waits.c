// With stepping_clock.c and STEPPING_WAITS=1: waits until a time of the stepped clock end when that clock shows it.
//
// Abseil and gRPC wait for a time of CLOCK_REALTIME by futex. The kernel's clock is not stepped, so the time is set back
// by what the clock is ahead when the wait begins. A step during a wait does not change it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long ahead_s(void) {
  const char* file = getenv("STEPPING_CLOCK");
  FILE* step = file != NULL ? fopen(file, "re") : NULL;
  if (step == NULL) return 0;
  long ahead = 0;
  if (fscanf(step, "%ld", &ahead) != 1) ahead = 0;
  fclose(step);
  return ahead;
}

long syscall(long number, ...) {
  static long (*real)(long, ...);
  if (real == NULL) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  va_list rest;
  va_start(rest, number);
  long a[6];
  for (int i = 0; i < 6; ++i) a[i] = va_arg(rest, long);
  va_end(rest);
  const struct timespec* until = (const struct timespec*)a[3];
  struct timespec shifted;
  if (number == SYS_futex && (a[1] & FUTEX_CMD_MASK) == FUTEX_WAIT_BITSET && (a[1] & FUTEX_CLOCK_REALTIME) != 0 && until != NULL) {
    shifted = *until;
    const long ahead = ahead_s();
    shifted.tv_sec = shifted.tv_sec > ahead ? shifted.tv_sec - ahead : 0;
    a[3] = (long)&shifted;
  }
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
