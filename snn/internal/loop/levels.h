// What the loops share: levels of instructions, and the writing of output elements.
//
// One loop body, compiled for each level of instructions: SNN_LEVELS(body, parameters, arguments) defines body_portable,
// and on x86-64 body_avx2 and body_avx512; SNN_CALL picks one.
#ifndef SNN_LEVELS_H
#define SNN_LEVELS_H
#include "loop.h"

#define SNN_INLINE static inline __attribute__((always_inline))
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF  // gcc has it off with -std=c11: a fused multiply-add would round unlike the other levels
#endif

#if defined(__x86_64__) && defined(__GNUC__)
#define SNN_X86 1
#define SNN_TARGET_AVX2 __attribute__((target("avx2")))
#define SNN_TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#define SNN_LEVELS(body, params, args)                                        \
  static void body##_portable params { body args; }                           \
  SNN_TARGET_AVX2 static void body##_avx2 params { body args; }               \
  SNN_TARGET_AVX512 static void body##_avx512 params { body args; }
#define SNN_CALL(level, body, args)                  \
  do {                                               \
    if (level == SNN_AVX512) body##_avx512 args;     \
    else if (level == SNN_AVX2) body##_avx2 args;    \
    else body##_portable args;                       \
  } while (0)
#else
#define SNN_LEVELS(body, params, args) \
  static void body##_portable params { body args; }
#define SNN_CALL(level, body, args) \
  do {                              \
    (void)(level);                  \
    body##_portable args;           \
  } while (0)
#endif

// Writes n codes (-1, 0, 1) as output elements.
#define SNN_STORE(type) \
  for (int64_t j = 0; j < n; j++) ((type *)out)[j] = (type)(code[j] > 0 ? e.on : 0) | (type)(code[j] < 0 ? e.off : 0)
SNN_INLINE void store_codes(void *out, const int8_t *code, int64_t n, snn_element e) {
  switch (e.size) {
    case 1: SNN_STORE(uint8_t); break;
    case 2: SNN_STORE(uint16_t); break;
    case 4: SNN_STORE(uint32_t); break;
    default: SNN_STORE(uint64_t); break;
  }
}
#endif
