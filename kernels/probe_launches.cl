/*
 * Does a launch see all that the launch before it wrote?
 *
 *   to[i] = 3 from[(i + 1) mod count] + 1
 *
 * from, to  [count]  change places with each launch
 * Launch: count work-items, rounded up to whole groups of any size; many launches in a row. No defines.
 */
__kernel void probe_launches(__global const int *restrict from, __global int *restrict to, const int count) {
  const int i = (int)get_global_id(0);
  if (i < count) {
    to[i] = 3 * from[(i + 1) % count] + 1;
  }
}
