/** The state of a training on disk: written while it trains, read when it goes on. */
@NullMarked
package dev.incline.train.checkpoint;

import org.jspecify.annotations.NullMarked;
