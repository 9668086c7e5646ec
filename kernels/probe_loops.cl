/*
 * Does a work-item take every turn of its loops, however many they are and however long that lasts?
 *
 *   x <- seed + item;  outer x inner times  x <- 1664525 x + 1013904223 (mod 2^32);  result[item] = x
 *
 * The recurrence is Knuth's and Lewis's, as in Numerical Recipes, 2nd edition, section 7.1. The host knows x after any number
 * of turns, so that it can say how many were taken.
 *
 * result  [items]  one number for each work-item
 * Launch: one work-item for each number, in groups of any size. No defines.
 */
__kernel void probe_loops(__global int *restrict result, const int outer, const int inner, const int seed) {
  const int item = (int)get_global_id(0);
  uint x = (uint)seed + (uint)item;
  for (int i = 0; i < outer; i++) {
    for (int j = 0; j < inner; j++) {
      x = x * 1664525u + 1013904223u;
    }
  }
  result[item] = (int)x;
}
