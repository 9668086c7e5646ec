package dev.incline.backend.opencl.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.compile.StepModel.Part;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForecastTest {
  private static final GpuDescription H200 = GpuDescription.KNOWN.get("h200");

  private static Plan step(int hidden, int batch) {
    Network network = Network.mlp(784, List.of(hidden), 10, Activation.SIGMOID);
    return Planner.trainingStep(
        network, Source.of("training", 1000, 784, 1000), batch, Recipe.STANDARD);
  }

  private static Collection<GpuDescription> known() {
    return GpuDescription.KNOWN.values();
  }

  @ParameterizedTest
  @MethodSource("known")
  void autoTakesTheFastestForm(GpuDescription gpu) {
    List<Forecast> forms = Forecast.of(gpu, step(128, 64));
    assertThat(forms).filteredOn(Forecast::taken).hasSize(1);
    Map<String, Integer> launches =
        forms.stream().collect(Collectors.toMap(Forecast::form, form -> form.parts().size()));
    assertThat(launches).containsEntry("ops", 9).containsEntry("rows", 2);
    assertThat(forms)
        .allSatisfy(form -> assertThat(form.microseconds()).isBetween(1.0, 1000.0))
        .filteredOn(Forecast::taken)
        .allSatisfy(form -> assertThat(form.form()).isEqualTo("rows"));
  }

  @Test
  void theHostsTimeDoesNotFollowFromTheClock() {
    GpuDescription slow = new GpuDescription("NVIDIA Slow", 132, 0.198, 128, 48, 1024);
    List<Part> fast = taken(H200);
    List<Part> slower = taken(slow);
    for (int i = 0; i < fast.size(); i++) {
      assertThat(slower.get(i).host()).isEqualTo(fast.get(i).host());
      assertThat(slower.get(i).reads()).isGreaterThan(9 * fast.get(i).reads());
      assertThat(slower.get(i).arithmetic()).isGreaterThan(9 * fast.get(i).arithmetic());
      assertThat(slower.get(i).latency()).isGreaterThan(fast.get(i).latency());
    }
  }

  /** Every one of 500 rows takes a work-group, and a core of these holds eight of them. */
  @Test
  void fewCoresTakeRounds() {
    GpuDescription few = new GpuDescription("NVIDIA Few", 4, 1.98, 128, 48, 1024);
    Forecast rows =
        Forecast.of(few, step(128, 500)).stream()
            .filter(form -> form.form().equals("rows"))
            .findFirst()
            .orElseThrow();
    assertThat(rows.parts().get(0).groups()).isEqualTo(500);
    assertThat(rows.parts().get(0).rounds()).isEqualTo(16); // 125 to a core, 8 at a time
  }

  /** In one form, so that the parts can be compared. */
  private static List<Part> taken(GpuDescription gpu) {
    return Forecast.of(gpu, step(128, 64)).stream()
        .filter(form -> form.form().equals("rows"))
        .findFirst()
        .orElseThrow()
        .parts();
  }
}
