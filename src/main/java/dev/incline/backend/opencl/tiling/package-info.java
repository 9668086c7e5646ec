/**
 * How a matrix product is cut up on a device, whatever launches it: no bit of a result depends on
 * it.
 *
 * <pre>
 *                                 +--▶ RegisterTiling CPU devices: sums in vector registers
 *   ProductShape, ClDevice ──Tiles+--▶ BlockedTiling  CPU devices, what no cache holds
 *                                 +--▶ LocalTiling    GPUs: local memory; starts from a Vendor's tile
 * </pre>
 */
@NullMarked
package dev.incline.backend.opencl.tiling;

import org.jspecify.annotations.NullMarked;
