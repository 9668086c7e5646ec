/**
 * What stands between this machine and training on its devices.
 *
 * <pre>
 *   Machine: a file system, variables ──▶ Symptom: what is wrong, what to do
 *   device ──verify, bench──▶ Diagnosis: fine, slow, broken or wrong, in a sentence
 *   verify, train, bench, each in a process ──▶ DeviceReport ──Anonymity──▶ for others to read
 * </pre>
 *
 * <p>Opens no device itself: the command line does.
 */
@NullMarked
package dev.incline.doctor;

import org.jspecify.annotations.NullMarked;
