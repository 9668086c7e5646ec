/** {@code train} and {@code sweep}. */
@NullMarked
package dev.incline.cli.train;

import org.jspecify.annotations.NullMarked;
