/**
 * What a network is worth on labelled rows: loss, accuracy, confusion matrix, and the check of each
 * by another backend.
 */
@NullMarked
package dev.incline.train.score;

import org.jspecify.annotations.NullMarked;
