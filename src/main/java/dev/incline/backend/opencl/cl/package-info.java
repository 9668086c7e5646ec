/**
 * OpenCL over JOCL: one wrapper for each kind of OpenCL object, the devices of the machine, and why
 * there is none. Knows no op and no plan. The only package that imports {@code org.jocl}.
 *
 * <pre>
 *   ClLibrary ──▶ ClDevice.all() ──▶ ClContext(device) ──▶ ClProgram ──▶ ClKernel;  ClBuffer, ClMarker
 *                   └─ empty: Drivers say why
 * </pre>
 *
 * <p>Every OpenCL handle has one owner, a {@link dev.incline.backend.opencl.cl.ClObject}; none
 * leaves this package.
 */
@NullMarked
package dev.incline.backend.opencl.cl;

import org.jspecify.annotations.NullMarked;
