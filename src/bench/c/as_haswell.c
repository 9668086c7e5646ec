/*
 * Lets PoCL compile for AVX2 on a machine with AVX-512: stands before LLVM and says that the processor is a Haswell. The
 * device is then called pthread-haswell, has vectors of 8 floats, and its kernels use 16 registers of them.
 *
 *     cc -shared -fPIC -O1 src/bench/c/as_haswell.c -o as_haswell.so -ldl
 *     LD_PRELOAD="$PWD/as_haswell.so libLLVM-15.so.1" POCL_CACHE_DIR=$(mktemp -d) bin/incline bench
 *
 * The second library is the one that PoCL is linked with (ldd says which), so that its own answer is found behind this one.
 * The names are those of llvm::sys::getHostCPUName and getHostCPUFeatures in LLVM 15, and the layouts those of
 * llvm::StringRef and llvm::StringMap<bool> on 64-bit Linux.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

#define FEATURES _ZN4llvm3sys18getHostCPUFeaturesERNS_9StringMapIbNS_15MallocAllocatorEEE
#define TEXT(name) QUOTED(name)
#define QUOTED(name) #name

struct text {
  const char *start;
  size_t length;
};

struct entry { /* the key follows it */
  size_t length;
  union {
    _Bool has;
    size_t aligned;
  } value;
};

struct map {
  struct entry **buckets;
  unsigned size, used, deleted, entry_size;
};

struct text _ZN4llvm3sys14getHostCPUNameEv(void) { return (struct text){"haswell", 7}; }

_Bool FEATURES(struct map *features) {
  _Bool (*original)(struct map *) = dlsym(RTLD_NEXT, TEXT(FEATURES));
  if (original == NULL || !original(features)) {
    return 0;
  }
  for (unsigned i = 0; i < features->size; i++) {
    struct entry *entry = features->buckets[i];
    int is_entry = entry != NULL && (uintptr_t)entry >> 47 == 0; /* a deleted one is marked by a number near -1 */
    if (is_entry && strncmp((const char *)(entry + 1), "avx512", 6) == 0) {
      entry->value.has = 0;
    }
  }
  return 1;
}
