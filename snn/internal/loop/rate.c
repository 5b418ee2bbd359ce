#include <string.h>

#include "loop.h"
#include "levels.h"
#ifdef SNN_X86
#include <immintrin.h>
#endif

// Philox-4x32-10 (its source is in philox.go): constants, and one block of four words.
#define M0 0xD2511F53u
#define M1 0xCD9E8D57u
#define W0 0x9E3779B9u
#define W1 0xBB67AE85u

enum { GROUP = 64, TILE = 2048 };  // spikes are made in groups of 16 Philox blocks; a tile's thresholds stay in cache

// Where a row of spikes takes its random numbers: the key and the counter's constant part.
typedef struct {
  uint32_t k0, k1, t, stream;
} row_address;

// groups*GROUP spikes as bytes: thr[i] is the largest 31-bit random number that gives one. block is that of thr[0].
SNN_INLINE void row_scalar(int8_t *spike, const int32_t *thr, int groups, uint64_t block, row_address a) {
  for (int b = 0; b < groups * GROUP / 4; b++, block++) {
    uint32_t c0 = (uint32_t)block, c1 = (uint32_t)(block >> 32), c2 = a.t, c3 = a.stream, k0 = a.k0, k1 = a.k1;
    for (int r = 0; r < 10; r++, k0 += W0, k1 += W1) {
      uint64_t p0 = (uint64_t)M0 * c0, p1 = (uint64_t)M1 * c2;
      c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, c1 = (uint32_t)p1;
      c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1, c3 = (uint32_t)p0;
    }
    const uint32_t word[4] = {c0, c1, c2, c3};
    for (int j = 0; j < 4; j++) spike[4 * b + j] = (int32_t)(word[j] >> 1) <= thr[4 * b + j];
  }
}

#ifdef SNN_X86
// Each 64-bit lane works on one block: a 32x32-bit product fills the lane, its low half is the next word as it stands, and
// the upper half of a lane is never read but through a shift. Lanes take blocks in such an order (first, below) that
// unpacking leaves the words in the order of the elements.
SNN_TARGET_AVX2 static inline void words_avx2(__m256i block, row_address a, __m256i word[2]) {
  const __m256i m0 = _mm256_set1_epi64x(M0), m1 = _mm256_set1_epi64x(M1);
  __m256i c0 = block, c1 = _mm256_srli_epi64(block, 32), c2 = _mm256_set1_epi64x(a.t), c3 = _mm256_set1_epi64x(a.stream);
  uint32_t k0 = a.k0, k1 = a.k1;
#pragma GCC unroll 10
  for (int r = 0; r < 10; r++, k0 += W0, k1 += W1) {
    __m256i p0 = _mm256_mul_epu32(m0, c0), p1 = _mm256_mul_epu32(m1, c2);
    c0 = _mm256_xor_si256(_mm256_srli_epi64(p1, 32), _mm256_xor_si256(c1, _mm256_set1_epi64x(k0)));
    c2 = _mm256_xor_si256(_mm256_srli_epi64(p0, 32), _mm256_xor_si256(c3, _mm256_set1_epi64x(k1)));
    c1 = p1, c3 = p0;
  }
  __m256i w01 = _mm256_blend_epi32(c0, _mm256_slli_epi64(c1, 32), 0xAA);
  __m256i w23 = _mm256_blend_epi32(c2, _mm256_slli_epi64(c3, 32), 0xAA);
  word[0] = _mm256_unpacklo_epi64(w01, w23), word[1] = _mm256_unpackhi_epi64(w01, w23);
}

SNN_TARGET_AVX2 static inline void row_avx2(int8_t *spike, const int32_t *thr, int groups, uint64_t block, row_address a) {
  const __m256i first = _mm256_set_epi64x(3, 1, 2, 0), order = _mm256_set_epi32(7, 3, 6, 2, 5, 1, 4, 0);
  for (int h = 0; h < 2 * groups; h++, block += GROUP / 8) {
    __m256i c = _mm256_add_epi64(_mm256_set1_epi64x((int64_t)block), first), v[4];
    words_avx2(c, a, v);
    words_avx2(_mm256_add_epi64(c, _mm256_set1_epi64x(4)), a, v + 2);
    for (int j = 0; j < 4; j++)  // -1 where there is no spike
      v[j] = _mm256_cmpgt_epi32(_mm256_srli_epi32(v[j], 1), _mm256_loadu_si256((const __m256i *)(thr + 32 * h + 8 * j)));
    __m256i none = _mm256_packs_epi16(_mm256_packs_epi32(v[0], v[1]), _mm256_packs_epi32(v[2], v[3]));
    none = _mm256_permutevar8x32_epi32(none, order);  // packing works on each half of a vector
    _mm256_storeu_si256((__m256i *)(spike + 32 * h), _mm256_add_epi8(none, _mm256_set1_epi8(1)));
  }
}

SNN_TARGET_AVX512 static inline uint64_t mask_avx512(__m512i block, row_address a, const int32_t *thr) {
  const __m512i m0 = _mm512_set1_epi64(M0), m1 = _mm512_set1_epi64(M1);
  __m512i c0 = block, c1 = _mm512_srli_epi64(block, 32), c2 = _mm512_set1_epi64(a.t), c3 = _mm512_set1_epi64(a.stream);
  uint32_t k0 = a.k0, k1 = a.k1;
#pragma GCC unroll 10
  for (int r = 0; r < 10; r++, k0 += W0, k1 += W1) {
    __m512i p0 = _mm512_mul_epu32(m0, c0), p1 = _mm512_mul_epu32(m1, c2);
    c0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), c1, _mm512_set1_epi64(k0), 0x96);  // a ^ b ^ c
    c2 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p0, 32), c3, _mm512_set1_epi64(k1), 0x96);
    c1 = p1, c3 = p0;
  }
  __m512i w01 = _mm512_mask_blend_epi32(0xAAAA, c0, _mm512_slli_epi64(c1, 32));
  __m512i w23 = _mm512_mask_blend_epi32(0xAAAA, c2, _mm512_slli_epi64(c3, 32));
  __m512i lo = _mm512_srli_epi32(_mm512_unpacklo_epi64(w01, w23), 1);
  __m512i hi = _mm512_srli_epi32(_mm512_unpackhi_epi64(w01, w23), 1);
  return _mm512_cmple_epi32_mask(lo, _mm512_loadu_si512(thr)) |
         (uint64_t)_mm512_cmple_epi32_mask(hi, _mm512_loadu_si512(thr + 16)) << 16;
}

