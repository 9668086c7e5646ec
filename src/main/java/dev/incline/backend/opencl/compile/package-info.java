/**
 * From a plan to launches. Only {@code Kernels} needs a device; the rest takes no memory and builds
 * nothing.
 *
 * <pre>
 *   Plan ──Launches──▶ Calls ──LaunchPolicy──▶ Launches: a Call alone, or a Fusion of Stages of Calls
 *                                                  └──Kernels──▶ ClKernel
 * </pre>
 *
 * <p>A {@link dev.incline.backend.opencl.compile.LaunchPolicy} says how one kind of device is
 * worked: {@code CpuDevice}, {@code GpuDevice}.
 *
 * <p>{@link dev.incline.backend.opencl.compile.KernelSources} has the text of the kernel files,
 * {@link dev.incline.backend.opencl.compile.KernelCoverage} says which lines of it a device
 * compiled.
 */
@NullMarked
package dev.incline.backend.opencl.compile;

import org.jspecify.annotations.NullMarked;
