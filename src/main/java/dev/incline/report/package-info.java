/**
 * Runs as something to read: one run's curves, two runs side by side, and the report of many. Reads
 * records, evaluates nothing, knows no devices.
 *
 * <pre>
 *   experiment.StoredRun ──▶ StudyReader ──▶ SettingGroup ──▶ Setting (its seeds) ──▶ Estimate
 *                                                │
 *        sections: summary, method, groups, best model, cost, appendix: facts, figures, tables
 *                                                │
 *             the words, in resources: report/….md ──▶ Pages ──▶ page.Document, figures, tables (CSV)
 * </pre>
 */
@NullMarked
package dev.incline.report;

import org.jspecify.annotations.NullMarked;
