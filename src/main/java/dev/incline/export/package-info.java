/**
 * A trained model in the formats of other tools. Each format has a file that writes it, and the few
 * lines with which its tool uses it. Reads no model file and knows no device.
 *
 * <pre>
 *   SavedModel ──▶ ExportFormat ─┬─▶ OnnxFile     model.onnx
 *                                ├─▶ PytorchFile  model.pytorch.safetensors
 *                                ├─▶ ArraysFile   model.npz, for numpy and Keras
 *                                └─▶ CsvFolder    W1.csv, b1.csv, ..., classes.csv
 * </pre>
 */
@NullMarked
package dev.incline.export;

import org.jspecify.annotations.NullMarked;
