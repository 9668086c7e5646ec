package dev.incline.data;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of a file, as they are written there.
 *
 * @param source the file, for messages
 * @param words the different ones: at most {@link #MOST}
 * @param codes [rows] unsigned bytes: place of each row's label among the words
 */
public record Labels(String source, List<String> words, byte[] codes) {
  /** Classes are numbered by one byte. */
  public static final int MOST = 256;

  /** Labels that are numbers of one byte, unsigned. */
  static Labels ofBytes(String source, byte[] labels) {
    int[] place = new int[MOST];
    Arrays.fill(place, -1);
    List<String> words = new ArrayList<>();
    byte[] codes = new byte[labels.length];
    for (int row = 0; row < labels.length; row++) {
      int label = labels[row] & 0xff;
      if (place[label] < 0) {
        place[label] = words.size();
        words.add(Integer.toString(label));
      }
      codes[row] = (byte) place[label];
    }
    return new Labels(source, words, codes);
  }

  /** The label of a row. */
  public String word(int row) {
    return words.get(codes[row] & 0xff);
  }

  /** Some of the rows, and only their words. */
  public Labels rows(int[] chosen) {
    byte[] some = new byte[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      some[i] = codes[chosen[i]];
    }
    Labels places = ofBytes(source, some);
    List<String> left =
        places.words.stream().map(place -> words.get(Integer.parseInt(place))).toList();
    return new Labels(source, left, places.codes);
  }

  /** Collects labels row by row. */
  public static final class Collector {
    private final String source;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private byte[] codes = new byte[1024];
    private int rows;

    /**
     * @param source the file, for messages
     */
    public Collector(String source) {
      this.source = source;
    }

    /**
     * Adds the next row's label. A whole number counts as the same however it is written: 7, 07 and
     * 7.0.
     *
     * @param what {@code line} or {@code row}
     * @param number of it, for messages
     * @throws DataException at the 257th different label
     */
    public void add(String label, String what, long number) {
      Integer place = places.get(label);
      if (place == null) {
        String word = Classes.plain(label);
        place = places.computeIfAbsent(word, any -> words.size());
        places.put(label, place);
        if (place == words.size()) {
          words.add(word);
        }
        if (words.size() > MOST) {
          throw new DataException(
              Phrase.of(
                  "%s: %s %d has the label %s, which is the 257th class: at most %d are taken. Is this column the label?",
                  source, what, number, word, MOST));
        }
      }
      if (rows == codes.length) {
        codes = Arrays.copyOf(codes, 2 * rows);
      }
      codes[rows++] = (byte) (int) place;
    }

    /** All of them. */
    public Labels labels() {
      return new Labels(source, List.copyOf(words), Arrays.copyOf(codes, rows));
    }
  }
}
