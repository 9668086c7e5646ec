package dev.incline.backend.opencl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel file with one small mistake: each operator applied at each site of the code, comments
 * left out.
 *
 * @param line the changed line as it was, without blanks around it
 * @param change such as {@code column 12: '<' -> '<='}: where, and what became what; with a number
 *     behind it where an earlier line reads the same
 * @param text the whole file
 */
record KernelMutant(String file, String line, String change, String text) {
  private record Operator(Pattern site, UnaryOperator<String> change) {}

  private static final List<Operator> OPERATORS =
      List.of(
          swap(" + ", " - "),
          swap(" - ", " + "),
          swap(" * ", " + "),
          swap(" / ", " * "),
          swap(" % ", " / "),
          swap(" < ", " <= "),
          swap(" <= ", " < "),
          swap(" > ", " >= "),
          swap(" >= ", " > "),
          swap(" == ", " != "),
          swap(" != ", " == "),
          swap(" && ", " || "),
          swap(" & ", " | "),
          swap(" | ", " & "),
          swap(" << ", " >> "),
          swap(" >> ", " << "),
          swap("++", "--"),
          swap(" += ", " -= "),
          swap(" ^= ", " |= "),
          swap(" >>= ", " <<= "),
          swap(" |= ", " = "),
          swap("!(", "("),
          swap("fma(", "fma(-"),
          swap("min(", "max("),
          swap("barrier(CLK_LOCAL_MEM_FENCE);", ""),
          swap("BIAS ? ", "!BIAS ? "),
          swap("BETA ? ", "!BETA ? "),
          swap("GRADIENT ? ", "!GRADIENT ? "),
          swap("TRANS_A ? ", "!TRANS_A ? "),
          swap("TRANS_B ? ", "!TRANS_B ? "),
          // whole numbers: one more
          new Operator(
              Pattern.compile("(?<![\\w.])\\d+(?![\\w.])"),
              number -> Long.toString(Long.parseLong(number) + 1)),
          // decimal constants: one more; hexadecimal ones: eight units of the last digit, or the
          // sign
          new Operator(
              Pattern.compile("(?<![\\w.])\\d+\\.\\d+f"),
              number -> Float.parseFloat(number) + 1 + "f"),
          new Operator(
              Pattern.compile("0x1\\.[0-9a-f]+(?=p)"),
              digits -> {
                int last = Character.digit(digits.charAt(digits.length() - 1), 16);
                return digits.substring(0, digits.length() - 1) + Integer.toHexString(last ^ 8);
              }),
          new Operator(Pattern.compile("0x1\\.(?=[0-9a-f]+p)"), digits -> "-" + digits),
          new Operator(Pattern.compile("0x[0-9a-f]+(?![\\w.])"), digits -> digits + "0"));

  private static Operator swap(String from, String to) {
    return new Operator(Pattern.compile(Pattern.quote(from)), any -> to);
  }

  static List<KernelMutant> of(String file) {
    String text = EditedKernels.read(file);
    String code = blankComments(text);
    if (file.startsWith("row_")) { // a row's op is built alone, and never launched alone
      code = blank(code, "#ifndef FUSED\n.*");
    }
    List<KernelMutant> mutants = new ArrayList<>();
    Map<String, Integer> same = new HashMap<>(); // changes of lines that read the same
    for (Operator operator : OPERATORS) {
      Matcher sites = operator.site.matcher(code);
      while (sites.find()) {
        KernelMutant mutant = at(file, text, sites.toMatchResult(), operator.change);
        int number = same.merge(mutant.toString(), 1, Integer::sum);
        mutants.add(number == 1 ? mutant : mutant.numbered(number));
      }
    }
    return mutants;
  }

  private KernelMutant numbered(int number) {
    return new KernelMutant(file, line, "%s (%d)".formatted(change, number), text);
  }

  private static KernelMutant at(
      String file, String text, MatchResult site, UnaryOperator<String> change) {
    String changed = change.apply(site.group());
    int begin = text.lastIndexOf('\n', site.start()) + 1;
    int end = text.indexOf('\n', site.start());
    return new KernelMutant(
        file,
        text.substring(begin, end).strip(),
        "column %d: '%s' -> '%s'".formatted(site.start() - begin + 1, site.group(), changed),
        text.substring(0, site.start()) + changed + text.substring(site.end()));
  }

  /** Blanks for comments and for the name of an included file. */
  private static String blankComments(String text) {
    return blank(text, "/\\*.*?\\*/|#include [^\n]*|#pragma [^\n]*|#define OWN[^\n]*");
  }

  /** The same length, blanks for what is meant. */
  private static String blank(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .replaceAll(found -> found.group().replaceAll("[^\n]", " "));
  }

  @Override
  public String toString() {
    return file + " | " + line + " | " + change;
  }
}
