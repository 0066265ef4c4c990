# Third parties of the web builds: libraries from the cache, built for the variant; headers from the system.

# The system's headers themselves must not be found (the C library's among them), so that only links to those wanted are.
set(header_links ${CMAKE_BINARY_DIR}/third_party_headers)
file(MAKE_DIRECTORY ${header_links})
foreach(folder fmt nlohmann stb tl)
  find_path(headers_of_${folder} ${folder} PATHS /usr/include /usr/local/include NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  file(CREATE_LINK ${headers_of_${folder}}/${folder} ${header_links}/${folder} SYMBOLIC)
endforeach()
set(STB_INCLUDE ${header_links}/stb)

foreach(target fmt::fmt nlohmann_json::nlohmann_json tl::expected)
  add_library(${target} INTERFACE IMPORTED)
  target_include_directories(${target} SYSTEM INTERFACE ${header_links})
endforeach()
# Debian has its library for the machine alone; its headers can do without.
target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY)

# Two builds serve the four variants. Relaxed SIMD matters to XNNPACK alone, which has a library for it there. What was compiled
# for threads runs without them too: atomic instructions work on unshared memory. But the linker (of LLVM 19) gives thread-local
# variables wrong addresses then, so there must be none.
string(REGEX REPLACE "relaxed|single" simd compiled_as ${BRIGADE_VARIANT})
function(forbid_thread_local_variables libraries)
  execute_process(COMMAND ${BRIGADE_EMSCRIPTEN}/emnm ${libraries} OUTPUT_VARIABLE symbols ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
  if(symbols MATCHES "__tls_base")
    message(FATAL_ERROR "One of these has thread-local variables and cannot be linked without threads: ${libraries}")
  endif()
endfunction()

set(xnnpack web/xnnpack-${compiled_as})
set(xnnpack_library XNNPACK)
set(pthreadpool_library pthreadpool)
if(BRIGADE_VARIANT STREQUAL relaxed)
  set(xnnpack_library XNNPACK_relaxed)
elseif(BRIGADE_VARIANT STREQUAL single)
  set(pthreadpool_library pthreadpool_single)
endif()
add_cached_library(pthreadpool ${xnnpack} ${pthreadpool_library})
add_cached_library(XNNPACK ${xnnpack} ${xnnpack_library})
target_link_libraries(XNNPACK INTERFACE pthreadpool)

set(opencv web/opencv-${compiled_as})
add_cached_library(z ${opencv} z)
foreach(module core imgproc video)
  add_cached_library(opencv_${module} ${opencv} opencv_${module})
  target_include_directories(opencv_${module} SYSTEM INTERFACE ${BRIGADE_CACHE}/${opencv}/include/opencv4)
endforeach()
target_link_libraries(opencv_core INTERFACE z)
target_link_libraries(opencv_imgproc INTERFACE opencv_core)
target_link_libraries(opencv_video INTERFACE opencv_imgproc)

if(BRIGADE_VARIANT STREQUAL single)
  file(GLOB libraries ${BRIGADE_CACHE}/${xnnpack}/lib/*.a ${BRIGADE_CACHE}/${opencv}/lib/*.a
    ${BRIGADE_CACHE}/web/catch2-scalar/lib/*.a)
  forbid_thread_local_variables("${libraries}")
endif()

if(BRIGADE_BUILD_TESTS)
  # One build of it serves every variant: it gains nothing from SIMD.
  find_package(Catch2 3 REQUIRED PATHS ${BRIGADE_CACHE}/web/catch2-scalar NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
endif()
