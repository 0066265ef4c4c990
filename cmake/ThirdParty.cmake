# Finds every third party, as imported targets: Debian packages come from the system, the others from the cache that
# script/bootstrap fills.

include(Cache)

# add_cached_library(TARGET BUILD LIBRARY): a static library out of a third-party build in the cache, BUILD being native/NAME or
# web/NAME-VARIANT; FATAL_ERROR with what to do where it is missing.
function(add_cached_library target build library)
  # The folder itself, not the link to it: a link turned to another build must be seen as a change.
  file(REAL_PATH ${BRIGADE_CACHE}/${build} folder)
  set(file ${folder}/lib/lib${library}.a)
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "${file} is missing: run script/bootstrap (or set BRIGADE_CACHE to the cache it filled)")
  endif()
  add_library(${target} STATIC IMPORTED)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${file})
  target_include_directories(${target} SYSTEM INTERFACE ${folder}/include)
endfunction()

find_package(Threads REQUIRED)
if(EMSCRIPTEN)
  include(ThirdPartyWeb)
else()
  include(ThirdPartyNative)
endif()
