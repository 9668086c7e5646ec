package dev.incline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
      arrows(
          """
          wording:
          file:
          model:
          data:
          data.format: data data.image
          data.check: data data.format
          data.download: data
          data.image: data
          plan: model
          backend: plan
          backend.ranks: backend plan
          backend.ranks.socket: backend.ranks
          backend.reference: backend plan model
          backend.cpu: backend backend.reference plan model
          backend.opencl: backend.opencl.cl backend.opencl.tiling backend.opencl.compile \
              backend.opencl.coverage backend plan model
          backend.opencl.cl:
          backend.opencl.tiling: backend.opencl.cl plan
          backend.opencl.compile: backend.opencl.cl backend.opencl.tiling backend plan model
          backend.opencl.coverage: backend.opencl.cl backend.opencl.compile
          backend.opencl.forecast: backend.opencl.cl backend.opencl.tiling backend.opencl.compile plan
          verify: backend backend.reference backend.cpu plan model
          tune: backend backend.cpu backend.opencl backend.opencl.cl backend.opencl.tiling \
              backend.opencl.compile plan model
          examine: verify backend.opencl backend.opencl.cl backend.opencl.compile backend.opencl.coverage model
          doctor: examine verify bench backend backend.opencl backend.opencl.cl
          store: plan data data.image model
          export: store plan data model
          train.feed: plan backend data model
          train.score: train.feed plan backend data model
          train: train.feed train.score plan backend data model
          train.checkpoint: train store plan data model
          bench: train.feed plan backend data model
          inspect: train.feed plan backend data model
          option: train train.checkpoint backend.opencl backend.opencl.tiling backend.opencl.compile data data.format data.image model
          shadow: option inspect verify train train.feed train.score store plan backend data model
          experiment: option train train.checkpoint train.score store backend data data.format \
              data.image model
          sweep: experiment option train train.checkpoint train.score store backend data model
          chart:
          page: chart
          statistics:
          report.pages: chart page statistics option experiment store
          report: report.pages chart page statistics option experiment train train.score store data model
          tensorboard: chart page train train.score plan model
          run.watch: sweep experiment verify train train.score backend.opencl.cl data data.format
          run.device: run.watch option examine bench tune verify train backend backend.cpu \
              backend.ranks backend.ranks.socket backend.opencl backend.opencl.cl \
              backend.opencl.tiling backend.opencl.compile model
          run: run.device run.watch option report tensorboard sweep experiment examine shadow verify store train \
              train.checkpoint train.score backend backend.cpu backend.ranks backend.opencl backend.opencl.cl \
              backend.opencl.compile data data.format model
          cli.options: option experiment train.checkpoint backend.opencl.compile data
          cli.train: cli.options run run.device run.watch option report statistics tensorboard sweep experiment shadow store \
              train train.checkpoint train.score backend backend.ranks data data.format model
          cli.model: cli.options run run.device run.watch option experiment export store train.score backend \
              data data.format data.image model
          cli.report: cli.options run.watch option report experiment store train train.score backend \
              backend.cpu data data.format
          cli.device: cli.options run run.device run.watch option doctor examine experiment bench \
              tune shadow store verify plan backend backend.opencl backend.opencl.cl \
              backend.opencl.tiling backend.opencl.compile \
              backend.opencl.coverage backend.opencl.forecast data data.format model
          cli.inspect: cli.options run.device run.watch option experiment inspect store train.checkpoint \
              backend data data.format model
          cli.data: cli.options run.watch option chart page store data data.format data.check data.download
          cli: cli.options cli.train cli.model cli.report cli.device cli.inspect cli.data run.device \
              option doctor shadow sweep tune train data backend.ranks backend.opencl.cl
          """);

  private static final String PROGRAM = "dev.incline";
  private static final String VIOLATIONS = "dev.incline.fixture";

  static {
    // The rules ask for the names of what is used; libraries need not be read for that.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
  }

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
  void onlyTheWrappersOfOpenClUseJocl() {
    joclStaysInItsPackage(PROGRAM).check(CLASSES);
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
  void noPackageIsADrawer() {
    assertThat(large(CLASSES)).isEmpty();
  }

  @Test
  void noTwoTypesHaveOneName() {
    assertThat(sharedNames(CLASSES)).isEmpty();
  }

  @Test
  void namesOfTestsAreSpeltLikeOtherNames() {
    JavaClasses tests =
        new ClassFileImporter()
            .withImportOption(location -> location.contains("/test-classes/"))
            .importPackages(PROGRAM);
    assertThat(withUnderscores(tests)).containsExactly("is_spelt_unlike_others");
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
    assertThatThrownBy(() -> joclStaysInItsPackage(VIOLATIONS).check(planted))
        .hasMessageContaining("RudeTrainer");
    assertThatThrownBy(() -> onlyMainEndsTheProcess(VIOLATIONS).check(planted))
        .hasMessageContaining("RudeTrainer.stop()");
    assertThat(sharedNames(planted)).containsExactly("UpwardLayer");
    assertThat(undescribed(planted)).containsExactly(VIOLATIONS + ".model", VIOLATIONS + ".train");
  }

  private static Map<String, List<String>> arrows(String lines) {
    return lines
        .lines()
        .map(line -> line.split(":", 2))
        .collect(toMap(parts -> parts[0], parts -> words(parts[1])));
  }

  private static List<String> words(String text) {
    return Stream.of(text.trim().split("\\s+")).filter(word -> !word.isEmpty()).toList();
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

  private static ArchRule joclStaysInItsPackage(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".backend.opencl.cl")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.jocl..");
  }

  private static ArchRule onlyMainEndsTheProcess(String root) {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(root + ".cli.Main")
        .and()
        .doNotHaveFullyQualifiedName(root + ".run.watch.ProcessEnd")
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

  /** Packages of more than 25 files. */
  private static Map<String, Long> large(JavaClasses classes) {
    Map<String, Long> files =
        classes.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(one -> !one.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
    files.values().removeIf(count -> count <= 25);
    return files;
  }

  /** Simple names that several top-level types have. */
  private static Set<String> sharedNames(JavaClasses classes) {
    Map<String, Long> types =
        classes.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(one -> !one.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getSimpleName, TreeMap::new, counting()));
    types.values().removeIf(count -> count == 1);
    return types.keySet();
  }

  /** Tests whose names are not written in camel case. */
  private static Set<String> withUnderscores(JavaClasses classes) {
    return classes.stream()
        .flatMap(one -> one.getMethods().stream())
        .filter(method -> method.getName().contains("_"))
        .filter(
            method ->
                method.getAnnotations().stream()
                    .anyMatch(a -> a.getRawType().getPackageName().startsWith("org.junit.jupiter")))
        .map(JavaMethod::getName)
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> packageNames(JavaClasses classes) {
    return classes.stream().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
  }

  private static Stream<String> packages() {
    return ARROWS.keySet().stream().sorted();
  }
}
