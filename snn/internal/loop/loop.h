// The inner loops of the encoders, in C so that they can be vectorised: each writes the output tensor's own memory once.
// Every level of instructions gives the same bits. Go splits the work over goroutines (loop.go).
#ifndef SNN_LOOP_H
#define SNN_LOOP_H
#include <stdint.h>

// Levels of instructions. The caller gives one that the processor has.
enum { SNN_PORTABLE, SNN_AVX2, SNN_AVX512 };

// Element types that the loops read.
enum { SNN_FLOAT32, SNN_FLOAT64, SNN_UINT8 };

// An output element of size bytes: its bits for an on spike (1) and an off spike (-1); zero is 0 in every type.
typedef struct {
  int size;
  uint64_t on, off;
} snn_element;

// Bernoulli spikes out[t][i], for time steps t and elements i < n, with probability x*gain + offset clipped to [0, 1].
typedef struct {
  void *out;
  snn_element element;
  const void *x;   // [n], or [steps - first][n] if time_var
  int x_type;
  int time_var;
  double gain, offset;
  int64_t n;
  int64_t first;    // steps before it are silent
  uint64_t n0;      // the index of element 0 in the data set, for the random numbers
  uint32_t key[2];  // the seed
  uint32_t stream;
} snn_rate_args;
void snn_rate(const snn_rate_args *a, int level, int64_t t0, int64_t t1, int64_t i0, int64_t i1);

// Changes of x[t][i] since the step before: on from threshold up, off (if wanted) from -threshold down.
typedef struct {
  void *out;
  snn_element element;
  const void *x;  // [steps][n]
  int x_type;
  double threshold;
  int off_spike;
  int padding;  // step 0 changes since itself, not since zero
  int64_t n;
} snn_delta_args;
// The flat elements from j0 to j1 of [steps][n].
void snn_delta(const snn_delta_args *a, int level, int64_t j0, int64_t j1);

// The smallest and the largest of n > 0 finite values; returns the index of the first value that is not finite, or -1.
int64_t snn_range(const void *x, int x_type, int level, int64_t n, double *min, double *max);

// Makes n bytes at p zero. Large fresh memory is left to the operating system, whose pages are zero when they are first touched.
void snn_zero(void *p, int64_t n);

// Writes an element of size bytes n times.
void snn_fill(void *p, int size, uint64_t bits, int64_t n);

// Asks for huge pages under n bytes at p that will all be written: it saves 511 of 512 page faults.
void snn_huge(void *p, int64_t n);
#endif
