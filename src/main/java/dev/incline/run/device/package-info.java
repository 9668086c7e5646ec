/** The device that options choose: which it is, whether it may be believed, and how fast it is. */
@NullMarked
package dev.incline.run.device;

import org.jspecify.annotations.NullMarked;
