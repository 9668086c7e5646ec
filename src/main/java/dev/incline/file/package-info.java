/** Files that are read: what they are and how large they are is known before they are opened. */
@NullMarked
package dev.incline.file;

import org.jspecify.annotations.NullMarked;
