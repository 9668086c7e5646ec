/**
 * Every op as the plainest loop that states it, on one thread: the definition of its bits, and what
 * to read first. {@link Loops} has the ops, {@link Elementary} exp, log and the activations. The
 * fast backends are held against it, and train nothing with it.
 */
@NullMarked
package dev.incline.backend.reference;

import org.jspecify.annotations.NullMarked;
