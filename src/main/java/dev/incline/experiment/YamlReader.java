package dev.incline.experiment;

import dev.incline.file.InputFile;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file to its values and their places. The parser gives the text of each scalar; what
 * the text means is decided here and in {@link YamlNode}, by YAML 1.2: the rules of YAML 1.1, which
 * the parser knows, make 8 of 010, 3723 of 1:02:03 and false of no.
 */
final class YamlReader {
  private static final int MOST = 100_000; // nodes, aliases followed
  private static final Resolver IMPLICIT = new Resolver();

  private final Path file;
  private final List<Node> around = new ArrayList<>();
  private int count;

  private YamlReader(Path file) {
    this.file = file;
  }

  /**
   * @return the root, a mapping
   * @throws IOException naming the file, and the line and column of what is wrong
   */
  static YamlNode read(Path file) throws IOException {
    String text = TextFile.read(file, InputFile.SMALL);
    @Nullable Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      String problem = (context + e.getProblem()).lines().findFirst().orElse("");
      throw new IOException(
          "%s is no valid YAML: %s (%s)".formatted(file, problem, place(e.getProblemMark())), e);
    } catch (YAMLException e) {
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException("%s is no valid YAML: %s".formatted(file, problem), e);
    }
    if (!(root instanceof MappingNode mapping)) {
      throw new IOException(file + " is no YAML mapping of keys to values");
    }
    return new YamlReader(file).value(mapping);
  }

  private YamlNode value(Node node) throws IOException {
    if (++count > MOST || around.contains(node)) {
      throw wrong(node, "an alias stands for too much");
    }
    String place = place(node.getStartMark());
    if (node instanceof ScalarNode scalar) {
      return YamlNode.scalar(scalar.getValue(), isText(scalar), place);
    }
    around.add(node);
    YamlNode value =
        node instanceof SequenceNode list
            ? YamlNode.list(items(list), place)
            : YamlNode.mapping(entries((MappingNode) node), place);
    around.remove(around.size() - 1);
    return value;
  }

  /** Whether quotes, a block or the tag !!str make it text. Other tags are refused. */
  private boolean isText(ScalarNode scalar) throws IOException {
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    boolean implicit =
        scalar.getTag().equals(IMPLICIT.resolve(NodeId.scalar, scalar.getValue(), plain));
    boolean text = scalar.getTag().getValue().endsWith(":str");
    if (!implicit && !text) {
      throw wrong(scalar, "the tag %s is not read: leave it out".formatted(scalar.getTag()));
    }
    return !plain || !implicit;
  }

  private List<YamlNode> items(SequenceNode list) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      items.add(value(item));
    }
    return items;
  }

  private Map<String, YamlNode> entries(MappingNode mapping) throws IOException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(tuple.getKeyNode(), "a key must be a word");
      }
      if (key.getValue().equals("<<")) {
        throw wrong(key, "merge keys (<<) are not read: write the keys out");
      }
      if (entries.put(key.getValue(), value(tuple.getValueNode())) != null) {
        throw wrong(key, "Duplicate key '%s'".formatted(key.getValue()));
      }
    }
    return entries;
  }

  private IOException wrong(Node node, String what) {
    return new IOException("%s: %s (%s)".formatted(file, what, place(node.getStartMark())));
  }

  private static String place(@Nullable Mark mark) {
    return mark == null
        ? "its end"
        : Phrase.of("line %d, column %d", mark.getLine() + 1, mark.getColumn() + 1);
  }
}
