/**
 * What numbers of several seeds allow to say: means with their intervals, tests of differences, how
 * many seeds a difference takes, where a value lies among those that were tried.
 *
 * <pre>
 *  values of each setting ──▶ Estimate ──▶ Comparison of two, by Welch; of many, by Holm
 *                                     └──▶ Power: seeds that show a difference
 * </pre>
 *
 * Knows numbers alone: no run, no report.
 */
@NullMarked
package dev.incline.statistics;

import org.jspecify.annotations.NullMarked;
