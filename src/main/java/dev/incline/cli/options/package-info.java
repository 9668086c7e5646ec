/** What the commands share: options, how their values are read and refused, exit codes. */
@NullMarked
package dev.incline.cli.options;

import org.jspecify.annotations.NullMarked;
