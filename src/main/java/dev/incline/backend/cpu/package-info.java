/**
 * The backend in plain Java: the fallback on machines without OpenCL, and the definition, in code,
 * of every op's bits.
 *
 * <pre>
 *   CpuBackend.compile(plan) ──▶ CpuOps: one CpuOp per op ──share──▶ Team of threads ──▶ a range of rows each
 *                                                                                          └── Elementary: exp, log, activations
 * </pre>
 */
@NullMarked
package dev.incline.backend.cpu;

import org.jspecify.annotations.NullMarked;
