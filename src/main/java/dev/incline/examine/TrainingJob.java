package dev.incline.examine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.incline.model.Layer;
import dev.incline.model.Recipe;
import dev.incline.verify.Verification.TrainingRows;
import java.util.List;

/** A training that is about to run, as a word of a command line. */
public record TrainingJob(List<Layer> layers, TrainingRows rows, Recipe recipe) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** As JSON. */
  public String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new AssertionError("numbers have a JSON form", e);
    }
  }

  /** Of its {@link #text}. */
  public static TrainingJob of(String text) throws JsonProcessingException {
    return JSON.readValue(text, TrainingJob.class);
  }
}
