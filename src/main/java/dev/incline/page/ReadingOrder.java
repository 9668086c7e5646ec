package dev.incline.page;

import com.openhtmltopdf.extend.FSDOMMutator;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Keeps the letters of a PDF in the order of reading, for whoever copies or searches them:
 * openhtmltopdf paints the bare text of a line before what is within elements, so bare text beside
 * elements is put into elements, too. What is read from the right says so.
 */
final class ReadingOrder implements FSDOMMutator {
  private static final Set<String> INLINE =
      Set.of("a", "b", "br", "code", "em", "img", "span", "strong", "sub", "sup");

  private static final Set<String> LINES =
      Set.of("p", "li", "td", "th", "h1", "h2", "h3", "h4", "figcaption", "caption");

  @Override
  public void mutateDocument(Document document) {
    order(document.getDocumentElement());
  }

  private static void order(Element element) {
    List<Node> nodes = new ArrayList<>();
    boolean mixed = false;
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      nodes.add(node);
      mixed |= INLINE.contains(node.getNodeName());
    }
    for (Node node : nodes) {
      if (node instanceof Element inner) {
        order(inner);
      } else if (mixed && node.getNodeType() == Node.TEXT_NODE) {
        Element span = element.getOwnerDocument().createElement("span");
        element.replaceChild(span, node);
        span.appendChild(node);
      }
    }
    if (LINES.contains(element.getNodeName()) && runsFromTheRight(element.getTextContent())) {
      element.setAttribute("dir", "rtl");
    }
  }

  private static boolean runsFromTheRight(String text) {
    return Bidi.requiresBidi(text.toCharArray(), 0, text.length())
        && !new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
  }
}