SNN_TARGET_AVX512 static inline void row_avx512(int8_t *spike, const int32_t *thr, int groups, uint64_t block,
                                                row_address a) {
  const __m512i first = _mm512_set_epi64(7, 3, 6, 2, 5, 1, 4, 0), one = _mm512_set1_epi8(1);
  for (int g = 0; g < groups; g++, block += GROUP / 4) {
    __m512i c = _mm512_add_epi64(_mm512_set1_epi64((int64_t)block), first);
    uint64_t mask = mask_avx512(c, a, thr + GROUP * g);
    mask |= mask_avx512(_mm512_add_epi64(c, _mm512_set1_epi64(8)), a, thr + GROUP * g + 32) << 32;
    _mm512_storeu_si512(spike + GROUP * g, _mm512_maskz_mov_epi8(mask, one));
  }
}
#endif

// thr[j] for the probability x[j]*gain + offset: -1 never, 2^31-1 always. Adding and subtracting 1.5*2^52 rounds to an
// integer, half to even, without a function call.
#define THRESHOLDS(type)                                     \
  for (int j = 0; j < m; j++) {                              \
    double p = (double)((const type *)x)[j] * gain + offset; \
    p = p < 0 ? 0 : p > 1 ? 1 : p;                           \
    p = (p * 2147483648.0 + 0x1.8p52) - 0x1.8p52;            \
    thr[j] = (int32_t)(p - 1);                               \
  }
SNN_INLINE void thresholds(int32_t *thr, const void *x, int x_type, int64_t i, int m, double gain, double offset) {
  if (x_type == SNN_FLOAT32) {
    x = (const float *)x + i;
    THRESHOLDS(float)
  } else if (x_type == SNN_FLOAT64) {
    x = (const double *)x + i;
    THRESHOLDS(double)
  } else {
    x = (const uint8_t *)x + i;
    THRESHOLDS(uint8_t)
  }
}

// Whether the probability of all of a group is zero.
SNN_INLINE int all_silent(const int32_t *thr) {
  int32_t all = -1;
  for (int j = 0; j < GROUP; j++) all &= thr[j];
  return all == -1;  // only -1 has all bits set, and a threshold is -1 or not negative
}

typedef void row_function(int8_t *, const int32_t *, int, uint64_t, row_address);

SNN_INLINE void rate_body(row_function row, const snn_rate_args *a, int64_t t0, int64_t t1, int64_t i0, int64_t i1) {
  int32_t thr[TILE + 2 * GROUP];
  int8_t spike[TILE + 2 * GROUP], silent[TILE / GROUP + 2];
  for (int64_t i = i0; i < i1; i += TILE) {
    int m = i1 - i < TILE ? (int)(i1 - i) : TILE;
    uint64_t n = a->n0 + (uint64_t)i;
    int head = n % 4, groups = (head + m + GROUP - 1) / GROUP;  // whole groups, of which [head, head+m) is ours
    memset(thr, -1, sizeof thr);
    memset(spike, 0, sizeof spike);
    for (int64_t t = t0; t < t1; t++) {
      char *out = (char *)a->out + (t * a->n + i) * a->element.size;
      if (t < a->first) {
        memset(out, 0, (size_t)m * a->element.size);
        continue;
      }
      if (a->time_var || t == t0 || t == a->first) {
        int64_t row_start = a->time_var ? (t - a->first) * a->n : 0;
        thresholds(thr + head, a->x, a->x_type, row_start + i, m, a->gain, a->offset);
        for (int g = 0; g < groups; g++) silent[g] = all_silent(thr + GROUP * g);
        silent[groups] = 1;
      }
      row_address address = {a->key[0], a->key[1], (uint32_t)t, a->stream};
      for (int g = 0, end; g < groups; g = end) {  // runs of groups: an image's black parts need no random numbers
        for (end = g + 1; end <= groups && silent[end] == silent[g]; end++) {}
        if (end > groups) end = groups;
        if (silent[g]) memset(spike + GROUP * g, 0, (size_t)GROUP * (end - g));
        else row(spike + GROUP * g, thr + GROUP * g, end - g, n / 4 + (uint64_t)(GROUP / 4) * g, address);
      }
      store_codes(out, spike + head, m, a->element);
    }
  }
}

#define PARAMS (const snn_rate_args *a, int64_t t0, int64_t t1, int64_t i0, int64_t i1)
static void rate_portable PARAMS { rate_body(row_scalar, a, t0, t1, i0, i1); }
#ifdef SNN_X86
SNN_TARGET_AVX2 static void rate_avx2 PARAMS { rate_body(row_avx2, a, t0, t1, i0, i1); }
SNN_TARGET_AVX512 static void rate_avx512 PARAMS { rate_body(row_avx512, a, t0, t1, i0, i1); }
#endif

void snn_rate(const snn_rate_args *a, int level, int64_t t0, int64_t t1, int64_t i0, int64_t i1) {
  SNN_CALL(level, rate, (a, t0, t1, i0, i1));
}
