package dev.incline.page;

import dev.incline.chart.Canvas.Picture;
import dev.incline.chart.SvgCanvas;
import dev.incline.wording.Phrase;

/**
 * What a cell of a figure stands for: shown in a browser when the cell is chosen.
 *
 * @param cell its number, row by row
 * @param caption markup
 */
public record Example(int cell, Picture picture, String caption) {
  String html() {
    String text = Markup.html(caption);
    return Phrase.of(
        "<figure data-cell=\"%d\"><img src=\"%s\" alt=\"\"/><figcaption>%s</figcaption></figure>",
        cell, SvgCanvas.address(picture), text);
  }
}
