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
 * <p>{@link dev.incline.backend.opencl.compile.KernelSources} has the text of the kernel files.
 * {@code GroupLowering} cuts a GPU's step into few launches of whole work-groups; {@code
 * LaunchChoice} decides by {@code StepModel} whether it is handed over so.
 */
@NullMarked
package dev.incline.backend.opencl.compile;

import org.jspecify.annotations.NullMarked;
