/** Which kernel files, and which edited lines of them, a device compiled. */
@NullMarked
package dev.incline.backend.opencl.coverage;

import org.jspecify.annotations.NullMarked;
