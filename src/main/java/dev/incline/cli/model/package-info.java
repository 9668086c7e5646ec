/** {@code evaluate} and {@code predict}: a saved model at work. */
@NullMarked
package dev.incline.cli.model;

import org.jspecify.annotations.NullMarked;
