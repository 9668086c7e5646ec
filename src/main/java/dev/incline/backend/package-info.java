/**
 * The seam between what is computed and where: five methods and one; and what a device can hold.
 *
 * <pre>
 *   Trainer ──Plan──▶ Backend.compile ──▶ Executable.run(cursor), run(cursor), ...
 *                        │
 *                 cpu ───┴─── opencl
 * </pre>
 *
 * <p>No device, no thread and no kernel is named here.
 */
@NullMarked
package dev.incline.backend;

import org.jspecify.annotations.NullMarked;
