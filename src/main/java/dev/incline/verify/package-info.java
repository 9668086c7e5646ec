/**
 * Holds a device against plain Java: every op on many shapes, then whole steps op by op and
 * replayed.
 *
 * <pre>
 *   OpCases ──▶ OpCase ──▶ device, reference ──▶ Comparison ──▶ Finding ─┐
 *   StepCases, a Lockstep for each network and recipe ───────────────────┴──▶ Verification, its verdict
 * </pre>
 *
 * <p>Equality is the rule; the bound of an op ({@link dev.incline.plan.Op#errorBound}) is for
 * devices that cannot conform.
 */
@NullMarked
package dev.incline.verify;

import org.jspecify.annotations.NullMarked;
