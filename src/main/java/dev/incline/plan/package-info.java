/**
 * The training step as data: slots, ops over slots, plans of ops. Nothing here runs anything or
 * knows a device; a backend compiles a plan once and replays it.
 *
 * <pre>
 *   Network, Source, batch ──Planner──▶ Plan ──has──▶ Op ──over──▶ Slot
 *
 *   images, order ─GatherRows▶ X ─MatMul▶ H1 ─MatMul▶ Z ─SoftmaxCrossEntropy▶ loss, prediction, dZ
 *                              │          │                                        │
 *                              └──────────┴──── MatMul, ColumnSums ◀───────────────┘ W, b
 * </pre>
 *
 * <p>What a training goes on from is its state: the parameters, and what the optimizer keeps of
 * each ({@link dev.incline.plan.Planner#state}). What changes from step to step is computed on the
 * host and lies in a slot that a step reads at its cursor ({@link
 * dev.incline.plan.Source#scalars}).
 */
@NullMarked
package dev.incline.plan;

import org.jspecify.annotations.NullMarked;
