package dev.incline.backend.opencl;

/**
 * A batch of images with the positions of its non-zero pixels, as {@code kernels/gather_sparse.cl}
 * brings it together.
 *
 * @param words of 64 pixels per image
 * @param blocks of 64 images in the batch
 * @param pixels [batch x 64 words] bytes
 * @param filled [batch x words] bits of pixels per image
 * @param columns [64 words x blocks] bits of images per pixel
 */
record SparseBatch(int words, int blocks, ClBuffer pixels, ClBuffer filled, ClBuffer columns) {}
