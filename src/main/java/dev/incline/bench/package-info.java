/**
 * How fast a device is, and what bounds a training step on it.
 *
 * <pre>
 *   LaunchCost ────────────┐
 *   CopyRate               │
 *   ProductRate ─▶ peak ───┤
 *                          ▼
 *   TrainingRate ──▶ Bottleneck: launches, arithmetic or memory
 * </pre>
 *
 * <p>Only measures; what is chosen and how it is shown belongs to the command line.
 */
@NullMarked
package dev.incline.bench;

import org.jspecify.annotations.NullMarked;
