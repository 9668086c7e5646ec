/** {@code gradcheck} and {@code trace}: a step looked into. */
@NullMarked
package dev.incline.cli.inspect;

import org.jspecify.annotations.NullMarked;
