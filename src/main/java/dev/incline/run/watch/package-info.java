/** What runs long, shown while it runs and stopped by a signal. */
@NullMarked
package dev.incline.run.watch;

import org.jspecify.annotations.NullMarked;
