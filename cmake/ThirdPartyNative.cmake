# Third parties of the native build: Debian packages from the system, the others from the cache.

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

# add_optional_opencv(MODULE): opencv_MODULE where the system has it.
function(add_optional_opencv module)
  find_library(OPENCV_${module} opencv_${module})
  if(OPENCV_${module})
    add_library(opencv_${module} UNKNOWN IMPORTED GLOBAL)
    set_target_properties(opencv_${module} PROPERTIES IMPORTED_LOCATION ${OPENCV_${module}})
    target_link_libraries(opencv_${module} INTERFACE opencv_core)
  endif()
endfunction()
add_optional_opencv(highgui)  # for `--show`; without it the program is built without a window and says so when asked for one
add_optional_opencv(dnn)      # for `script/bench detect`, which measures it

find_library(CPUINFO_LIBRARY cpuinfo REQUIRED)
set(pthreadpool_library pthreadpool)
if(BRIGADE_SANITIZE STREQUAL thread)
  set(pthreadpool_library pthreadpool_tsan)  # which sees how the pool's threads wait for each other
endif()
add_cached_library(pthreadpool native/xnnpack ${pthreadpool_library})
target_link_libraries(pthreadpool INTERFACE Threads::Threads)
add_cached_library(microkernels native/xnnpack microkernels-prod)
add_cached_library(XNNPACK native/xnnpack XNNPACK)
target_link_libraries(XNNPACK INTERFACE microkernels pthreadpool ${CPUINFO_LIBRARY} m)

if(BRIGADE_BUILD_TESTS)
  find_package(Catch2 3 REQUIRED PATHS ${BRIGADE_CACHE}/native/catch2 NO_DEFAULT_PATH)
endif()
