/**
 * Many runs: what a run leaves in its folder, and how a grid of settings becomes runs. Names no
 * device: whoever starts a run hands it an open backend.
 *
 * <pre>
 *   YAML file, flags ──▶ Experiment ──▶ Sweep ──▶ TrainingRun ──▶ run folder, one per run
 *                                         │                          │
 *                                     sweep.json ──▶ StoredSweep ──▶ StoredRun
 * </pre>
 */
@NullMarked
package dev.incline.experiment;

import org.jspecify.annotations.NullMarked;
