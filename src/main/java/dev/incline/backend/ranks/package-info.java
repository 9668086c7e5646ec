/**
 * Several devices that share the steps of a training, as one backend: each is a rank, with a thread
 * of its own. Which devices they are, this does not know; how ranks hand each other their sums,
 * {@link dev.incline.backend.ranks.Exchange} says, so that they may be elsewhere.
 *
 * <pre>
 *   RankedBackend ─▶ Rank 0 ─▶ Backend     gradients of shards 0 .. S/N ─┐
 *                 │                                                      ├ TreeSum over Exchange ─▶ updates
 *                 └▶ Rank 1 ─▶ Backend     gradients of the others ──────┘
 * </pre>
 *
 * <p>Rows that only are scored are divided by whole steps ({@link
 * dev.incline.backend.ScoringStep#owner}); who reads the scores gets those of all.
 */
@NullMarked
package dev.incline.backend.ranks;

import org.jspecify.annotations.NullMarked;
