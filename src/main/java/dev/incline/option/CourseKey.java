package dev.incline.option;

import java.util.Map;

/**
 * What the configuration files of the course that set the assignment call an option.
 *
 * @param section such as {@code Train}
 * @param key in the section
 * @param values our words for the course's, where they differ; empty where they do not
 */
public record CourseKey(String section, String key, Map<String, String> values) {}
