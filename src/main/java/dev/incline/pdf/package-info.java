/**
 * Typesetting: text, tables, formulas and figures flow down A4 pages, with a table of contents, an
 * outline and embedded fonts. Knows nothing of what the pages say.
 *
 * <pre>
 *   markup text ──▶ Markup ──▶ Typesetter ─┐
 *   Table ─────────────────▶ TablePrinter ─┼──▶ Document ──▶ file.pdf
 *   chart.Figure ─────────────▶ PdfCanvas ─┘        └ Contents, Metadata
 * </pre>
 */
@NullMarked
package dev.incline.pdf;

import org.jspecify.annotations.NullMarked;
