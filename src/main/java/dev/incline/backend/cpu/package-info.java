/**
 * The backend in plain Java, on all cores, for machines without OpenCL. It gives the bits of
 * package reference, which defines them; an op without fast Java runs the loop from there.
 *
 * <pre>
 *   CpuBackend.compile(plan) ──CpuOps──▶ one CpuOp per op ──share──▶ Team of threads ──▶ a range of rows each
 *                                              │                                           └── Elementary: exp, log, activations
 *                                              └── CpuLoop: the reference's loop, where there is no fast Java
 * </pre>
 */
@NullMarked
package dev.incline.backend.cpu;

import org.jspecify.annotations.NullMarked;
