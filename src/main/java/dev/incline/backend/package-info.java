/**
 * The interface between what is computed and where it is computed; how much memory plans take; how
 * many workers share a step.
 *
 * <pre>
 *   Trainer ──Plan──▶ Backend.compile ──▶ Executable.run(cursor), run(cursor), ...
 *                        │
 *                 cpu ───┴─── opencl
 * </pre>
 *
 * <p>No device, no thread and no kernel is named here; how many workers share a step, both find out
 * by {@link dev.incline.backend.WorkerCount}.
 */
@NullMarked
package dev.incline.backend;

import org.jspecify.annotations.NullMarked;
