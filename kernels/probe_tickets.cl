/*
 * Do work-groups that run at the same time draw each ticket once, and see what the holder of the ticket before wrote?
 * Workers that stay for many steps (Fusion.java) rely on that.
 *
 *   chain[0] += 1;  chain[t] += 3 chain[t - 1] + t, by whoever draws ticket t
 *
 * A worker waits until the tickets before are done, then draws. One that waits for longer than `patience` looks leaves;
 * the others go on.
 *
 * clock  [64], zeros: the next ticket, and 32 places on how many are done
 * chain  [tickets], zeros
 * Launch: one work-item for each worker, in groups of one. No defines.
 */
__kernel void probe_tickets(__global volatile int *clock, __global int *chain, const int tickets, const int patience) {
  __global volatile int *next = clock;
  __global volatile int *done = clock + 32;
  int ticket = 0;
  while (ticket < tickets) {
    int known = atomic_add(done, 0);
    for (int look = 0; known < ticket && look < patience; look++) {
      known = *done;
    }
    if (known < ticket) {
      break;
    }
    const int drawn = atomic_cmpxchg(next, ticket, ticket + 1);
    if (drawn != ticket) {
      ticket = drawn;
      continue;
    }
    chain[ticket] += ticket == 0 ? 1 : 3 * chain[ticket - 1] + ticket;
    atomic_add(done, 1);
    ticket++;
  }
}
