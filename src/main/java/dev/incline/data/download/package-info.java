/** Fetches a known data set: whole, with the right sum, or not at all; unpacks its archive. */
@NullMarked
package dev.incline.data.download;

import org.jspecify.annotations.NullMarked;
