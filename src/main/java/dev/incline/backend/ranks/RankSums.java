package dev.incline.backend.ranks;

/**
 * What a rank hands another.
 *
 * @param step of the training, that the sums are of
 * @param sums of each gradient; none where no row lies in the shards
 */
public record RankSums(long step, float[][] sums) {}
