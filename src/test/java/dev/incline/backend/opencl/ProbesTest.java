package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every device here passes each probe, and a kernel with a planted fault fails the probe meant for
 * it.
 */
@Tag("field")
@Tag("slow")
class ProbesTest {
  private static final double SECONDS = 0.05; // of the long launch

  @ParameterizedTest
  @MethodSource("dev.incline.backend.opencl.TestDevices#all")
  void aDeviceThatWorksPassesEveryProbe(ClDevice device) {
    List<String> begun = new ArrayList<>();
    List<Probe> heard = new ArrayList<>();
    Probes.Listener listener =
        new Probes.Listener() {
          @Override
          public void begins(String question) {
            begun.add(question);
          }

          @Override
          public void answered(Probe probe) {
            heard.add(probe);
          }
        };
    List<Probe> probes = Probes.ask(device, KernelSources.BUILT_IN, SECONDS, listener);
    assertThat(heard).isEqualTo(probes);
    assertThat(probes).hasSize(8).noneMatch(Probe::isWrong);
    assertThat(probes).extracting(Probe::question).containsSubsequence(List.copyOf(begun));
  }

  /** What a faulty device would do, written into the kernel that asks about it. */
  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "probe_loops.cl|i < outer|i < min(outer, 66)|loops of 300 x 1,000 turns: it ends a work-item's loops after 66,000 of 300,000 turns, without an error",
        "probe_loops.cl|j < inner|j < min(inner, 65535)|a loop of 1,000,000 turns: it ends a work-item's loops after 65,535 of 1,000,000 turns, without an error",
        "probe_loops.cl|j < inner|j < (outer > 1 && inner > 1000 ? inner - 1 : inner)|a launch of 0.1 s",
        "probe_loops.cl|uint x = (uint)seed|uint x = 7u * (uint)seed|it makes",
        "probe_far.cl|memory[far] = 2.0f|memory[far & 0xffff] = 2.0f|MiB apart: of two floats that far apart, 1 and 2, it reads back 2 and 0",
        "probe_local.cl|p < PLACES; p += items) {\\n    ring|p < min(PLACES, 4000); p += items) {\\n    ring|of local memory",
        "probe_local.cl|(p + 1) % PLACES|(items > 1000 ? p : p + 1) % PLACES|with barriers in a loop",
        "probe_launches.cl|3 * from[(i + 1) % count] + 1|3 * from[i] + i|64 launches in a row: after 64 launches in a row it holds",
        "probe_tickets.cl|drawn != ticket|drawn < 0|atomics between work-groups",
        "probe_tickets.cl|chain[ticket - 1]|chain[0]|atomics between work-groups",
      })
  void aPlantedFaultFailsItsProbe(
      String file, String original, String edited, String said, @TempDir Path folder) {
    ClDevice device = TestDevices.all().get(0);
    KernelSources planted = EditedKernels.replace(folder, file, text(original), text(edited));
    List<Probe> wrong =
        Probes.ask(device, planted, SECONDS, new Probes.Listener() {}).stream()
            .filter(Probe::isWrong)
            .toList();
    assertThat(wrong)
        .isNotEmpty()
        .anySatisfy(probe -> assertThat(probe.question() + ": " + probe.sentence()).contains(said));
  }

  @Test
  void nothingIsKnownOfADeviceThatDoesNotBuildAProbe(@TempDir Path folder) {
    ClDevice device = TestDevices.all().get(0);
    KernelSources broken =
        EditedKernels.replace(folder, "probe_local.cl", "barrier(", "no_such_thing(");
    List<Probe> probes = Probes.ask(device, broken, SECONDS, new Probes.Listener() {});
    assertThat(probes).noneMatch(Probe::isWrong);
    assertThat(probes.get(probes.size() - 1))
        .satisfies(
            last -> {
              assertThat(last.verdict()).isEqualTo(Probe.Verdict.NOT_BUILT);
              assertThat(last.question()).contains("of local memory");
              assertThat(last.sentence()).contains("does not build", "no_such_thing");
              assertThat(last.isPassed()).isFalse();
            });
    assertThat(probes).filteredOn(probe -> !probe.isPassed()).hasSize(1);
  }

  /** CSV has no line breaks of its own here. */
  private static String text(String value) {
    return value.replace("\\n", "\n");
  }

  @Test
  void turnsAreCountedWithoutTakingThem() {
    int x = 12345;
    for (int turns = 0; turns < 1000; turns++) {
      assertThat(ProbeKernels.after(turns, 12345)).isEqualTo(x);
      x = x * 1664525 + 1013904223;
    }
  }
}
