/**
 * Documents: text, tables, formulas and figures as HTML, for a browser as they are, for paper as a
 * PDF. Knows nothing of what the pages say.
 *
 * <pre>
 *   Markup, Table ──▶ Document ──▶ Template (page.html, page.css) ─┬──▶ HtmlFile, with page.js
 *   Markdown ──────────┘   │                                      └──▶ PdfFile, by openhtmltopdf
 *   chart.Figure ──────────┴── SVG in a browser, PdfCanvas on paper and for PNG
 * </pre>
 */
@NullMarked
package dev.incline.page;

import org.jspecify.annotations.NullMarked;
