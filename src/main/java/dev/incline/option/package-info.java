/**
 * The options of a training. {@link Options} declares each of them once; command lines, YAML files,
 * axes of a sweep, names of folders, config.yaml, resuming and reports read the declarations. Knows
 * no command line: whoever has text hands it over with its origin.
 *
 * <pre>
 *   text + Origin ──▶ Option.read ──▶ OptionValue ──▶ OptionValues.checked ──▶ config.yaml,
 *   (flag, YAML, axis)    Kind                                                 folder, identity
 * </pre>
 */
@NullMarked
package dev.incline.option;

import org.jspecify.annotations.NullMarked;
