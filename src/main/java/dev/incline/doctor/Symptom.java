package dev.incline.doctor;

/**
 * Something of the machine that OpenCL needs.
 *
 * @param isProblem whether it needs doing something about
 * @param what such as {@code OpenCL loader}
 * @param text what was found and, of a problem, what to do
 */
public record Symptom(boolean isProblem, String what, String text) {}
