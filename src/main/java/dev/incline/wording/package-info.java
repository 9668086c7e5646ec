/**
 * How numbers, counts, lists and reasons are written for people. Every package may use it; it uses
 * none.
 *
 * <pre>
 *   1.0E-4 ──▶ 0.0001        1, "run" ──▶ 1 run        "0,1" ──▶ did you mean 0.1?
 *   "%,d of %s", 48000, ... ──▶ 48,000 of ..., in any locale
 *   1 to 5000 ──▶ 1, 2, ... and 4,990 more     AccessDeniedException ──▶ permission denied
 * </pre>
 */
@NullMarked
package dev.incline.wording;

import org.jspecify.annotations.NullMarked;
