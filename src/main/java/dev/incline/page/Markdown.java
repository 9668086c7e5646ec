package dev.incline.page;

import dev.incline.file.InputFile;
import dev.incline.wording.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;

/**
 * Sets Markdown into a document: its headings count as the document's, and a picture that is the
 * whole of a paragraph is a figure.
 */
record Markdown(Document document, Path folder, int deeper) {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(Markup.TABLES)
          .customInlineContentParserFactory(new Script.Factory())
          .build();

  static void set(Document document, List<String> lines, Path folder, int deeper)
      throws IOException {
    Markdown markdown = new Markdown(document, folder, deeper);
    Node block = PARSER.parse(String.join("\n", lines)).getFirstChild();
    for (; block != null; block = block.getNext()) {
      markdown.embed(block);
      markdown.set(block);
    }
  }

  private void set(Node block) {
    if (block instanceof Heading heading) {
      document.headed(Math.min(3, heading.getLevel() + deeper), Markup.inner(heading));
    } else if (block instanceof Paragraph
        && block.getFirstChild() == block.getLastChild()
        && block.getFirstChild() instanceof Image image) {
      String caption = Markup.inner(image);
      document.picture(Markup.HTML.render(image), caption);
    } else if (block instanceof TableBlock) {
      document.add("<div class=\"table\" tabindex=\"0\">" + Markup.HTML.render(block) + "</div>");
    } else {
      document.add(Markup.HTML.render(block));
    }
  }

  /** Puts the pictures themselves in the places of their files' names. */
  private void embed(Node node) throws IOException {
    if (node instanceof Image image) {
      image.setDestination(data(folder.resolve(image.getDestination())));
    }
    for (Node part = node.getFirstChild(); part != null; part = part.getNext()) {
      embed(part);
    }
  }

  /**
   * @throws IOException naming a file that is no picture
   */
  private static String data(Path file) throws IOException {
    try {
      byte[] bytes = InputFile.bytes(file, InputFile.RECORD);
      return "data:image/%s;base64,%s"
          .formatted(format(bytes), Base64.getEncoder().encodeToString(bytes));
    } catch (IOException | RuntimeException e) {
      throw new IOException("cannot read the picture %s: %s".formatted(file, Reason.of(e)), e);
    }
  }

  private static String format(byte[] picture) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is no PNG, JPEG or GIF file");
      }
      ImageReader reader = readers.next();
      reader.setInput(in);
      reader.read(0);
      return reader.getFormatName().toLowerCase(Locale.ROOT);
    }
  }
}
