/**
 * The backend in plain Java: the fallback on machines without OpenCL, and the definition, in code,
 * of every op's bits.
 *
 * <pre>
 *   CpuBackend.compile(plan) ──▶ one bound op per op ──share──▶ Team of threads ──▶ CpuOps over a range of rows
 *                                                                                     └── Elementary: exp, log, sigmoid
 * </pre>
 */
@NullMarked
package dev.incline.backend.cpu;

import org.jspecify.annotations.NullMarked;
