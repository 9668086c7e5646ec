/**
 * Looks into one training step: what it computes, and whether its gradient is right.
 *
 * <pre>
 *   Weights, Batch ──▶ StepTrace ──▶ every tensor of the step, by name ──┐
 *          │                                 another program's tensors ──┴──▶ StepComparison
 *          │
 *          ├──▶ Step: dW1, db1, ... from a device ─────────────────────┐
 *          └──▶ DoublePrecisionLoss ──▶ slopes by central differences ─┴──▶ GradientCheck, per tensor
 * </pre>
 *
 * <p>The second way shares nothing with the plans: it only knows how to compute a loss. {@code
 * StepFormulas} shares nothing with them either: there a tensor follows from others in double
 * precision, as {@code Rounded}, which knows how far single precision may be from it.
 */
@NullMarked
package dev.incline.inspect;

import org.jspecify.annotations.NullMarked;
