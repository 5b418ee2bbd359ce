#define _DEFAULT_SOURCE  // madvise, which -std=c11 hides
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#include <unistd.h>
#endif

#include "loop.h"
#include "levels.h"

// Minima, maxima and what is not finite in LANES columns apart, which a compiler may do at once. x - x is 0, or NaN if x is
// NaN or infinite, and a sum with a NaN stays one.
enum { LANES = 64 };
#define RANGE(type)                                                      \
  do {                                                                   \
    const type *v = x;                                                   \
    type low[LANES], high[LANES], odd[LANES];                            \
    for (int j = 0; j < LANES; j++) low[j] = high[j] = v[0], odd[j] = 0; \
    for (int64_t i = 0; i < n; i += LANES) {                             \
      if (n - i < LANES) {                                               \
        for (int j = 0; j < n - i; j++) SEE(j, v[i + j]);                \
        break;                                                           \
      }                                                                  \
      for (int j = 0; j < LANES; j++) SEE(j, v[i + j]);                  \
    }                                                                    \
    for (int j = 1; j < LANES; j++) {                                    \
      low[0] = low[j] < low[0] ? low[j] : low[0];                        \
      high[0] = high[j] > high[0] ? high[j] : high[0];                   \
      odd[0] += odd[j];                                                  \
    }                                                                    \
    *min = low[0], *max = high[0];                                       \
    if (odd[0] != 0)                                                     \
      for (int64_t i = 0; i < n; i++)                                    \
        if (v[i] - v[i] != 0) return i;                                  \
  } while (0)
#define SEE(j, value)                               \
  (low[j] = (value) < low[j] ? (value) : low[j],    \
   high[j] = (value) > high[j] ? (value) : high[j], \
   odd[j] += (value) - (value))
SNN_INLINE int64_t range_body(const void *x, int x_type, int64_t n, double *min, double *max) {
  if (x_type == SNN_FLOAT32) RANGE(float);
  else if (x_type == SNN_FLOAT64) RANGE(double);
  else RANGE(uint8_t);
  return -1;
}
#ifdef SNN_X86
SNN_TARGET_AVX2 static int64_t range_avx2(const void *x, int x_type, int64_t n, double *min, double *max) {
  return range_body(x, x_type, n, min, max);
}
#endif

int64_t snn_range(const void *x, int x_type, int level, int64_t n, double *min, double *max) {
#ifdef SNN_X86
  if (level >= SNN_AVX2) return range_avx2(x, x_type, n, min, max);
#endif
  (void)level;
  return range_body(x, x_type, n, min, max);
}

#ifdef __linux__
// The whole pages inside of n bytes at p.
static char *pages(char *p, int64_t n, int64_t *length) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t from = ((uintptr_t)p + page - 1) & ~(page - 1), to = ((uintptr_t)p + (uintptr_t)n) & ~(page - 1);
  *length = to > from ? (int64_t)(to - from) : 0;
  return (char *)from;
}
#endif

void snn_zero(void *p, int64_t n) {
#ifdef __linux__
  // From this size on malloc never reuses memory but maps it afresh (glibc: DEFAULT_MMAP_THRESHOLD_MAX), and it is already
  // zero. Telling the system that its contents are not needed costs nothing then, and makes it zero in any case.
  enum { ALWAYS_MAPPED = 32 << 20 };
  int64_t length;
  char *from = pages(p, n, &length), *end = (char *)p + n;
  if (n > ALWAYS_MAPPED && madvise(from, (size_t)length, MADV_DONTNEED) == 0) {
    snn_huge(p, n);
    memset(p, 0, (size_t)(from - (char *)p));
    memset(from + length, 0, (size_t)(end - (from + length)));
    return;
  }
#endif
  memset(p, 0, (size_t)n);
}

void snn_fill(void *p, int size, uint64_t bits, int64_t n) {
#define FILL(type) for (int64_t i = 0; i < n; i++) ((type *)p)[i] = (type)bits
  switch (size) {
    case 1: FILL(uint8_t); break;
    case 2: FILL(uint16_t); break;
    case 4: FILL(uint32_t); break;
    default: FILL(uint64_t); break;
  }
}

void snn_huge(void *p, int64_t n) {
#ifdef __linux__
  int64_t length;
  char *from = pages(p, n, &length);
  if (length >= 4 << 20) madvise(from, (size_t)length, MADV_HUGEPAGE);  // advice: without it, only slower
#else
  (void)p, (void)n;
#endif
}
