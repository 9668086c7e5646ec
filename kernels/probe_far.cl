/*
 * Are two addresses that lie up to 2^31 bytes apart two places?
 *
 *   keep = 0:  memory[near] = 1, memory[far] = 2
 *   keep = 1:  seen = (memory[near], memory[far])
 *
 * memory  more than far floats; far - near is a power of two, at most 2^29 (2^31 bytes)
 * seen    [2]
 * Launch: one work-item. No defines.
 */
__kernel void probe_far(__global float *restrict memory, __global float *restrict seen, const int near, const int far,
    const int keep) {
  if (keep == 0) {
    memory[near] = 1.0f;
    memory[far] = 2.0f;
  } else {
    seen[0] = memory[near];
    seen[1] = memory[far];
  }
}
