/**
 * Documents: text, tables, formulas and figures as HTML, for a browser as they are, for paper as a
 * PDF. Knows nothing of what the pages say.
 *
 * <pre>
 *   Markup, Table ──▶ Document ──▶ HtmlFile: page.html with page.css ─┬──▶ page.js: for a browser
 *   Markdown ──────────┘   │                                          └──▶ PdfFile: openhtmltopdf
 *   chart.Figure ──────────┴── SVG in a browser, PdfCanvas on paper and for PNG
 * </pre>
 */
@NullMarked
package dev.incline.page;

import org.jspecify.annotations.NullMarked;
