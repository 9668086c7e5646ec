/** {@code data}: checks, descriptions and downloads. */
@NullMarked
package dev.incline.cli.data;

import org.jspecify.annotations.NullMarked;
