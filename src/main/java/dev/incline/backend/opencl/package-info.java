/**
 * The OpenCL backend over JOCL, and the only package that imports {@code org.jocl}.
 *
 * <pre>
 *   ClLibrary ──▶ ClDevice.all() ──▶ OpenClBackend(device);  where there is none, Drivers say why
 *                                       │  compile: op ──Launches──▶ Call (defines, arguments, sizes) ──▶ ClKernel;
 *                                       │           on CPU devices Calls ──▶ Stages ──Fusion──▶ a ClKernel whose
 *                                       │           workers stay for many steps
 *                                       │  run:     ClKernel.launch, launch, ... into one in-order queue
 *                                       │  write:   by a second queue, once QueuedWork no longer uses the slot
 *                                       └─ owns ClContext ──▶ ClProgram;  ClBuffer per slot;  ClKernel per launch
 * </pre>
 *
 * <p>Every OpenCL handle has one owner, a {@link dev.incline.backend.opencl.ClObject}; none leaves
 * this package.
 */
@NullMarked
package dev.incline.backend.opencl;

import org.jspecify.annotations.NullMarked;
