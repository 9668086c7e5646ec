/** {@code data}: checks and downloads. */
@NullMarked
package dev.incline.cli.data;

import org.jspecify.annotations.NullMarked;
