/**
 * From a plan to launches.
 *
 * <pre>
 *   op ──Launches──▶ Call: defines, arguments, sizes ──Kernels──▶ ClKernel
 *   on CPU devices Calls ──▶ Stages ──Fusion──▶ a ClKernel whose workers stay for many steps
 * </pre>
 *
 * <p>{@link dev.incline.backend.opencl.compile.KernelSources} has the text of the kernel files,
 * {@link dev.incline.backend.opencl.compile.KernelCoverage} says which lines of it a device
 * compiled.
 */
@NullMarked
package dev.incline.backend.opencl.compile;

import org.jspecify.annotations.NullMarked;
