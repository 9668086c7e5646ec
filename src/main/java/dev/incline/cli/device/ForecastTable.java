package dev.incline.cli.device;

import dev.incline.backend.opencl.compile.StepModel;
import dev.incline.backend.opencl.compile.StepModel.Part;
import dev.incline.backend.opencl.forecast.Forecast;
import dev.incline.backend.opencl.forecast.GpuDescription;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Prints for people what a model says of a GPU that is not here. */
final class ForecastTable {
  private static final String FORMS = "  %-6s %10s %12s %14s%s";
  private static final String PARTS = "    %-22s %8s %7s %7s %8s %7s %9s %8s";

  private final PrintWriter out;

  ForecastTable(PrintWriter out) {
    this.out = out;
  }

  void head(GpuDescription gpu) {
    line(
        "%s, %,d compute units at %s GHz, %d lanes a core: a model's figures, no measurements.",
        gpu.name(), gpu.computeUnits(), gpu.gigahertz(), gpu.lanes());
    line("%s", StepModel.ASSUMPTIONS);
  }

  /** A step of a network, in each form. */
  void step(String network, int batch, List<Forecast> forms) {
    line("");
    line("%s, batch %,d", network, batch);
    line(FORMS, "form", "launches", "µs a step", "samples/s", "");
    for (Forecast form : forms) {
      line(
          FORMS,
          form.form(),
          form.parts().size(),
          number(form.microseconds()),
          String.format(Locale.ROOT, "%,d", rounded(batch / form.microseconds() * 1e6)),
          form.taken() ? "   taken by auto:" : "");
      if (form.taken()) {
        line(PARTS, "launch", "groups", "rounds", "host", "latency", "reads", "fmas", "takes");
        form.parts().forEach(this::part);
      }
    }
    double fastest = forms.stream().mapToDouble(Forecast::microseconds).min().orElseThrow();
    if (forms.stream().anyMatch(form -> form.taken() && form.microseconds() > fastest)) {
      line("  auto supposes the lanes of a core by the vendor: drivers do not tell them.");
    }
  }

  private void part(Part part) {
    line(
        PARTS,
        part.name(),
        String.format(Locale.ROOT, "%,d", part.groups()),
        String.format(Locale.ROOT, "%.0f", part.rounds()),
        number(part.host()),
        number(part.latency()),
        number(part.reads()),
        number(part.arithmetic()),
        number(part.microseconds()));
  }

  /** To three digits: a model knows no more. */
  private static long rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).longValue();
  }

  private static String number(double microseconds) {
    return String.format(Locale.ROOT, "%.1f", microseconds);
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
