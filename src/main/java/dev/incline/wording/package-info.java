/**
 * How numbers and counts are written for people. Every package may use it; it uses none.
 *
 * <pre>
 *   1.0E-4 ──▶ 0.0001        1, "run" ──▶ 1 run        "0,1" ──▶ did you mean 0.1?
 *   "%,d of %s", 48000, ... ──▶ 48,000 of ..., in any locale
 * </pre>
 */
@NullMarked
package dev.incline.wording;

import org.jspecify.annotations.NullMarked;
