package dev.incline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.Probe;
import dev.incline.bench.Stopwatch;
import dev.incline.doctor.Diagnosis.Verdict;
import dev.incline.examine.Examined;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static final Verification EQUAL =
      new Verification(List.of(new Finding("MatMul", 9, 9, 0, 0, "")));
  private static final Verification NEAR =
      new Verification(List.of(new Finding("MatMul", 9, 8, 1, 0.5, "case")));

  private static Diagnosis judge(Verification verification, double micros, double gflops) {
    return Diagnosis.judge(
        "device", verification, List.of("flushes denormals to zero"), new Speed(micros, gflops));
  }

  @Test
  void aFastAndRightDeviceIsFine() {
    assertThat(judge(EQUAL, 3, 200).verdict()).isEqualTo(Verdict.FINE);
    assertThat(judge(EQUAL, 3, 200).sentence())
        .isEqualTo("all 9 comparisons give plain Java's bits; 3.0 µs a launch, 200 GFLOP/s");
    assertThat(judge(NEAR, 3, 200).verdict()).isEqualTo(Verdict.FINE);
    assertThat(judge(NEAR, 3, 200).sentence()).contains("flushes denormals to zero");
  }

  @Test
  void aSlowDeviceSaysWhy() {
    assertThat(judge(EQUAL, 900, 200).verdict()).isEqualTo(Verdict.SLOW);
    assertThat(judge(EQUAL, 900, 200).sentence()).contains("each launch costs 900 µs");
    assertThat(judge(EQUAL, 3, 0.4).verdict()).isEqualTo(Verdict.SLOW);
    assertThat(judge(EQUAL, 3, 0.4).sentence()).contains("products run at 0.4 GFLOP/s");
    assertThat(judge(EQUAL, 3, 0.4).isUsable()).isTrue();
  }

  @Test
  void nothingIsCalledSlowThatALongerLookDidNotFindSlow() {
    Speed slowLaunches = new Speed(161, 100);
    Speed slowProducts = new Speed(8, 0.4);
    Speed fine = new Speed(8, 100);
    assertThat(Speed.of(looks(slowLaunches, fine))).isEqualTo(fine);
    assertThat(Speed.of(looks(slowProducts, fine))).isEqualTo(fine);
    assertThat(Speed.of(looks(fine, slowLaunches))).isEqualTo(fine);
    assertThat(Speed.of(looks(slowLaunches, slowProducts))).isEqualTo(slowProducts);
  }

  private static Function<Stopwatch, Speed> looks(Speed quick, Speed full) {
    return stopwatch -> stopwatch.equals(Stopwatch.QUICK) ? quick : full;
  }

  private static Examined examined(List<Probe> probes, String failure, String crash) {
    return new Examined(
        probes,
        EQUAL.findings(),
        List.of(),
        0,
        3,
        200,
        Optional.ofNullable(failure),
        Optional.ofNullable(crash));
  }

  @Test
  void aDeviceThatFailsIsBrokenAndSaysHow() {
    Diagnosis diagnosis =
        Diagnosis.of("device", List.of(), examined(List.of(), "CL_OUT_OF_RESOURCES", null));
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.BROKEN);
    assertThat(diagnosis.sentence()).contains("CL_OUT_OF_RESOURCES");
    assertThat(diagnosis.isUsable()).isFalse();
    assertThat(diagnosis.isRefused()).isFalse();
  }

  @Test
  void aDeviceThatCrashesOrAnswersAProbeWronglyIsRefused() {
    Diagnosis crashed =
        Diagnosis.of("device", List.of(), examined(List.of(), null, "crashed in MatMul a b"));
    assertThat(crashed.verdict()).isEqualTo(Verdict.CRASHED);
    assertThat(crashed.sentence()).contains("crashed in MatMul a b");
    assertThat(crashed.isRefused()).isTrue();

    Probe wrong = new Probe("a loop", Probe.Verdict.WRONG, "it ends early");
    Diagnosis liar = Diagnosis.of("device", List.of(), examined(List.of(wrong), null, null));
    assertThat(liar.verdict()).isEqualTo(Verdict.WRONG);
    assertThat(liar.sentence()).contains("a loop: it ends early");

    Probe notAsked = new Probe("a loop", Probe.Verdict.NOT_ASKED, "no memory");
    assertThat(Diagnosis.of("device", List.of(), examined(List.of(notAsked), null, null)).verdict())
        .isEqualTo(Verdict.FINE);
  }

  @Test
  void aDeviceThatCouldNotBeAskedIsNotAccused() {
    Probe right = new Probe("a loop", Probe.Verdict.RIGHT, "");
    Probe notBuilt = new Probe("another", Probe.Verdict.NOT_BUILT, "it does not build");
    Examined unasked = examined(List.of(right, notBuilt), null, null);
    Diagnosis diagnosis = Diagnosis.of("device", List.of(), unasked);
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNASKED);
    assertThat(diagnosis.sentence())
        .contains("could not be asked", "says nothing against it", "it does not build")
        .doesNotContain("believed", "wrong");
    assertThat(diagnosis.isRefused()).isFalse();
    assertThat(diagnosis.isUsable()).isFalse();
    assertThat(unasked.isLasting()).isFalse();

    Probe wrong = new Probe("a loop", Probe.Verdict.WRONG, "it ends early");
    assertThat(
            Diagnosis.of("d", List.of(), examined(List.of(wrong, notBuilt), null, null)).verdict())
        .isEqualTo(Verdict.WRONG);
  }
}
