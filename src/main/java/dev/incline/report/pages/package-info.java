/**
 * What every report is set with: its sections, tables and figures, each for the page and for a file
 * of its own; the author's notes; how numbers read. Knows no runs.
 *
 * <pre>
 *   DataTable, chart.Figure ──▶ Pages ──▶ page.Document, and a CSV, SVG or PNG each
 *   Notes, Prose ──────────────┘
 * </pre>
 */
@NullMarked
package dev.incline.report.pages;

import org.jspecify.annotations.NullMarked;
