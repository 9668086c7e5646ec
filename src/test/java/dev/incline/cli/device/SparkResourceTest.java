package dev.incline.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.file.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SparkResourceTest {
  private static ClDevice device(String index, ClDevice.Type type) {
    return new ClDevice(
        index, "platform", "name", type, "", "", 1, 1, 1, 1, 1, 1, 1, true, true, true, null);
  }

  private static String addresses(Map<String, String> pci, ClDevice... devices) {
    Map<String, Object> resource =
        SparkResource.of(
            List.of(devices),
            one -> !one.index().equals("9:9"),
            one -> Optional.ofNullable(pci.get(one.index())));
    assertThat(resource.get("name")).isEqualTo("opencl");
    return Json.line(resource.get("addresses"));
  }

  @Test
  void whereThereAreCardsTheCpuIsNoneOfThem() {
    assertThat(
            addresses(
                Map.of("0:0", "0000:65:00.0"),
                device("0:0", ClDevice.Type.GPU),
                device("0:1", ClDevice.Type.ACCELERATOR),
                device("1:0", ClDevice.Type.CPU)))
        .isEqualTo("[\"0:0@0000:65:00.0\",\"0:1\"]");
  }

  @Test
  void aCardOfTwoPlatformsIsOne() {
    Map<String, String> pci = Map.of("0:0", "0000:65:00.0", "1:0", "0000:65:00.0");
    assertThat(addresses(pci, device("0:0", ClDevice.Type.GPU), device("1:0", ClDevice.Type.GPU)))
        .isEqualTo("[\"0:0@0000:65:00.0\"]");
    assertThat(
            addresses(Map.of(), device("0:0", ClDevice.Type.GPU), device("1:0", ClDevice.Type.GPU)))
        .isEqualTo("[\"0:0\",\"1:0\"]");
  }

  @Test
  void withoutCardsItIsTheCpuOnce() {
    assertThat(
            addresses(Map.of(), device("0:0", ClDevice.Type.CPU), device("1:0", ClDevice.Type.CPU)))
        .isEqualTo("[\"0:0\"]");
  }

  @Test
  void whatMustNotBeBelievedStaysOut() {
    assertThat(
            addresses(Map.of(), device("9:9", ClDevice.Type.GPU), device("1:0", ClDevice.Type.CPU)))
        .isEqualTo("[\"1:0\"]");
    assertThat(addresses(Map.of())).isEqualTo("[]");
  }
}
