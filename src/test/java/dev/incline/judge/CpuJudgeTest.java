package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;

class CpuJudgeTest extends JudgeSuite {
  @Override
  protected Backend open() {
    return new CpuBackend(2);
  }
}
