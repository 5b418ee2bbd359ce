// The levels of instructions: the portable ones, AVX2, AVX-512.
#ifndef SNN_LEVELS_H
#define SNN_LEVELS_H

// Each loop is compiled for each level of instructions; all give the same bits. Set-up waits for that: float64, which few networks are made
// of, has the last level's name only.
#if defined(__x86_64__) && defined(__GNUC__)
#define UP_TO_AVX2(name, params, args)                                                                                         \
  static void name##_portable params { name args; }                                                                            \
  __attribute__((target("avx2"))) static void name##_avx2 params { name args; }
#define LEVELS(name, params, args)                                                                                             \
  UP_TO_AVX2(name, params, args)                                                                                               \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))) static void name##_avx512 params { name args; }
#define LEVELS_OF_FLOAT64(name, params, args)                                                                                  \
  UP_TO_AVX2(name, params, args)                                                                                               \
  static void name##_avx512 params { name##_avx2 args; }
#define CALL(name, args) (level == AVX512 ? name##_avx512 args : level == AVX2 ? name##_avx2 args : name##_portable args)
#else
#define LEVELS(name, params, args) static void name##_portable params { name args; }
#define LEVELS_OF_FLOAT64(name, params, args) LEVELS(name, params, args)
#define CALL(name, args) name##_portable args
#endif

enum { PORTABLE, AVX2, AVX512 };

static int most_of_processor() {
#if defined(__x86_64__) && defined(__GNUC__)
  if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) return AVX512;
  if (__builtin_cpu_supports("avx2")) return AVX2;
#endif
  return PORTABLE;
}

static int level = most_of_processor();
#endif
