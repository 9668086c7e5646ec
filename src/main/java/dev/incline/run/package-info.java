/**
 * A training from its options to the files of its run: watched, stopped, gone on with, rescued, and
 * verified before its first step. Knows no command line.
 */
@NullMarked
package dev.incline.run;

import org.jspecify.annotations.NullMarked;
