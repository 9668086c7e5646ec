/**
 * The formats that {@code --data} takes, each told by its content.
 *
 * <pre>
 *   path ──DataRequest──▶ DataFormat (a list) ──▶ DataSource ──▶ training, test: Dataset
 * </pre>
 */
@NullMarked
package dev.incline.data.format;

import org.jspecify.annotations.NullMarked;
