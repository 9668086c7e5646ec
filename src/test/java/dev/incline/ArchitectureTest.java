package dev.incline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between packages that docs/architecture.md draws. */
class ArchitectureTest {
  /**
   * Each package and those it may use. A backend names activations, which its ops carry. All may
   * use wording, which writes numbers for people, and file, which opens and sums what is read.
   */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("wording", List.of()),
          Map.entry("file", List.of()),
          Map.entry("model", List.of()),
          Map.entry("data", List.of()),
          Map.entry("plan", List.of("model")),
          Map.entry("backend", List.of("plan")),
          Map.entry("backend.reference", List.of("backend", "plan", "model")),
          Map.entry("backend.cpu", List.of("backend", "backend.reference", "plan", "model")),
          Map.entry("backend.opencl", List.of("backend", "plan", "model")),
          Map.entry(
              "verify", List.of("backend", "backend.reference", "backend.cpu", "plan", "model")),
          Map.entry("tune", List.of("backend", "backend.cpu", "backend.opencl", "plan", "model")),
          Map.entry("bench", List.of("train", "plan", "backend", "data", "model")),
          Map.entry("inspect", List.of("train", "plan", "backend", "data", "model")),
          Map.entry(
              "shadow",
              List.of("option", "inspect", "verify", "train", "plan", "backend", "data", "model")),
          Map.entry("doctor", List.of("examine", "verify", "bench", "backend", "backend.opencl")),
          Map.entry("examine", List.of("verify", "backend.opencl")),
          Map.entry("train", List.of("plan", "backend", "data", "model")),
          Map.entry("option", List.of("train", "backend.opencl", "data", "model")),
          Map.entry("experiment", List.of("option", "train", "backend", "data", "model")),
          Map.entry("chart", List.of()),
          Map.entry("pdf", List.of("chart")),
          Map.entry(
              "report", List.of("chart", "pdf", "option", "experiment", "train", "data", "model")),
          Map.entry(
              "cli",
              List.of(
                  "train",
                  "verify",
                  "tune",
                  "bench",
                  "inspect",
                  "shadow",
                  "doctor",
                  "examine",
                  "option",
                  "experiment",
                  "report",
                  "data",
                  "model",
                  "plan",
                  "backend",
                  "backend.cpu",
                  "backend.opencl")));

  private static final String PROGRAM = "dev.incline";
  private static final String VIOLATIONS = "dev.incline.fixture";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(PROGRAM);

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyWhatItsArrowsAllow(String name) {
    arrowsOf(PROGRAM, name).check(CLASSES);
  }

  @Test
  void onlyTheOpenClBackendUsesJocl() {
    joclStaysInItsBackend(PROGRAM).check(CLASSES);
  }

  @Test
  void onlyMainEndsTheProcess() {
    onlyMainEndsTheProcess(PROGRAM).check(CLASSES);
  }

  @Test
  void everyPackageHasItsArrows() {
    Set<String> expected =
        ARROWS.keySet().stream()
            .map(name -> PROGRAM + "." + name)
            .collect(toCollection(TreeSet::new));
    assertThat(expected).containsAll(packageNames(CLASSES));
  }

  @Test
  void everyPackageIsDescribedAndNullMarked() {
    assertThat(undescribed(CLASSES)).isEmpty();
  }

  @Test
  void eachRuleCatchesAPlantedViolation() {
    JavaClasses planted = new ClassFileImporter().importPackages(VIOLATIONS);

    assertThatThrownBy(() -> arrowsOf(VIOLATIONS, "model").check(planted))
        .hasMessageContaining("UpwardLayer");
    assertThatThrownBy(() -> joclStaysInItsBackend(VIOLATIONS).check(planted))
        .hasMessageContaining("RudeTrainer");
    assertThatThrownBy(() -> onlyMainEndsTheProcess(VIOLATIONS).check(planted))
        .hasMessageContaining("RudeTrainer.stop()");
    assertThat(undescribed(planted)).containsExactly(VIOLATIONS + ".model", VIOLATIONS + ".train");
  }

  private static ArchRule arrowsOf(String root, String name) {
    String self = root + "." + name;
    String[] allowed =
        Stream.concat(
                Stream.of(self, root + ".wording", root + ".file"),
                ARROWS.get(name).stream().map(other -> root + "." + other))
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(self)
        .should()
        .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true); // a package that is drawn but not yet built
  }

  private static ArchRule joclStaysInItsBackend(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".backend.opencl")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.jocl..");
  }

  private static ArchRule onlyMainEndsTheProcess(String root) {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(root + ".cli.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class);
  }

  private static Set<String> undescribed(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackage)
        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
        .map(JavaPackage::getName)
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> packageNames(JavaClasses classes) {
    return classes.stream().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
  }

  private static Stream<String> packages() {
    return ARROWS.keySet().stream().sorted();
  }
}
