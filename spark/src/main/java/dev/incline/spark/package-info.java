/**
 * Sweeps and trainings on the executors of Apache Spark.
 *
 * <pre>
 *   driver:    Main ─▶ SweepJob ─▶ one task for each run     TrainJob ─▶ one barrier stage, a task for each rank
 *   executor:          RunTask  ─▶ incline sweep --only      RankTask ─▶ SparkMeeting, incline train
 * </pre>
 *
 * What is trained, and what is in which file, decides the program itself; nothing of that belongs
 * here.
 */
@NullMarked
package dev.incline.spark;

import org.jspecify.annotations.NullMarked;
