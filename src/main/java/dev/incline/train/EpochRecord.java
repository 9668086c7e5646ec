package dev.incline.train;

/**
 * One epoch, measured.
 *
 * @param epoch from 1
 * @param trainLoss mean over the training rows, each taken before its batch's update
 * @param trainAccuracy likewise
 * @param validationLoss mean over the validation rows, after the epoch
 * @param validationAccuracy likewise
 * @param seconds of training alone, from the shuffle until the device has finished; validation is
 *     not in it
 * @param samplesPerSecond training rows by those seconds
 */
public record EpochRecord(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    double seconds,
    double samplesPerSecond) {}
