package dev.incline.backend.opencl.cl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in a folder; none is real. */
@Tag("field")
class DriversTest {
  @TempDir private Path root;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void installed() throws IOException {
    write("usr/lib/libpocl.so.2", library(2, machine()));
    write("etc/OpenCL/vendors/pocl.icd", "libpocl.so.2");
    Files.createDirectories(root.resolve("home"));
    variables.put("HOME", "/home");
  }

  private void write(String path, String bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, bytes, StandardCharsets.ISO_8859_1);
  }

  private static char machine() {
    return (char) (System.getProperty("os.arch").equals("aarch64") ? 183 : 62);
  }

  private static String library(int bits, char machine) {
    return "\177ELF" + (char) bits + "\0".repeat(13) + machine + "\0".repeat(45);
  }

  private void expectBroken(String... texts) {
    assertThat(new Drivers(root, variables).all())
        .singleElement()
        .satisfies(driver -> assertThat(driver.line()).contains(texts))
        .satisfies(driver -> assertThat(driver.isBroken()).isTrue());
  }

  private void expectFine(String text) {
    assertThat(new Drivers(root, variables).all())
        .singleElement()
        .satisfies(driver -> assertThat(driver.line()).contains(text))
        .satisfies(driver -> assertThat(driver.isBroken()).isFalse());
  }

  @Test
  void aHealthyDriverIsFoundAndWhatDoesNotLoadIsSaid() {
    expectFine("pocl.icd: libpocl.so.2");
    assertThat(new Drivers(root, variables).areFatal()).isFalse();
    assertThat(new Drivers(root, variables).whyNone()).contains("which does not load: ");
  }

  @Test
  void whatStopsPoclIsNamed() throws IOException {
    for (String devices : new String[] {"", "none", "nothing real"}) {
      variables.put("POCL_DEVICES", devices);
      expectBroken("pocl.icd", "POCL_DEVICES=" + devices + " names no device", "unset it");
    }
    variables.put("POCL_DEVICES", "pthread");
    expectFine("libpocl.so.2");
    write("file", "");
    for (String variable : new String[] {"HOME", "XDG_CACHE_HOME", "POCL_CACHE_DIR"}) {
      variables.put(variable, "/file");
      expectBroken(
          "its cache folder " + root.resolve("file"), "from " + variable, "POCL_CACHE_DIR=");
    }
    variables.put("POCL_CACHE_DIR", "/home/new/folder");
    expectFine("libpocl.so.2");
  }

  @Test
  void mesasDriversSayWhatTheyWaitFor() throws IOException {
    Files.delete(root.resolve("etc/OpenCL/vendors/pocl.icd"));
    write("usr/lib/libRusticlOpenCL.so.1", library(2, machine()));
    write("etc/OpenCL/vendors/rusticl.icd", "libRusticlOpenCL.so.1\n");
    expectFine("offers no device unless RUSTICL_ENABLE names");
    variables.put("RUSTICL_ENABLE", "llvmpipe");
    expectFine("rusticl.icd: libRusticlOpenCL.so.1");
    write("usr/lib/libMesaOpenCL.so.1", library(2, machine()));
    write("etc/OpenCL/vendors/rusticl.icd", "libMesaOpenCL.so.1\n");
    expectFine("offers only GPUs of AMD");
  }

  @Test
  void anIcdFileThatNamesNoLibraryIsSaid() throws IOException {
    write("etc/OpenCL/vendors/pocl.icd", "\n");
    expectBroken("pocl.icd: is empty", "install its package again");
    write("etc/OpenCL/vendors/pocl.icd", "libpo");
    expectBroken("names libpo, which is not there");
    write("etc/OpenCL/vendors/pocl.icd", "\377\0\1");
    expectBroken("which is not there");
    Files.delete(root.resolve("etc/OpenCL/vendors/pocl.icd"));
    Files.createDirectories(root.resolve("etc/OpenCL/vendors/pocl.icd"));
    expectBroken("pocl.icd: cannot be read");
  }

  @Test
  void aLibraryThatIsNoneForThisProcessorIsSaid() throws IOException {
    String path = "usr/lib/libpocl.so.2";
    write(path, library(1, (char) 3));
    expectBroken("is a 32-bit library");
    write(path, library(2, (char) 22));
    expectBroken("is for another processor");
    write(path, "");
    expectBroken("which is empty");
    write(path, "\177ELF");
    expectBroken("is no library, or not whole");
    write(path, library(2, machine()).substring(0, 40) + "\1\1" + "\0".repeat(22));
    expectBroken("is cut short");
    assertThat(new Drivers(root, variables).areFatal()).isTrue();
    Files.delete(root.resolve(path));
    expectBroken("which is not there");
    Files.createDirectories(root.resolve(path));
    expectBroken("is a folder");
  }

  @Test
  void theVariableThatChoosesDriversIsFollowed() throws IOException {
    variables.put("OCL_ICD_VENDORS", "/nonexistent");
    expectBroken("OCL_ICD_VENDORS=/nonexistent: there is no such", "unset it", "holds pocl.icd");
    variables.put("OCL_ICD_VENDORS", "/home");
    expectBroken("OCL_ICD_VENDORS=/home: the folder holds no .icd file", "holds pocl.icd");
    for (String real : new String[] {"pocl.icd", "/etc/OpenCL/vendors", "libpocl.so.2"}) {
      variables.put("OCL_ICD_VENDORS", real);
      expectFine("OCL_ICD_VENDORS=" + real);
    }
  }

  @Test
  void aLibraryOfTheLinkersCacheIsFound() throws IOException {
    String elsewhere = root.resolve("elsewhere/libcl.so").toString();
    write("elsewhere/libcl.so", library(2, machine()));
    write("etc/ld.so.cache", "glibc\0libcl.so\0" + elsewhere + "\0");
    write("etc/OpenCL/vendors/pocl.icd", "libcl.so");
    expectFine("pocl.icd: libcl.so");
  }
}
