/*
 * From how many zeros on is it faster to skip them? The two loops of kernels/matmul_blocked.cl for c = a b of 512 x 2048 x 2048
 * on one core: the dense one, here with 8 rows of 3 vectors in registers, and the one that takes a row's factors that are
 * not zero, one after the other, with 8 vectors of its sums in registers and a piece of b in the first-level cache. Both
 * give the same bits.
 *
 *     gcc -O3 -march=native src/bench/c/relu_zeros.c -o relu_zeros && ./relu_zeros      # needs AVX-512
 *
 * Prints the time of both for several shares of factors that are not zero.
 */
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef float vector __attribute__((vector_size(64)));
typedef float loose __attribute__((vector_size(64), aligned(4)));

enum { M = 512, N = 2048, K = 2048, ROUNDS = 7 };

/* The dense loop's block, and the skipping loop's. */
enum { ROWS = 8, VECTORS = 3, DEPTH = 128, BLOCK = 256 };
enum { WIDE = 8, SHORT = 64 };

static vector right[WIDE * SHORT + VECTORS * DEPTH] __attribute__((aligned(4096)));
static vector sums[WIDE * M] __attribute__((aligned(4096)));

static void pack(const float *b, int depth, int vectors) {
  for (int p = 0; p < depth; p++) {
    for (int v = 0; v < vectors; v++) {
      right[p * vectors + v] = *(const loose *)(b + (size_t)p * N + 16 * v);
    }
  }
}

static void store(float *c, int rows, int vectors) {
  for (int r = 0; r < rows; r++) {
    memcpy(c + (size_t)r * N, sums + r * vectors, 64 * (size_t)vectors);
  }
}

/* Columns 0 to N / 48 * 48. */
__attribute__((noinline)) static void dense(const float *a, const float *b, float *c) {
  for (int i0 = 0; i0 < M; i0 += BLOCK) {
    for (int j0 = 0; j0 + 16 * VECTORS <= N; j0 += 16 * VECTORS) {
      memset(sums, 0, sizeof(vector) * VECTORS * BLOCK);
      for (int k0 = 0; k0 < K; k0 += DEPTH) {
        pack(b + (size_t)k0 * N + j0, DEPTH, VECTORS);
        for (int r0 = 0; r0 < BLOCK; r0 += ROWS) {
          const float *rows = a + (size_t)(i0 + r0) * K + k0;
          vector sum[ROWS][VECTORS];
          memcpy(sum, sums + r0 * VECTORS, sizeof sum);
          for (int p = 0; p < DEPTH; p++) {
#pragma GCC unroll 8
            for (int r = 0; r < ROWS; r++) {
#pragma GCC unroll 3
              for (int v = 0; v < VECTORS; v++) {
                sum[r][v] += rows[(size_t)r * K + p] * right[p * VECTORS + v]; /* contracted to fma */
              }
            }
          }
          memcpy(sums + r0 * VECTORS, sum, sizeof sum);
        }
      }
      store(c + (size_t)i0 * N + j0, BLOCK, VECTORS);
    }
  }
}

/* Bit p is set where row[p] is not zero, of SHORT. */
static uint64_t nonzero(const float *row) {
  uint64_t mask = 0;
  for (int p = 0; p < SHORT; p += 16) {
    mask |= (uint64_t)_mm512_cmp_ps_mask(_mm512_loadu_ps(row + p), _mm512_setzero_ps(), _CMP_NEQ_UQ) << p;
  }
  return mask;
}

__attribute__((noinline)) static void skipping(const float *a, const float *b, float *c) {
  for (int j0 = 0; j0 < N; j0 += 16 * WIDE) {
    memset(sums, 0, sizeof(vector) * WIDE * M);
    for (int k0 = 0; k0 < K; k0 += SHORT) {
      pack(b + (size_t)k0 * N + j0, SHORT, WIDE);
      for (int r = 0; r < M; r++) {
        const float *row = a + (size_t)r * K + k0;
        vector sum[WIDE];
#pragma GCC unroll 16
        for (int v = 0; v < WIDE; v++) {
          sum[v] = sums[r * WIDE + v];
        }
        for (uint64_t mask = nonzero(row); mask != 0; mask &= mask - 1) {
          int p = __builtin_ctzll(mask);
          const vector *piece = right + p * WIDE;
#pragma GCC unroll 16
          for (int v = 0; v < WIDE; v++) {
            sum[v] += row[p] * piece[v];
          }
        }
#pragma GCC unroll 16
        for (int v = 0; v < WIDE; v++) {
          sums[r * WIDE + v] = sum[v];
        }
      }
    }
    store(c + j0, M, WIDE);
  }
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static double uniform(void) {
  return rand() / (RAND_MAX + 1.0);
}

int main(void) {
  float *a = aligned_alloc(64, sizeof(float) * M * K);
  float *b = aligned_alloc(64, sizeof(float) * K * N);
  float *c[2] = {aligned_alloc(64, sizeof(float) * M * N), aligned_alloc(64, sizeof(float) * M * N)};
  void (*const loops[2])(const float *, const float *, float *) = {dense, skipping};
  for (size_t i = 0; i < (size_t)K * N; i++) {
    b[i] = uniform() - 0.5;
  }
  printf("not zero    dense  skipping\n");
  for (int tenths = 10; tenths >= 1; tenths--) {
    for (size_t i = 0; i < (size_t)M * K; i++) {
      a[i] = 10 * uniform() < tenths ? uniform() : 0;
    }
    double least[2] = {1e9, 1e9};
    for (int round = 0; round < 2 * ROUNDS; round++) {
      double start = seconds();
      loops[round % 2](a, b, c[round % 2]);
      double took = seconds() - start;
      least[round % 2] = took < least[round % 2] ? took : least[round % 2];
    }
    for (int i = 0; i < M; i++) {
      if (memcmp(c[0] + (size_t)i * N, c[1] + (size_t)i * N, sizeof(float) * (N / 48 * 48)) != 0) {
        printf("row %d differs\n", i);
        return 1;
      }
    }
    printf("%6d %%  %5.1f ms  %5.1f ms  %.2f times as fast\n", 10 * tenths, 1e3 * least[0], 1e3 * least[1],
           least[0] / least[1]);
  }
  return 0;
}
