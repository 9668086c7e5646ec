package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClBuffer;

/**
 * Which rows of a batch of images have each pixel, as {@code kernels/occupied_columns.cl} finds it.
 *
 * @param rows of the batch in a tile: 1, 2, 4 or 8
 * @param tiles of the batch
 * @param buffer [tiles x pixels, rounded up to 64] bytes: a bit per row
 */
record OccupiedColumns(int rows, int tiles, ClBuffer buffer) {}
