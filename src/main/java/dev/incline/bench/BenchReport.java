package dev.incline.bench;

import java.util.List;

/**
 * What was measured on one device.
 *
 * @param device its name
 * @param peakFlopsPerSecond the best of the square products
 * @param products at the training shapes, then square
 */
public record BenchReport(
    String device,
    LaunchCost launch,
    CopyRate copy,
    double peakFlopsPerSecond,
    List<ProductRate> products,
    List<TrainingRate> training) {}
