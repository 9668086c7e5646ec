package dev.incline.backend.opencl.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Reading PTX: functions, loops, vectors. */
class PtxTest {
  private static final String PROGRAM =
      """
      .visible .func  (.param .b32 func_retval0) unused(
      	.param .b32 unused_param_0
      )
      {
      	.local .align 64 .b8 	__local_depot0[64];
      	ret;
      }
      .func part(
      )
      {
      	ld.global.v4.f32 	{%f1, %f2, %f3, %f4}, [%rd1];
      	ret;
      }
      	// .globl	kernel
      .visible .entry kernel(
      	.param .u64 .ptr .global .align 4 kernel_param_0
      )
      {
      $L__BB0_1:
      	ld.shared.f32 	%f5, [%rd2];
      $L__BB0_2:                              // in a loop
      	// a remark
      	fma.rn.f32 	%f6, %f7, %f8, %f6;
      	fma.rn.f32 	%f6, %f7, %f8, %f6;
      	@%p1 bra 	$L__BB0_2;
      	fma.rn.f32 	%f6, %f7, %f8, %f6;
      	call.uni
      	part,
      	(
      	);
      	bra.uni 	$L__BB0_1;
      }
      """;

  private static final String AMD =
      """
      .LBB0_1:                                ; %loop
      	s_waitcnt lgkmcnt(0)
      	v_fmac_f32_e32 v1, v2, v3
      	v_pk_fma_f32 v[0:1], v[2:3], v[4:5], v[0:1]
      	s_add_i32 s0, s0, 1
      	s_cbranch_scc1 .LBB0_1
      """;

  private static final String INTEL =
      """
      _0_128:
              mad (16|M0)              r6.0<1>:f     r2.0<8;1>:f   r8.0<8;1>:f       r9.0<0>:f
              mad (16|M0)              r6.0<1>:d     r2.0<8;1>:d   r8.0<8;1>:w       r9.0<0>:w
              sync.nop                             null                             {Compacted,F@1}
      (W)     jmpi                                 _0_128                                    // $210
      """;

  @Test
  void aKernelIsReadWithWhatItCallsAndNothingElse() {
    assertThat(Ptx.of("kernel", PROGRAM))
        .contains("bra.uni", "ld.global.v4.f32")
        .doesNotContain("__local_depot");
    assertThat(Ptx.of("unused", PROGRAM)).contains("__local_depot").doesNotContain("fma");
  }

  @Test
  void theInnerLoopIsCountedWithoutLabelsRemarksAndWaits() {
    assertThat(Assembly.busiestLoop(PROGRAM)).isEqualTo(new Assembly.Loop(2, 3));
    assertThat(Assembly.busiestLoop(AMD)).isEqualTo(new Assembly.Loop(3, 5));
    assertThat(Assembly.busiestLoop(INTEL)).isEqualTo(new Assembly.Loop(1, 3));
    assertThat(Assembly.busiestLoop("\tret;")).isEqualTo(new Assembly.Loop(0, 0));
  }

  @Test
  void aVectorIsSplitWhereThereAreFewerThanMeant() {
    String meant = "%1 = load <4 x float>, ptr addrspace(1) %2, align 16, !tbaa !17\n";
    String loose = "%1 = load <4 x float>, ptr addrspace(1) %2, align 4\n";
    String whole = "ld.global.nc.v4.f32 \t{%f1, %f2, %f3, %f4}, [%rd1];\n";
    assertThat(WideAccesses.split(meant + meant, whole)).isEqualTo(1);
    assertThat(WideAccesses.split(meant + meant, whole + whole + whole)).isZero();
    assertThat(WideAccesses.split(meant, whole.replace("v4", "v2"))).isEqualTo(1);
    assertThat(WideAccesses.split(meant, whole.replace("ld.global.nc", "ld.shared"))).isEqualTo(1);
    assertThat(WideAccesses.split(loose, "")).isZero();
  }
}
