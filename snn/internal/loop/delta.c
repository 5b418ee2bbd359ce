#include "loop.h"
#include "levels.h"

enum { TILE = 4096 };

// Codes of the changes of m values from element j on, which lie all in the first step or all after it. Differences are
// rounded to the type of the data, as snnTorch's are.
#define CHANGES(type, real)                                              \
  do {                                                                   \
    const type *now = (const type *)a->x + j;                            \
    if (j >= a->n) {                                                     \
      const type *last = now - a->n;                                     \
      for (int64_t k = 0; k < m; k++) CODE(real, (real)now[k] - (real)last[k]); \
    } else {                                                             \
      for (int64_t k = 0; k < m; k++) CODE(real, a->padding ? 0 : (real)now[k]); \
    }                                                                    \
  } while (0)
#define CODE(real, change)                                                                  \
  do {                                                                                      \
    real d = (change);                                                                      \
    code[k] = (int8_t)((d >= (real)threshold) - (both & (d <= -(real)threshold)));          \
  } while (0)

SNN_INLINE void delta_body(const snn_delta_args *a, int64_t j0, int64_t j1) {
  int8_t code[TILE];
  const int both = a->off_spike != 0;
  const double threshold = a->threshold;
  for (int64_t j = j0, m; j < j1; j += m) {
    m = j1 - j < TILE ? j1 - j : TILE;
    if (j < a->n && j + m > a->n) m = a->n - j;  // a tile lies in the first step or after it
    if (a->x_type == SNN_FLOAT32) CHANGES(float, float);
    else if (a->x_type == SNN_FLOAT64) CHANGES(double, double);
    else CHANGES(uint8_t, float);
    store_codes((char *)a->out + j * a->element.size, code, m, a->element);
  }
}

SNN_LEVELS(delta_body, (const snn_delta_args *a, int64_t j0, int64_t j1), (a, j0, j1))

void snn_delta(const snn_delta_args *a, int level, int64_t j0, int64_t j1) {
  SNN_CALL(level, delta_body, (a, j0, j1));
}
