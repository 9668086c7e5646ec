/** {@code report} and {@code plot}. */
@NullMarked
package dev.incline.cli.report;

import org.jspecify.annotations.NullMarked;
