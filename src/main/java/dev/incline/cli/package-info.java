/**
 * The command line: one class per command. The only place that chooses a backend, ends the process
 * and turns exceptions into messages and exit codes.
 *
 * <pre>
 *   arguments ──picocli──▶ command ──▶ exit code
 *                             │
 *                             ├── stdout: results
 *                             └── stderr: logs, progress, errors
 * </pre>
 */
@NullMarked
package dev.incline.cli;

import org.jspecify.annotations.NullMarked;
