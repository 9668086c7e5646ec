package dev.incline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.file.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnonymityTest {
  private static final Anonymity ADA =
      Anonymity.of(
          Map.of(
              "HOME",
              "/home/lovelace/",
              "USER",
              "ada",
              "PATH",
              "/usr/bin:/opt/secret tools/bin",
              "OCL_ICD_VENDORS",
              "../hidden place/x.icd"),
          Map.of("user.name", "ada", "user.dir", "/data/secret project", "file.separator", "/"),
          "babbage.example.org");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cannot read /data/secret project/kernels/a b: gone | cannot read (path) b: gone",
        "no file in /data/secret project | no file in (path)",
        "(/home/lovelace/.cache/pocl), | ((path)),",
        "names ../hidden place/x.icd | names (path)",
        "/home/lovelacex/y is of another | (path) is of another",
        "--out=/mnt/run/7 | --out=(path)",
        "~/notes and ./here/x | (path) and (path)",
        "died in [/usr/lib/x86_64-linux-gnu/libnvidia-opencl.so.580.1+0x12] | died in [libnvidia-opencl.so.580.1+0x12]",
        "/data/secret project/update.cl:3: error | update.cl:3: error",
        "ada@babbage: Ada, on babbage.example.org | (name)@(name): (name), on (name)",
        "of lovelace | of (name)",
        "adam and babbages stay | adam and babbages stay",
        "100 samples/s, 3 GB/s, and/or, 1/2 | 100 samples/s, 3 GB/s, and/or, 1/2",
        "https://example.com/a | https://example.com/a",
      })
  void pathsAndNamesAreReplacedAndNothingElse(String text, String expected) {
    assertThat(ADA.of(text)).isEqualTo(expected);
  }

  @Test
  void aMachineNamedLikeItsDeviceGivesNothingAway() {
    Anonymity named = Anonymity.of(Map.of("HOSTNAME", "h200"), Map.of("user.name", "x"), "h200");
    assertThat(named.of("NVIDIA H200")).isEqualTo("NVIDIA (name)");
    assertThat(named.except("NVIDIA H200 (NVIDIA CUDA)").of("NVIDIA H200, user x"))
        .isEqualTo("NVIDIA H200, user (name)");
  }

  @Test
  void aDocumentKeepsItsFormAndItsNumbers() {
    ObjectNode document = Json.STRICT.createObjectNode();
    document.put("ada", 3).putObject("deep").putArray("list").add("by ada").add(0.5).add(true);
    assertThat(Json.line(ADA.of(document)))
        .isEqualTo("{\"ada\":3,\"deep\":{\"list\":[\"by (name)\",0.5,true]}}");
  }
}
