package dev.incline.report;

import dev.incline.pdf.Document;
import dev.incline.pdf.Markup;
import dev.incline.pdf.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * Sets Markdown (CommonMark with tables) on the pages of a report. A picture stands where it is the
 * whole of a paragraph; links stand as their text.
 */
final class Markdown extends AbstractVisitor {
  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  private final Document document;
  private final Path folder;
  private final int deeper;
  private String mark = ""; // of the list item that begins

  private Markdown(Document document, Path folder, int deeper) {
    this.document = document;
    this.folder = folder;
    this.deeper = deeper;
  }

  /**
   * Sets the lines.
   *
   * @param folder where pictures are looked for
   * @param deeper how many levels a heading moves down
   */
  static void set(Document document, List<String> lines, Path folder, int deeper)
      throws IOException {
    try {
      PARSER.parse(String.join("\n", lines)).accept(new Markdown(document, folder, deeper));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Sets something; visitors throw no checked exceptions. */
  private static void set(Pages.Content content) {
    try {
      content.set();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void visit(Heading heading) {
    set(() -> document.heading(Math.min(3, heading.getLevel() + deeper), Inline.of(heading)));
  }

  @Override
  public void visit(Paragraph paragraph) {
    if (paragraph.getFirstChild() instanceof Image image && image.getNext() == null) {
      set(() -> document.image(folder.resolve(image.getDestination()), Inline.of(image)));
    } else if (mark.isEmpty()) {
      set(() -> document.paragraph(Inline.of(paragraph)));
    } else {
      set(() -> document.item(mark, Inline.of(paragraph)));
      mark = "";
    }
  }

  @Override
  public void visit(BulletList list) {
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      item("\u2022", item);
    }
  }

  private void item(String its, Node item) {
    mark = its;
    visitChildren(item);
    mark = "";
  }

  @Override
  public void visit(OrderedList list) {
    Integer first = list.getMarkerStartNumber();
    int number = first == null ? 1 : first;
    for (Node item = list.getFirstChild(); item instanceof ListItem; item = item.getNext()) {
      item(number++ + list.getMarkerDelimiter(), item);
    }
  }

  @Override
  public void visit(FencedCodeBlock block) {
    code(block.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock block) {
    code(block.getLiteral());
  }

  @Override
  public void visit(HtmlBlock block) {
    code(block.getLiteral());
  }

  private void code(String text) {
    set(() -> document.block(text.stripTrailing().lines().map(Inline::code).toList()));
  }

  @Override
  public void visit(CustomBlock block) {
    if (block instanceof TableBlock) {
      List<List<String>> rows = new ArrayList<>();
      List<Table.Column> columns = new ArrayList<>();
      block.accept(new Rows(columns, rows));
      set(() -> document.table(new Table("", columns, rows)));
    }
  }

  /** Of a table. */
  private static final class Rows extends AbstractVisitor {
    private final List<Table.Column> columns;
    private final List<List<String>> rows;

    Rows(List<Table.Column> columns, List<List<String>> rows) {
      this.columns = columns;
      this.rows = rows;
    }

    @Override
    public void visit(CustomNode node) {
      if (node instanceof TableRow) {
        rows.add(new ArrayList<>());
        visitChildren(node);
        if (rows.get(rows.size() - 1).isEmpty()) {
          rows.remove(rows.size() - 1); // the head
        }
      } else if (node instanceof TableCell cell) {
        if (cell.isHeader()) {
          columns.add(
              new Table.Column(Inline.of(cell), cell.getAlignment() == TableCell.Alignment.RIGHT));
        } else {
          rows.get(rows.size() - 1).add(Inline.of(cell));
        }
      } else {
        visitChildren(node);
      }
    }
  }

  /** The {@link Markup} of what stands in a line. */
  private static final class Inline extends AbstractVisitor {
    private final StringBuilder markup = new StringBuilder();

    static String of(Node node) {
      Inline inline = new Inline();
      inline.visitChildren(node);
      return inline.markup.toString();
    }

    static String code(String text) {
      return "`" + text.replace('`', '\'') + "`";
    }

    @Override
    public void visit(Text text) {
      markup.append(Markup.escape(text.getLiteral()).replace("\\_{", "_{").replace("\\^{", "^{"));
    }

    @Override
    public void visit(Emphasis emphasis) {
      around("*", emphasis);
    }

    @Override
    public void visit(StrongEmphasis emphasis) {
      around("**", emphasis);
    }

    private void around(String sign, Node node) {
      markup.append(sign);
      visitChildren(node);
      markup.append(sign);
    }

    @Override
    public void visit(Code code) {
      markup.append(code(code.getLiteral()));
    }

    @Override
    public void visit(HtmlInline html) {
      markup.append(Markup.escape(html.getLiteral()));
    }

    @Override
    public void visit(SoftLineBreak line) {
      markup.append(' ');
    }

    @Override
    public void visit(HardLineBreak line) {
      markup.append(' ');
    }
  }
}
