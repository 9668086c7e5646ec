package dev.incline.backend.reference;

import dev.incline.backend.Backend;
import dev.incline.backend.BackendContract;

class ReferenceBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    return new ReferenceBackend();
  }
}
