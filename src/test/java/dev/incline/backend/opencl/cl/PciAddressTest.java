package dev.incline.backend.opencl.cl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PciAddressTest {
  @Test
  void isWrittenAsTheSystemWritesIt() {
    assertThat(PciAddress.text(0, 0x65, 0, 0)).isEqualTo("0000:65:00.0");
    assertThat(PciAddress.text(0x10000, 0xb3, 31, 7)).isEqualTo("10000:b3:1f.7");
  }
}
