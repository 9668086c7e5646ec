package dev.incline.pdf;

import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;

/** Colours as PDF has them. */
final class Rgb {
  private Rgb() {}

  /** Of 0xRRGGBB. */
  static PDColor of(int colour) {
    float[] parts = {
      ((colour >> 16) & 255) / 255f, ((colour >> 8) & 255) / 255f, (colour & 255) / 255f
    };
    return new PDColor(parts, PDDeviceRGB.INSTANCE);
  }
}
