/**
 * What is trained, as records: the layers of a network, how its weights start, the weights. Nothing
 * here knows of data, plans or devices, and nothing here imports another package of ours.
 *
 * <pre>
 *   Network ──has──▶ Layer ──has──▶ Activation
 *      │
 *   Initializer.draw(network, seed) ──▶ Weights
 * </pre>
 */
@NullMarked
package dev.incline.model;

import org.jspecify.annotations.NullMarked;
