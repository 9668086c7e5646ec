package dev.incline.train;

import dev.incline.train.score.Score;

/**
 * An epoch under way.
 *
 * @param epoch from 1
 * @param done training rows of this epoch that the device has finished
 * @param rows training rows of an epoch
 * @param score of the rows done
 * @param samplesPerSecond of this epoch so far
 */
public record Progress(int epoch, int done, int rows, Score score, double samplesPerSecond) {}
