/**
 * JMH benchmarks of single ops on both backends.
 *
 * <pre>
 *   OpCase: a plan of one op, its inputs filled ──▶ OpBenchmark ──▶ CpuBackend, OpenClBackend
 * </pre>
 */
@NullMarked
package dev.incline.jmh;

import org.jspecify.annotations.NullMarked;
