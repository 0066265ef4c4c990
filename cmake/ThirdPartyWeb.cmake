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

add_cached_library(pthreadpool web/xnnpack-${BRIGADE_VARIANT} pthreadpool)
add_cached_library(XNNPACK web/xnnpack-${BRIGADE_VARIANT} XNNPACK)
target_link_libraries(XNNPACK INTERFACE pthreadpool)

# OpenCV and Catch2 are built once for those variants that may share them; see build_web_third_parties in script/lib/web.sh.
string(REPLACE relaxed simd opencv_variant ${BRIGADE_VARIANT})
string(REGEX REPLACE "relaxed|scalar" simd catch2_variant ${BRIGADE_VARIANT})

set(opencv web/opencv-${opencv_variant})
add_cached_library(z ${opencv} z)
foreach(module core imgproc video)
  add_cached_library(opencv_${module} ${opencv} opencv_${module})
  target_include_directories(opencv_${module} SYSTEM INTERFACE ${BRIGADE_CACHE}/${opencv}/include/opencv4)
endforeach()
target_link_libraries(opencv_core INTERFACE z)
target_link_libraries(opencv_imgproc INTERFACE opencv_core)
target_link_libraries(opencv_video INTERFACE opencv_imgproc)

if(BRIGADE_BUILD_TESTS)
  find_package(Catch2 3 REQUIRED PATHS ${BRIGADE_CACHE}/web/catch2-${catch2_variant} NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
endif()
