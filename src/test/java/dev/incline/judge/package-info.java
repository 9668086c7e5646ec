/**
 * Judges of the mathematics that stand outside the plan. Two backends that run the same plan would
 * agree on a wrong gradient; these do not read plans.
 *
 * <pre>
 *   JudgedCase ──Planner──▶ Backend ──▶ gradients, losses, weights ──┐
 *       │                   (a PlantedBug may bend this way)         ├──▶ Judge: within Tolerance, or AssertionError
 *       └──▶ ReferenceMlp, FiniteDifferences, in double precision ───┘
 * </pre>
 */
@NullMarked
package dev.incline.judge;

import org.jspecify.annotations.NullMarked;
