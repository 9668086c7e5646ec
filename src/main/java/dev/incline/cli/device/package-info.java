/**
 * What concerns a device: {@code devices}, {@code doctor}, {@code verify}, {@code tune}, {@code
 * bench}.
 */
@NullMarked
package dev.incline.cli.device;

import org.jspecify.annotations.NullMarked;
