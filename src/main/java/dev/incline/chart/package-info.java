/**
 * Charts as data, and how they are drawn. A figure is drawn once, on a {@link
 * dev.incline.chart.Canvas}; what the canvas makes of it (an SVG file here, a PDF page elsewhere)
 * is the canvas's affair, so that every form of a figure shows the same. Knows neither runs nor
 * devices, and draws without AWT, a display or an installed font.
 *
 * <pre>
 *   Series, Axis ──▶ LineChart ─┐
 *                    HeatMap   ─┼─▶ Panels ──▶ Figure ──draw──▶ Canvas ──▶ SvgCanvas ──▶ file.svg
 *                    Thumbnail ─┘                                  └─────▶ page.PdfCanvas
 * </pre>
 *
 * Lengths are points (1/72 inch); the origin is at the top left, y grows downwards.
 */
@NullMarked
package dev.incline.chart;

import org.jspecify.annotations.NullMarked;
