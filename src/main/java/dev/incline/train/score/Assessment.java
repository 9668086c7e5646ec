package dev.incline.train.score;

/**
 * A network's work on labelled rows.
 *
 * @param score loss and accuracy, the very numbers that training's test gives for these rows
 * @param predictions in the order of the rows
 */
public record Assessment(Score score, ConfusionMatrix confusion, Predictions predictions) {}
