/**
 * How rows get to a device and scores come back: resident, or streamed in chunks, one pass over a
 * data set at a time.
 */
@NullMarked
package dev.incline.train.feed;

import org.jspecify.annotations.NullMarked;
