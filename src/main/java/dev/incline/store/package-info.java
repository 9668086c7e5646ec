/**
 * What a run leaves on disk: its folder, under a lock, and tensors in safetensors files. A file
 * appears whole or not at all.
 */
@NullMarked
package dev.incline.store;

import org.jspecify.annotations.NullMarked;
