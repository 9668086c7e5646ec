/**
 * Many runs: what a run leaves in its folder, and what a grid of settings is. Names no device:
 * whoever starts a run hands it an open backend.
 *
 * <pre>
 *   YAML file, flags ──▶ Experiment ──▶ (sweep) ──▶ TrainingRun ──▶ run folder, one per run
 *                                           │                            │
 *                                       sweep.json ──▶ StoredSweep ──▶ StoredRun
 * </pre>
 */
@NullMarked
package dev.incline.experiment;

import org.jspecify.annotations.NullMarked;
