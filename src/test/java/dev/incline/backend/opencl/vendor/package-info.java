/**
 * The gate that GPU kernels pass without a GPU: the vendors' own back ends compile them, and what
 * they make is read.
 *
 * <pre>
 *   GpuClass ─ LaunchPolicy, Lowering ─▶ GpuPrograms ─▶ Nvidia, Amd, Intel ─▶ Built ─▶ Demands
 *   a device    the program's own code    what it        the back ends         what     what is
 *   in words                              compiles                             came out wanted
 * </pre>
 *
 * <p>{@code bin/gpu-gate} runs GpuGate and GpuGatePlants, which need the compilers.
 */
@NullMarked
package dev.incline.backend.opencl.vendor;

import org.jspecify.annotations.NullMarked;
