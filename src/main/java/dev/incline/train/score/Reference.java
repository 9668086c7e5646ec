package dev.incline.train.score;

import dev.incline.backend.Backend;
import java.util.function.Supplier;

/**
 * The backend that scores are compared with.
 *
 * @param open opens it
 * @param exact whether the device gives the contract's bits, so that every bit counts
 */
public record Reference(Supplier<Backend> open, boolean exact) {}
