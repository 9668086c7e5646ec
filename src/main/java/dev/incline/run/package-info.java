/**
 * Which device is used, whether it may be believed, and how what runs long is watched and stopped.
 */
@NullMarked
package dev.incline.run;

import org.jspecify.annotations.NullMarked;
