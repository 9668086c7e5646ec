/**
 * Runs as something to read: one run's curves, two runs side by side, and the report of many. Reads
 * records, evaluates nothing, knows no devices.
 *
 * <pre>
 *   experiment.StoredRun ──▶ Selection ──▶ Group ──▶ Setting (its seeds) ──▶ Estimate
 *                                            │
 *              sections: method, groups, best model, cost, appendix
 *                                            │
 *                                          Pages ──▶ page.Document, figures (PNG, SVG), tables (CSV)
 * </pre>
 */
@NullMarked
package dev.incline.report;

import org.jspecify.annotations.NullMarked;
