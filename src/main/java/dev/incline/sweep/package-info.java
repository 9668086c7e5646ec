/**
 * The runs of an experiment, done: each by one worker of one process, among all processes that work
 * in the sweep's folder. Names no device: whoever starts a run hands it an open backend.
 *
 * <pre>
 *   Sweep ──▶ Division ──▶ RunAttempt, one per run ──▶ folder/NAME, whole
 *                │               │
 *             Claims ──▶ folder/NAME.part/claim-1, claim-2, ...
 * </pre>
 */
@NullMarked
package dev.incline.sweep;

import org.jspecify.annotations.NullMarked;
