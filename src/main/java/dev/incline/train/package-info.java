/**
 * The epochs of training: what is run when, what is measured, what is kept. Works on any {@link
 * dev.incline.backend.Backend} and names no device.
 *
 * <pre>
 *   Dataset ──Feed──▶ Pass: resident, or streamed where Setup finds too little memory
 *      │
 *      └─────▶ Trainer ──▶ TrainingLoop ──EpochRecord, Progress, PausedTraining──▶ TrainingListener
 *                  │         │  ▲
 *                  │         ▼  │
 *                  │    TrainingState: what a training goes on from
 *             TrainResult ──▶ SavedModel ──▶ RunFolder/model.safetensors
 *                  └────────▶ RunRecord  ──▶ RunFolder/history.json
 *
 *   SavedModel, rows ──▶ Classifier ──▶ Predictions ──▶ ConfusionMatrix
 * </pre>
 */
@NullMarked
package dev.incline.train;

import org.jspecify.annotations.NullMarked;
