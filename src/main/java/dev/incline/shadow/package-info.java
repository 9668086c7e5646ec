/**
 * Verification while training: chosen steps are taken again in plain Java, and a step that came out
 * otherwise is kept as evidence.
 *
 * <pre>
 *   training ──PausedTraining──▶ Shadow ──▶ ShadowedStep, taken on the reference ──▶ equal: on to the next
 *                                     │
 *                                     └─ not: FaultSearch, op by op on the device ──▶ Bundle, a file
 *                                                                                   │
 *                                                  incline verify --bundle ◀────────┘
 * </pre>
 */
@NullMarked
package dev.incline.shadow;

import org.jspecify.annotations.NullMarked;
