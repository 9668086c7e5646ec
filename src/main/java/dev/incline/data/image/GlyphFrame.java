package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.ImageRows;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a picture of one glyph into the form of MNIST's: light ink on black, the ink's box scaled
 * to 20 of 28 pixels at its longer side, its centre of mass in the middle (Y. LeCun, L. Bottou, Y.
 * Bengio, P. Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 86
 * (1998), III A). The middle is pixel 14, reached by whole pixels: so MNIST's own images have it,
 * and they come out as they went in. {@link GlyphSearch} says what is taken for the glyph.
 */
final class GlyphFrame {
  private static final int FAINT =
      8; // grey levels that paper and full ink may be off black and white

  private static final int SHEETS = 2; // a sheet on a scanner, a card on the sheet

  private final String name;
  private final int side;
  private final List<String> notes = new ArrayList<>();

  private GlyphFrame(String name, int side) {
    this.name = name;
    this.side = side;
  }

  /**
   * Frames a glyph.
   *
   * @param name for messages
   * @param side pixels of the frame, 28 for MNIST
   * @return one row of side x side pixels, with a note on each change
   * @throws DataException when there is no ink
   */
  static ImageRows frame(String name, GreyImage image, int side) {
    return new GlyphFrame(name, side).frame(image);
  }

  private ImageRows frame(GreyImage image) {
    int[] range = image.range();
    if (range[1] - range[0] < GlyphSearch.INK) {
      throw new DataException(
          Phrase.of("%s is blank: its pixels go from %d to %d only", name, range[0], range[1]));
    }
    notes.addAll(image.notes());
    Glyph glyph = glyph(image, SHEETS);
    notes.addAll(glyph.notes);
    GreyImage ink = glyph.ink;
    Box box = Box.of(ink, GlyphSearch.INK);
    if (!fits(ink, box)) {
      double scale = (double) box.longer() / target();
      notes.add(Phrase.of("glyph of %d x %d scaled by %.3g", box.width(), box.height(), 1 / scale));
      ink = Scaling.of(ink, box, scale);
    }
    return new ImageRows(centred(ink), 1, notes);
  }

  private int target() {
    return Math.max(1, Math.round(side * 20f / 28));
  }

  private boolean fits(GreyImage ink, Box box) {
    return ink.width() == side
        && ink.height() == side
        && box.longer() <= target()
        && box.longer() >= 0.8 * target();
  }

  /**
   * The ink of a glyph, light on black.
   *
   * @param inside whether it keeps clear of the picture's edge
   */
  private record Glyph(GreyImage ink, boolean inside, List<String> notes) {}

  /**
   * @param sheets how often a filled rectangle may be taken for the paper that the glyph is on
   */
  private Glyph glyph(GreyImage picture, int sheets) {
    List<String> said = new ArrayList<>();
    GreyImage ink = stretched(inverted(picture, said), said);
    if (fits(ink, Box.of(ink, GlyphSearch.INK)) && !isMoved(ink, offset(ink))) {
      return new Glyph(ink, true, said);
    }
    GlyphSearch.Found found = GlyphSearch.in(ink);
    if (found.card() != null && sheets > 0) {
      GreyImage part = picture.cropped(found.card());
      int[] range = part.range();
      Glyph inner = range[1] - range[0] < GlyphSearch.INK ? null : glyph(part, sheets - 1);
      if (inner != null && inner.inside) {
        inner.notes.add(0, Phrase.of("cropped to a sheet of %d x %d", part.width(), part.height()));
        return inner;
      }
    }
    said.addAll(found.notes());
    GreyImage alone = found.notes().isEmpty() ? ink : stretched(found.ink(), said);
    return new Glyph(alone, found.inside(), said);
  }

  /** Paper is what most of the border is; ink is light. */
  private static GreyImage inverted(GreyImage image, List<String> said) {
    int[] range = image.range();
    if (2 * paper(image) <= range[0] + range[1]) {
      return image;
    }
    said.add("inverted: dark on light");
    return image.inverted();
  }

  /** The median of the border. */
  private static int paper(GreyImage image) {
    int[] border = image.border();
    return border[border.length / 2];
  }

  /** Grey paper becomes black, and the lightest ink white. */
  private static GreyImage stretched(GreyImage image, List<String> said) {
    int low = paper(image);
    int high = image.range()[1];
    if ((low <= FAINT && high >= 255 - FAINT) || high <= low) {
      return image;
    }
    said.add(Phrase.of("contrast %d..%d stretched", low, high));
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      int above = Math.max(0, (pixels[i] & 0xff) - low);
      pixels[i] = (byte) (above * 255 / (high - low));
    }
    return new GreyImage(image.width(), image.height(), pixels, List.of());
  }

  /** Whole pixels, right and down, from the centre of mass to the middle of the frame. */
  private int[] offset(GreyImage ink) {
    double mass = 0;
    double massX = 0;
    double massY = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        mass += ink.at(x, y);
        massX += (double) x * ink.at(x, y);
        massY += (double) y * ink.at(x, y);
      }
    }
    int middle = side / 2; // a pixel, not an edge between two
    return new int[] {
      (int) Math.round(middle - massX / mass), (int) Math.round(middle - massY / mass)
    };
  }

  private boolean isMoved(GreyImage ink, int[] offset) {
    return ink.width() != side || ink.height() != side || offset[0] != 0 || offset[1] != 0;
  }

  /** In the middle of the frame, by whole pixels; what would fall outside is lost. */
  private byte[] centred(GreyImage ink) {
    int[] offset = offset(ink);
    int right = offset[0];
    int down = offset[1];
    byte[] framed = new byte[side * side];
    for (int y = Math.max(0, -down); y < Math.min(ink.height(), side - down); y++) {
      for (int x = Math.max(0, -right); x < Math.min(ink.width(), side - right); x++) {
        framed[(y + down) * side + x + right] = (byte) ink.at(x, y);
      }
    }
    if (isMoved(ink, offset)) {
      notes.add("centred by mass");
    }
    return framed;
  }
}
