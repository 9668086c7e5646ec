package dev.incline.report;

import dev.incline.data.Dataset;
import dev.incline.model.Weights;
import dev.incline.train.score.Assessment;

/**
 * The run of the highest validation accuracy, with its saved weights evaluated again.
 *
 * @param assessment of {@code weights} on {@code test}
 */
public record BestModel(Run run, Weights weights, Dataset test, Assessment assessment) {}
