package dev.incline.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field")
class ListingTest {
  @Test
  void tenAreShownAndTheOthersCounted() {
    assertThat(Listing.of(List.of())).isEmpty();
    assertThat(Listing.of(List.of("a", "b"))).isEqualTo("a, b");
    assertThat(Listing.of(numbers(10))).isEqualTo("0, 1, 2, 3, 4, 5, 6, 7, 8, 9");
    assertThat(Listing.of(numbers(11))).isEqualTo("0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 1 more");
    assertThat(Listing.of(numbers(60_000))).endsWith("8, 9 and 59,990 more");
  }

  @Test
  void aListOfLinesEndsWithALine() {
    assertThat(Listing.of(Collections.nCopies(12, "x"), "\n  ")).endsWith("x\n  and 2 more");
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }
}
