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
 */
@NullMarked
package dev.incline.plan;

import org.jspecify.annotations.NullMarked;
