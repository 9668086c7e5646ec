/** What is wrong with a data folder, and what is in it. */
@NullMarked
package dev.incline.data.check;

import org.jspecify.annotations.NullMarked;
