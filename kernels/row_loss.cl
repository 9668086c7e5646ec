/*
 * Softmax, cross-entropy and its gradient of row y, by a work-group: see kernels/softmax_cross_entropy.cl, whose
 * formulas and defines these are.
 *
 *   layout:   local: logits, e, slopes [classes], row y of what they are named for; e is scratch
 *             global: labels [rows] bytes;  order, loss, prediction [samples];  weights [classes];
 *             gradient [batch x classes], row-major
 *
 *   define          default  meaning
 *   GROUP           128      work-items of the group
 *   WITH_GRADIENT   1        0: loss and prediction only; slopes and gradient are not touched
 *   GATE            0        1: the logits went through a ReLU, whose derivative gates the gradient
 *   WEIGHTED        0        1: a sample counts by its class; 0: weights is not touched
 *
 * The sum is one chain, so every work-item takes it whole.
 *
 * Launched with a work-group for each row.
 */
#include "elementary.clh"
#include "instance.clh"

#ifndef GROUP
#define GROUP 128
#endif
#ifndef WITH_GRADIENT
#define WITH_GRADIENT 1
#endif
#ifndef GATE
#define GATE 0
#endif
#ifndef WEIGHTED
#define WEIGHTED 0
#endif

INLINED void OWN(row_loss_tile)(__local const float *logits, __local float *e, __local float *slopes,
                                __global const uchar *restrict labels, __global const int *restrict order,
                                __global const float *restrict weights, __global float *restrict gradient,
                                __global float *restrict loss, __global int *restrict prediction, const int classes,
                                const float scale, const int cursor, const int x, const int y) {
  const int t = (int)get_local_id(0);
  const int label = (int)labels[order[cursor + y]];
  float top = logits[0];
  int best = 0;
  for (int j = 1; j < classes; j++) {
    if (logits[j] > top) {
      top = logits[j];
      best = j;
    }
  }
  for (int j = t; j < classes; j += GROUP) {
    e[j] = exp_1(logits[j] - top);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  float sum = 0.0f;
  for (int j = 0; j < classes; j++) {
    sum = sum + e[j];
  }
  const float weight = WEIGHTED ? weights[label] : 1.0f;
  if (t == 0) {
    const float plain = log_1(sum) - (logits[label] - top);
    loss[cursor + y] = WEIGHTED ? weight * plain : plain;
    prediction[cursor + y] = best;
  }
#if WITH_GRADIENT
  const float reciprocal = reciprocal_1(sum);
  for (int j = t; j < classes; j += GROUP) {
    const float plain = (e[j] * reciprocal - (j == label ? 1.0f : 0.0f)) * scale;
    const float slope = WEIGHTED ? weight * plain : plain;
    const float gated = GATE && !(logits[j] > 0.0f) ? 0.0f : slope;
    slopes[j] = gated;
    gradient[(size_t)y * classes + j] = gated;
  }
#endif
}

#ifndef FUSED
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void row_loss(
    __local const float *logits, __local float *e, __local float *slopes, __global const uchar *restrict labels,
    __global const int *restrict order, __global const float *restrict weights, __global float *restrict gradient,
    __global float *restrict loss, __global int *restrict prediction, const int classes, const float scale,
    const int cursor) {
  row_loss_tile(logits, e, slopes, labels, order, weights, gradient, loss, prediction, classes, scale, cursor, 0,
                 (int)get_group_id(0));
}
#endif
