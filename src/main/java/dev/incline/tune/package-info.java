/**
 * Finds the best tiles of an OpenCL device for the products of a network, and remembers them.
 *
 * <pre>
 *   Plan ──products──▶ Tuner ──▶ Candidates ──▶ Trial: build, hold against plain Java, time
 *                        │
 *                        ▼
 *   TuningCache ◀──── TunedTiles ──▶ OpenClOptions.withTiles
 *    one file per TuningKey: device, driver, kernels
 * </pre>
 *
 * <p>A tile changes speed and no bit, and one that changes a bit never wins. Tuning concerns the
 * dense products, by registers or local memory; those that skip zeros of the input have no tiles.
 */
@NullMarked
package dev.incline.tune;

import org.jspecify.annotations.NullMarked;
