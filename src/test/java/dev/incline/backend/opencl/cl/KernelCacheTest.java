package dev.incline.backend.opencl.cl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("field")
class KernelCacheTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "Portable Computing Language, POCL_CACHE_DIR, ''",
    "Portable Computing Language, XDG_CACHE_HOME, pocl/kcache",
    "Portable Computing Language, HOME, .cache/pocl/kcache",
    "rusticl, MESA_SHADER_CACHE_DIR, mesa_shader_cache",
    "rusticl, HOME, .cache/mesa_shader_cache",
    "Clover, XDG_CACHE_HOME, mesa_shader_cache",
    "NVIDIA CUDA, CUDA_CACHE_PATH, ''",
    "NVIDIA CUDA, HOME, .nv/ComputeCache",
    "Intel(R) OpenCL Graphics, HOME, .cache/neo_compiler_cache",
  })
  void theFolderOfEachImplementationIsNamed(String platform, String variable, String below)
      throws IOException {
    Path folder = Files.createDirectories(temp.resolve("here").resolve(below));
    Map<String, String> variables = Map.of(variable, temp.resolve("here").toString());
    assertThat(KernelCache.advice(platform, variables))
        .isEqualTo("Its kernel cache may be damaged: delete the folder %s and try again", folder);
  }

  @Test
  void whatIsNotThereIsNoAdvice() {
    assertThat(KernelCache.advice("Oclgrind", Map.of("HOME", temp.toString()))).isEmpty();
    assertThat(KernelCache.advice("rusticl", Map.of("HOME", temp.toString()))).isEmpty();
    assertThat(KernelCache.advice("rusticl", Map.of())).isEmpty();
  }
}
