/*
 * Does local memory hold what is written to it, and does a barrier in a loop wait for the whole work-group?
 *
 * Each work-group has a ring of PLACES numbers, twice, and turns it round and round:
 *
 *   to[p] = from[(p + 1) mod PLACES] + 1,  then the two change places
 *
 *   ring  [2 x PLACES]    from | to
 *
 * result  [groups x PLACES]
 * Launch: groups of any size; rounds is even.
 *
 * define  default  unit     constraint
 * PLACES  64       numbers  2 x PLACES x 4 bytes of local memory
 */
#ifndef PLACES
#define PLACES 64
#endif

__kernel void probe_local(__global int *restrict result, const int rounds) {
  __local int ring[2 * PLACES];
  const int item = (int)get_local_id(0);
  const int items = (int)get_local_size(0);
  const int group = (int)get_group_id(0);
  for (int p = item; p < PLACES; p += items) {
    ring[p] = p + 1000 * group;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int round = 0; round < rounds; round++) {
    const int from = (round & 1) * PLACES;
    const int to = PLACES - from;
    for (int p = item; p < PLACES; p += items) {
      ring[to + p] = ring[from + (p + 1) % PLACES] + 1;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int p = item; p < PLACES; p += items) {
    result[group * PLACES + p] = ring[p];
  }
}
