package dev.incline.data.format;

import dev.incline.data.image.Resizing;
import org.jspecify.annotations.Nullable;

/**
 * What is done to pictures in folders.
 *
 * @param grey whether colours are turned grey
 * @param resizing to one size; null where they must have one
 * @param skipBroken whether those that cannot be read are left out
 */
public record PictureOptions(boolean grey, @Nullable Resizing resizing, boolean skipBroken) {
  /** As they are in their files. */
  public static final PictureOptions NONE = new PictureOptions(false, null, false);
}
