package dev.incline.backend.cpu;

import dev.incline.backend.Backend;
import dev.incline.backend.BackendContract;

class CpuBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    return new CpuBackend(2);
  }
}
