/**
 * The backend in plain Java, on all cores, for machines without OpenCL. It gives the bits of
 * package reference, which defines them.
 *
 * <pre>
 *   CpuBackend.compile(plan) ──▶ CpuOps: one CpuOp per op ──share──▶ Team of threads ──▶ a range of rows each
 *                                                                                          └── Elementary: exp, log, activations
 * </pre>
 */
@NullMarked
package dev.incline.backend.cpu;

import org.jspecify.annotations.NullMarked;
