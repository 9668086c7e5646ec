/** {@code evaluate}, {@code predict} and {@code export}: a saved model at work. */
@NullMarked
package dev.incline.cli.model;

import org.jspecify.annotations.NullMarked;
