/**
 * What TensorBoard shows of a training: files of events, which are messages of Protocol Buffers in
 * the records of TFRecord. Hears a training and changes nothing of it; a file that cannot be
 * written is a warning.
 *
 * <pre>
 *   TrainingListener ──▶ TrainingEvents ──▶ Summary ──▶ EventFile ──▶ events.out.tfevents.*
 * </pre>
 */
@NullMarked
package dev.incline.tensorboard;

import org.jspecify.annotations.NullMarked;
