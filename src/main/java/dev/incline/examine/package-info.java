/**
 * A device examined in a process of its own: a driver or a kernel that ends or hangs the process is
 * a finding, not the end of the program.
 *
 * <pre>
 *   this process                      child process
 *   Examination ── starts ──────────▶ a command that examines
 *       │                                │
 *       ▼                                ▼
 *   Examined ◀── lines of text ─────── ExaminationLog: begins, probes, findings, speeds, done
 * </pre>
 *
 * <p>Opens no device and knows no command: the command line does.
 */
@NullMarked
package dev.incline.examine;

import org.jspecify.annotations.NullMarked;
