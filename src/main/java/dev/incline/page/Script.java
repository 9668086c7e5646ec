package dev.incline.page;

import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/** Text below the line, {@code _{i}}, or above it, {@code ^{2}}: what CommonMark lacks. */
final class Script extends CustomNode {
  private final String element;

  private Script(char sign, String content) {
    element = sign == '^' ? "sup" : "sub";
    Node line = Markup.parse(content).getFirstChild();
    while (line != null && line.getFirstChild() != null) {
      appendChild(line.getFirstChild());
    }
  }

  /** Finds them. */
  static final class Factory implements InlineContentParserFactory {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('_', '^');
    }

    @Override
    public InlineContentParser create() {
      return state -> {
        Scanner text = state.scanner();
        char sign = text.peek();
        text.next();
        if (!text.next('{')) {
          return ParsedInline.none();
        }
        Position start = text.position();
        if (text.find('}') < 0) {
          return ParsedInline.none();
        }
        String content = text.getSource(start, text.position()).getContent();
        text.next();
        return ParsedInline.of(new Script(sign, content), text.position());
      };
    }
  }

  static NodeRenderer renderer(HtmlNodeRendererContext context) {
    return new NodeRenderer() {
      @Override
      public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Script.class);
      }

      @Override
      public void render(Node node) {
        Script script = (Script) node;
        context.getWriter().tag(script.element);
        for (Node part = node.getFirstChild(); part != null; part = part.getNext()) {
          context.render(part);
        }
        context.getWriter().tag("/" + script.element);
      }
    };
  }
}
