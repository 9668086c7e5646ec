/**
 * The OpenCL backend and its options, and the questions that a device is asked before it is
 * believed.
 *
 * <pre>
 *   OpenClBackend(device)
 *     compile: plan ──package compile──▶ ClKernels
 *     run:     ClKernel.launch, launch, ... into one in-order queue
 *     write:   by a second queue, once QueuedWork no longer uses the slot
 * </pre>
 */
@NullMarked
package dev.incline.backend.opencl;

import org.jspecify.annotations.NullMarked;
