package dev.incline.cli.model;

import dev.incline.store.SavedModel;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A saved model where the user pointed at it: the file itself, or the folder of its run. */
record ModelFile(Path path, SavedModel model) {
  /** For the parameter that takes it. */
  static final String DESCRIPTION = "A model.safetensors, or the folder of the run that saved it";

  /**
   * @throws IOException naming what is wrong: no such file, not a model of this program, damaged
   */
  static ModelFile read(Path given) throws IOException {
    Path path = Files.isDirectory(given) ? given.resolve("model.safetensors") : given;
    if (!Files.exists(path)) {
      throw new IOException(
          path.equals(given)
              ? given + " does not exist: MODEL is a model.safetensors or the folder of a run"
              : given + " holds no model.safetensors: a run that has ended leaves one");
    }
    try {
      return new ModelFile(path, SavedModel.read(path));
    } catch (AccessDeniedException e) {
      throw new IOException(path + " cannot be read: permission denied", e);
    }
  }
}
