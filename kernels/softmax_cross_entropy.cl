/*
 * Per row z of the logits, with label y and position p = cursor + row:
 *
 *   m = max z,  e[j] = exp(z[j] - m),  s = sum of e[j], j ascending
 *   loss[p] = log(s) - (z[y] - m),  prediction[p] = first j with z[j] = m
 *   gradient[j] = (e[j] / s - [j = y]) * scale,  and 0 where GATE and not z[j] > 0
 *
 * With WEIGHTED, loss[p] and gradient[j] are those times weights[y].
 *
 *   layout, row-major:   logits, gradient [batch x classes],  labels [rows] bytes,  order, loss, prediction [samples],
 *                        weights [classes]
 *
 *   define          default  meaning
 *   WITH_GRADIENT   1        0: loss and prediction only; gradient is not touched
 *   GATE            0        1: the logits went through a ReLU, whose derivative gates the gradient
 *   WEIGHTED        0        1: a sample counts by its class; 0: weights is not touched
 *
 * Launched with global size at least batch: one work-item per row, which takes 16 classes at a time. Lanes past the
 * last class hold -infinity, whose exponential, 0, adds nothing.
 */
#include "elementary.clh"
#include "instance.clh"

#ifndef WITH_GRADIENT
#define WITH_GRADIENT 1
#endif
#ifndef GATE
#define GATE 0
#endif
#ifndef WEIGHTED
#define WEIGHTED 0
#endif

/* Sixteen logits from class j0 on, -infinity past the last. */
float16 OWN(logits_from)(__global const float *z, const int j0, const int classes) {
  float part[16];
#pragma unroll
  for (int l = 0; l < 16; l++) {
    part[l] = j0 + l < classes ? z[j0 + l] : -INFINITY;
  }
  return vload16(0, part);
}

void OWN(softmax_cross_entropy_tile)(__global const float *restrict logits, __global const uchar *restrict labels,
                                    __global const int *restrict order, __global const float *restrict weights,
                                    __global float *restrict gradient, __global float *restrict loss,
                                    __global int *restrict prediction, const int batch, const int classes,
                                    const float scale, const int cursor, const int x, const int y) {
  const int i = y;
  if (i >= batch) {
    return;
  }
  __global const float *z = logits + (size_t)i * classes;
  const int label = (int)labels[order[cursor + i]];

  float top = z[0];
  int best = 0;
  for (int j = 1; j < classes; j++) {
    if (z[j] > top) {
      top = z[j];
      best = j;
    }
  }
  float sum = 0.0f;
  float e[16];
  for (int j0 = 0; j0 < classes; j0 += 16) {
    vstore16(exp_16(OWN(logits_from)(z, j0, classes) - (float16)(top)), 0, e);
#pragma unroll
    for (int l = 0; l < 16; l++) {
      sum = sum + e[l];
    }
  }
#if WEIGHTED
  const float weight = weights[label];
  loss[cursor + i] = weight * (log_1(sum) - (z[label] - top));
#else
  loss[cursor + i] = log_1(sum) - (z[label] - top);
#endif
  prediction[cursor + i] = best;

#if WITH_GRADIENT
  __global float *out = gradient + (size_t)i * classes;
  const float reciprocal = reciprocal_1(sum);
  for (int j0 = 0; j0 < classes; j0 += 16) {
    if (classes > 16) { /* else e still holds this row */
      vstore16(exp_16(OWN(logits_from)(z, j0, classes) - (float16)(top)), 0, e);
    }
    /* Unrolled, each e[l] is a register. */
#pragma unroll
    for (int l = 0; l < 16; l++) {
      const int j = j0 + l;
      if (j < classes) {
#if WEIGHTED
        const float slope = weight * ((e[l] * reciprocal - (j == label ? 1.0f : 0.0f)) * scale);
#else
        const float slope = (e[l] * reciprocal - (j == label ? 1.0f : 0.0f)) * scale;
#endif
        out[j] = GATE && !(z[j] > 0.0f) ? 0.0f : slope;
      }
    }
  }
#endif
}

#ifndef FUSED
__kernel void softmax_cross_entropy(__global const float *restrict logits, __global const uchar *restrict labels,
                                    __global const int *restrict order, __global const float *restrict weights,
                                    __global float *restrict gradient, __global float *restrict loss,
                                    __global int *restrict prediction, const int batch, const int classes,
                                    const float scale, const int cursor) {
  softmax_cross_entropy_tile(logits, labels, order, weights, gradient, loss, prediction, batch, classes, scale, cursor,
                             0, (int)get_global_id(0));
}
#endif
