/** What a GPU that is not here would take for a plan, by {@code compile.StepModel}. */
@NullMarked
package dev.incline.backend.opencl.forecast;

import org.jspecify.annotations.NullMarked;
