package dev.incline.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The known answers of Random123 (file kat_vectors, philox4x32 with 10 rounds). */
class PhiloxTest {
  private static int[] words(int key0, int key1, int... counter) {
    int[] words = new int[4];
    Philox.draw(key0, key1, counter[0], counter[1], counter[2], counter[3], words);
    return words;
  }

  @Test
  void givesThePublishedWords() {
    assertThat(words(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(words(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(words(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }
}
