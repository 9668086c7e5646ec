/**
 * Images to predict, from pictures, CSV and numpy files, framed and scaled as the model's own were.
 */
@NullMarked
package dev.incline.data.image;

import org.jspecify.annotations.NullMarked;
