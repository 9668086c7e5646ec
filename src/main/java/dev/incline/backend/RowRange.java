package dev.incline.backend;

/**
 * Some rows of a batch.
 *
 * @param first from 0
 * @param end behind the last
 */
public record RowRange(int first, int end) {}
