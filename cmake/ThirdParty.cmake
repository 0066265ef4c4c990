# Finds every third party, as imported targets. Debian packages come from the system; XNNPACK, pthreadpool and Catch2 from the
# cache that script/bootstrap fills.

if(NOT "$ENV{BRIGADE_CACHE}" STREQUAL "")
  set(default_cache $ENV{BRIGADE_CACHE})
elseif(NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(default_cache $ENV{XDG_CACHE_HOME}/brigade)
else()
  set(default_cache $ENV{HOME}/.cache/brigade)
endif()
set(BRIGADE_CACHE ${default_cache} CACHE PATH "Where script/bootstrap put third-party builds, weights and the sample")

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(FFMPEG REQUIRED IMPORTED_TARGET libavformat libavcodec libavutil libswscale libswresample)
find_path(STB_INCLUDE stb_image.h PATH_SUFFIXES stb REQUIRED)

# OpenCV's own CMake configuration comes only with the package of all its modules, a hundred times what is needed here.
find_path(OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
foreach(module core imgproc)
  find_library(OPENCV_${module} opencv_${module} REQUIRED)
  add_library(opencv_${module} UNKNOWN IMPORTED)
  set_target_properties(opencv_${module} PROPERTIES IMPORTED_LOCATION ${OPENCV_${module}})
  target_include_directories(opencv_${module} SYSTEM INTERFACE ${OPENCV_INCLUDE})
endforeach()
target_link_libraries(opencv_imgproc INTERFACE opencv_core)

# Only for `--show`; without it the program is built without a window and says so when asked for one.
find_library(OPENCV_highgui opencv_highgui)
if(OPENCV_highgui)
  add_library(opencv_highgui UNKNOWN IMPORTED)
  set_target_properties(opencv_highgui PROPERTIES IMPORTED_LOCATION ${OPENCV_highgui})
  target_link_libraries(opencv_highgui INTERFACE opencv_core)
endif()

# A static library out of the cache; FATAL_ERROR with what to do where it is missing.
function(add_cached_library target prefix library)
  # The folder itself, not the link to it: a link turned to another build must be seen as a change.
  file(REAL_PATH ${BRIGADE_CACHE}/native/${prefix} folder)
  set(file ${folder}/lib/lib${library}.a)
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "${file} is missing: run script/bootstrap build (or set BRIGADE_CACHE to the cache it filled)")
  endif()
  add_library(${target} STATIC IMPORTED)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${file})
  target_include_directories(${target} SYSTEM INTERFACE ${folder}/include)
endfunction()

find_library(CPUINFO_LIBRARY cpuinfo REQUIRED)
add_cached_library(pthreadpool xnnpack pthreadpool)
target_link_libraries(pthreadpool INTERFACE Threads::Threads)
add_cached_library(microkernels xnnpack microkernels-prod)
add_cached_library(XNNPACK xnnpack XNNPACK)
target_link_libraries(XNNPACK INTERFACE microkernels pthreadpool ${CPUINFO_LIBRARY} m)

if(BRIGADE_BUILD_TESTS)
  find_package(Catch2 3 REQUIRED PATHS ${BRIGADE_CACHE}/native/catch2 NO_DEFAULT_PATH)
endif()
