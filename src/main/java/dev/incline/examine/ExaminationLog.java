package dev.incline.examine;

import dev.incline.backend.opencl.Probe;
import dev.incline.backend.opencl.Probes;
import dev.incline.backend.opencl.coverage.KernelCoverage;
import dev.incline.examine.Message.Kind;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import java.io.PrintWriter;

/** What the child process says, each line at once. */
public record ExaminationLog(PrintWriter out) implements Verification.Listener, Probes.Listener {
  @Override
  public void begins(String what) {
    write(Kind.BEGINS, what);
  }

  @Override
  public void found(Finding f) {
    write(
        Kind.FINDING,
        f.kind(),
        f.cases(),
        f.bitEqual(),
        f.worstUlp(),
        f.worstOfBound(),
        f.worstCase());
  }

  @Override
  public void answered(Probe probe) {
    write(Kind.PROBE, probe.question(), probe.verdict(), probe.sentence());
  }

  /** What {@code doctor} measures: microseconds of a launch, GFLOP/s of a product. */
  public void measured(double launchMicroseconds, double gflops) {
    write(Kind.SPEED, launchMicroseconds, gflops);
  }

  /** How many rows a second a short training takes. */
  public void trained(double samplesPerSecond) {
    write(Kind.RATE, samplesPerSecond);
  }

  @Override
  public void built(KernelCoverage.Build build) {
    write(Kind.BUILD, build.options(), build.source());
  }

  /** The examination cannot go on, for a reason that has words. */
  public void failed(String why) {
    write(Kind.FAILED, why);
  }

  /** All was examined. */
  public void done() {
    write(Kind.DONE);
  }

  private void write(Kind kind, Object... values) {
    out.println(Message.of(kind, values).line());
    out.flush();
  }
}
