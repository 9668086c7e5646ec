package dev.incline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A healthy machine in a folder, from which one thing at a time is taken. */
class MachineTest {
  /** The head of a 64-bit library for any processor. */
  private static final String LIBRARY =
      "\177ELF\2\1\1"
          + "\0".repeat(11)
          + (System.getProperty("os.arch").equals("amd64") ? ">\0" : "\267\0")
          + "\0".repeat(44);

  @TempDir private Path root;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void healthy() throws IOException {
    write("usr/lib/x86_64-linux-gnu/libOpenCL.so.1", "");
    write("usr/lib/libpocl.so", LIBRARY);
    write("etc/OpenCL/vendors/pocl.icd", "/usr/lib/libpocl.so\n");
    write("proc/mounts", "overlay / overlay rw 0 0\n");
    write("dev/dri/renderD128", "");
    Files.createDirectories(root.resolve("tmp"));
  }

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<Symptom> problems() {
    return new Machine(root, root.resolve("tmp"), variables)
        .symptoms().stream().filter(Symptom::isProblem).toList();
  }

  private void expect(String what, String text) {
    assertThat(problems())
        .singleElement()
        .satisfies(
            symptom -> {
              assertThat(symptom.what()).isEqualTo(what);
              assertThat(symptom.text()).contains(text);
            });
  }

  @Test
  void aHealthyMachineHasNoProblemAndSaysWhatItFound() {
    assertThat(problems()).isEmpty();
    assertThat(new Machine(root, root.resolve("tmp"), variables).symptoms())
        .extracting(Symptom::what)
        .containsExactly("OpenCL loader", "OpenCL drivers", "temporary directory", "GPU access");
  }

  @Test
  void aMissingLoaderIsNamedAndLdLibraryPathIsSearched() throws IOException {
    Files.delete(root.resolve("usr/lib/x86_64-linux-gnu/libOpenCL.so.1"));
    expect("OpenCL loader", "apt-get install ocl-icd-libopencl1");
    write("opt/mine/libOpenCL.so.1", "");
    variables.put("LD_LIBRARY_PATH", "relative:/opt/mine");
    assertThat(problems()).isEmpty();
  }

  @Test
  void missingDriversAreNamed() throws IOException {
    Files.delete(root.resolve("usr/lib/libpocl.so"));
    expect("OpenCL drivers", "names /usr/lib/libpocl.so, which is not there");
    Files.delete(root.resolve("etc/OpenCL/vendors/pocl.icd"));
    expect("OpenCL drivers", "apt-get install pocl-opencl-icd");
    Files.delete(root.resolve("etc/OpenCL/vendors"));
    expect("OpenCL drivers", root.resolve("etc/OpenCL/vendors") + ": there is no such folder");
  }

  @Test
  void theVariableThatChoosesDriversIsFollowed() throws IOException {
    variables.put("OCL_ICD_VENDORS", "/nonexistent");
    expect("OpenCL drivers", "OCL_ICD_VENDORS=/nonexistent: there is no such file or folder");
    variables.put("OCL_ICD_VENDORS", "/etc/OpenCL/vendors/pocl.icd");
    assertThat(problems()).isEmpty();
    write("usr/lib/driver.so", LIBRARY);
    variables.put("OCL_ICD_VENDORS", "/usr/lib/driver.so");
    assertThat(problems()).isEmpty();
  }

  @Test
  @Tag("field")
  void aKernelCacheThatHoldsNoLibrariesIsNamed() throws IOException {
    write("usr/lib/libpocl.so", LIBRARY);
    Files.createDirectories(root.resolve("home/.cache"));
    variables.put("HOME", "/home");
    assertThat(problems()).isEmpty();
    write(
        "proc/mounts",
        "overlay / overlay rw 0 0\ntmpfs %s tmpfs rw,noexec 0 0\n"
            .formatted(root.resolve("home").toRealPath()));
    expect("OpenCL drivers", "is mounted noexec, so that no compiled kernel can be loaded from it");
  }

  @Test
  @Tag("field")
  void eachLimitThatIsLowIsTold() throws IOException {
    String file =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max file size             %s            unlimited            bytes
        Max processes             %s                94087                processes
        Max address space         %s            unlimited            bytes
        """;
    write("proc/self/limits", file.formatted("unlimited", "94087", "unlimited"));
    assertThat(problems()).isEmpty();
    assertThat(new Machine(root, root.resolve("tmp"), variables).symptoms())
        .last()
        .extracting(Symptom::text)
        .isEqualTo("threads, memory and the size of files suffice");
    write("proc/self/limits", file.formatted("204800", "94087", "unlimited"));
    expect("limits", "A file may have only 200 KiB here (ulimit -f)");
    write("proc/self/limits", file.formatted("unlimited", "30", "unlimited"));
    expect("limits", "A user may have only 30 threads and processes here (ulimit -u)");
    write("proc/self/limits", file.formatted("unlimited", "94087", "5120000000"));
    expect("limits", "A process may have only 4,882 MiB of addresses here (ulimit -v)");
    write("proc/self/limits", file.formatted("unlimited", "94087", "unlimited"));
    write("sys/fs/cgroup/pids.max", "100\n");
    expect("limits", "only 100 threads and processes (pids.max, or TasksMax)");
    write("sys/fs/cgroup/pids.max", "max\n");
    assertThat(problems()).isEmpty();
  }

  @Test
  void aTemporaryDirectoryThatHoldsNoLibrariesIsNamed() throws IOException {
    Path temporary = root.resolve("tmp").toRealPath();
    write(
        "proc/mounts",
        "overlay / overlay rw 0 0\ntmpfs %s tmpfs rw,nosuid,noexec 0 0\n".formatted(temporary));
    expect("temporary directory", "is mounted noexec");
    write(
        "proc/mounts",
        "overlay / overlay rw,noexec 0 0\ntmpfs %s tmpfs rw 0 0\n".formatted(temporary));
    assertThat(problems()).isEmpty(); // the mount nearest to it decides
    Files.delete(root.resolve("tmp"));
    expect("temporary directory", "is not there");
  }

  @Test
  void aGpuThatMayNotBeOpenedIsNamed() throws IOException {
    // a link that leads nowhere can be opened by nobody, the superuser included
    Files.delete(root.resolve("dev/dri/renderD128"));
    Files.createSymbolicLink(root.resolve("dev/dri/renderD128"), root.resolve("nowhere"));
    variables.put("USER", "ada");
    expect("GPU access", "usermod -aG render,video ada");
  }

  @Test
  void theProcessorIsNamedWhereLinuxNamesIt() throws IOException {
    Machine machine = new Machine(root, root.resolve("tmp"), variables);
    assertThat(machine.processor()).isEmpty();
    write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Fast: 3 GHz\nmodel name\t: other\n");
    assertThat(machine.processor()).isEqualTo("Fast: 3 GHz");
  }
}
