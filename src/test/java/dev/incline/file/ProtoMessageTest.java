package dev.incline.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The bytes that the specification of the encoding gives as examples, and the edges of a varint.
 */
class ProtoMessageTest {
  private static String hex(ProtoMessage message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    assertThat(message.size()).isEqualTo(out.size());
    return HexFormat.ofDelimiter(" ").formatHex(out.toByteArray());
  }

  @Test
  void eachTypeHasTheBytesOfTheSpecification() throws IOException {
    assertThat(hex(new ProtoMessage().number(1, 150))).isEqualTo("08 96 01");
    assertThat(hex(new ProtoMessage().text(2, "testing"))).isEqualTo("12 07 74 65 73 74 69 6e 67");
    assertThat(hex(new ProtoMessage().message(3, new ProtoMessage().number(1, 150))))
        .isEqualTo("1a 03 08 96 01");
    assertThat(hex(new ProtoMessage().fixed(1, 1f))).isEqualTo("0d 00 00 80 3f");
    assertThat(hex(new ProtoMessage().fixed(1, 1d))).isEqualTo("09 00 00 00 00 00 00 f0 3f");
    assertThat(hex(new ProtoMessage().packed(6, new double[] {1})))
        .isEqualTo("32 08 00 00 00 00 00 00 f0 3f");
  }

  @Test
  void aNumberHasAsManyBytesAsItNeeds() throws IOException {
    assertThat(hex(new ProtoMessage().number(1, 0))).isEqualTo("08 00");
    assertThat(hex(new ProtoMessage().number(1, 127))).isEqualTo("08 7f");
    assertThat(hex(new ProtoMessage().number(1, 128))).isEqualTo("08 80 01");
    assertThat(hex(new ProtoMessage().number(20, -1)))
        .isEqualTo("a0 01 ff ff ff ff ff ff ff ff ff 01");
  }
}
