package dev.incline.data.image;

import dev.incline.data.image.InkShapes.Shape;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the glyph among the shapes of a picture and leaves out the rest. The rule:
 *
 * <ol>
 *   <li>Shapes that keep clear of the picture's edge and are at least an eighth of its shorter side
 *       long come before all others: what touches the edge is a scan's rim, a shadow, a neighbour
 *       that was cut. Where there is none, every shape counts.
 *   <li>A shape around another one of 0.3 of its length or more is a frame, and left out.
 *   <li>The glyph is the shape of the most ink.
 *   <li>Its parts are shorter shapes nearby, such as the bar of a 5, and longer ones that nearly
 *       touch it.
 * </ol>
 *
 * A picture of one shape, or of one and its parts, stays as it is, bit for bit.
 */
record GlyphSearch(GreyImage ink, InkShapes shapes) {
  static final int INK = 32; // darker is paper, or the noise of a JPEG's edges

  private static final double LONG_ENOUGH = 1.0 / 8; // of the picture's shorter side
  private static final double FRAMED = 0.3; // of the frame's longer side
  private static final double AS_LONG = 0.6; // of the glyph's longer side: a second glyph
  private static final double NEARBY = 0.25; // of the glyph's longer side
  private static final double ALMOST_TOUCHING = 0.1;
  private static final double WIDE = 1.2; // width over height that halves of one glyph may have
  private static final double TALL = 1.5; // length that a 5 has with its bar
  private static final double SPECK = 0.01; // of the glyph's mass

  private static final double CARD = 0.3; // shorter side, of the picture's
  private static final double FILLED = 0.7; // share of its box
  private static final double SOLID = 0.97; // share of a rectangle's outline
  private static final double ROUGH = 0.12; // of its shorter side

  /**
   * What was found.
   *
   * @param ink the glyph alone
   * @param inside whether it keeps clear of the picture's edge
   * @param card the box, in pixels, of a filled rectangle that may be the paper itself, or null
   * @param notes what was left out, for people
   */
  record Found(GreyImage ink, @Nullable Box card, boolean inside, List<String> notes) {}

  /**
   * Searches a picture.
   *
   * @param ink light on black, with some pixel of {@link #INK} or more
   */
  static Found in(GreyImage ink) {
    GlyphSearch search = new GlyphSearch(ink, InkShapes.of(ink, INK));
    List<Shape> inside = search.inside();
    return inside.isEmpty() ? search.found(search.shapes.all, false) : search.found(inside, true);
  }

  private List<Shape> inside() {
    double shortest = LONG_ENOUGH * Math.min(shapes.cells.width(), shapes.cells.height());
    List<Shape> clear =
        shapes.all.stream()
            .filter(shape -> !shape.atEdge() && shape.box().longer() >= shortest)
            .toList();
    return clear.stream()
        .filter(shape -> clear.stream().noneMatch(other -> isFrame(shape.box(), other.box())))
        .toList();
  }

  private static boolean isFrame(Box box, Box other) {
    return box.surrounds(other) && other.longer() >= FRAMED * box.longer();
  }

  private static Shape heaviest(List<Shape> shapes) {
    return Collections.max(shapes, Comparator.comparingLong(Shape::mass));
  }

  private Found found(List<Shape> candidates, boolean inside) {
    Shape glyph = heaviest(candidates);
    boolean[] kept = new boolean[shapes.all.size() + 1];
    int others = 0;
    int marks = 0;
    for (Shape each : shapes.all) {
      boolean second = each.box().longer() >= AS_LONG * glyph.box().longer();
      boolean cut = inside && each.atEdge();
      if (each.id() == glyph.id() || (!cut && isPart(each, glyph, second))) {
        kept[each.id()] = true;
      } else if (second && candidates.contains(each)) {
        others++;
      } else {
        marks++;
      }
    }
    List<String> notes = new ArrayList<>();
    if (others > 0) {
      notes.add(Phrase.of("%d separate shapes: the largest was taken", others + 1));
    }
    if (marks > 0) {
      notes.add(Phrase.of("%,d mark%s beside the glyph left out", marks, marks == 1 ? "" : "s"));
    }
    return new Found(
        notes.isEmpty() ? ink : shapes.only(ink, kept), card(heaviest(shapes.all)), inside, notes);
  }

  private boolean isPart(Shape shape, Shape glyph, boolean second) {
    Box box = shape.box();
    double length = glyph.box().longer();
    if (isFrame(box, glyph.box())) {
      return false;
    }
    if (second) { // halves side by side, or a 5 and its bar
      Box both = box.with(glyph.box());
      int gap = box.gap(glyph.box());
      boolean touching = gap <= ALMOST_TOUCHING * length && both.width() <= WIDE * both.height();
      boolean stacked = gap <= NEARBY * length && both.longer() <= TALL * length;
      return touching || (stacked && box.isAbove(glyph.box()));
    }
    return box.gap(glyph.box()) <= NEARBY * length && shape.mass() >= SPECK * glyph.mass();
  }

  /** Where the shape is a filled rectangle, a little inside its rough or slanting outline. */
  private @Nullable Box card(Shape shape) {
    Box box = shape.box();
    int shorter = Math.min(box.width(), box.height());
    int picture = Math.min(shapes.cells.width(), shapes.cells.height());
    if (shorter < CARD * picture || shape.cells() < FILLED * box.width() * box.height()) {
      return null;
    }
    for (int inset = 0; inset <= ROUGH * shorter; inset++) {
      if (shapes.ring(box.inset(inset)) >= SOLID) {
        return box.inset(inset).times(shapes.size, ink.width(), ink.height());
      }
    }
    return null;
  }
}
