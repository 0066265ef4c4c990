# The toolchain file of the web presets and of the third parties built for them: Emscripten out of the cache, with the flags of
# one variant. A program's objects must all agree about them, so they stand here alone.
#   -DBRIGADE_VARIANT=relaxed|simd|scalar  threads on shared memory; relaxed SIMD, SIMD or none
#   -DBRIGADE_VARIANT=single               SIMD, one thread, no shared memory
# relaxed differs from simd where a source with kernels of relaxed SIMD asks for -mrelaxed-simd itself, and in how it is linked; so
# ccache compiles for both at once. Third parties are built for simd and scalar alone; see ThirdPartyWeb.cmake.

include(${CMAKE_CURRENT_LIST_DIR}/Cache.cmake)
# What CMake's own trial builds must be told besides.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES BRIGADE_CACHE BRIGADE_VARIANT)

if(NOT BRIGADE_VARIANT MATCHES "^(relaxed|simd|scalar|single)$")
  message(FATAL_ERROR "BRIGADE_VARIANT is '${BRIGADE_VARIANT}': set it to relaxed, simd, scalar or single")
endif()
set(flags_relaxed "-pthread -msimd128")
set(flags_simd "-pthread -msimd128")
set(flags_scalar "-pthread")
set(flags_single "-msimd128")
set(CMAKE_C_FLAGS_INIT ${flags_${BRIGADE_VARIANT}})
# WebAssembly's own exceptions: those that JavaScript would carry out make every call that may throw slow and large.
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT} -fwasm-exceptions")
set(CMAKE_EXE_LINKER_FLAGS_INIT -fwasm-exceptions)
if(BRIGADE_VARIANT STREQUAL relaxed)
  string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -mrelaxed-simd")
endif()
# Trial builds link against the system libraries that programs use; others would first be compiled, for minutes.
set(CMAKE_TRY_COMPILE_CONFIGURATION Release)

# The folder itself, not the link to it: a link turned to another Emscripten must be seen as another compiler.
file(REAL_PATH ${BRIGADE_CACHE}/emscripten emscripten)
set(BRIGADE_EMSCRIPTEN ${emscripten} CACHE INTERNAL "The Emscripten that this was configured with")
set(emscripten_toolchain ${emscripten}/cmake/Modules/Platform/Emscripten.cmake)
if(NOT EXISTS ${emscripten_toolchain} OR NOT EXISTS ${BRIGADE_CACHE}/node/bin/node)
  message(FATAL_ERROR "${BRIGADE_CACHE} holds no Emscripten or no Node.js: run script/bootstrap web (or set BRIGADE_CACHE)")
endif()
# Programs built here, tests among them, run under the pinned Node.js, not under whatever the machine has.
set(CMAKE_CROSSCOMPILING_EMULATOR ${BRIGADE_CACHE}/node/bin/node CACHE FILEPATH "What runs the programs built")
include(${emscripten_toolchain})
