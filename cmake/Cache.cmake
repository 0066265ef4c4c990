# The folder that script/bootstrap fills.

if(NOT "$ENV{BRIGADE_CACHE}" STREQUAL "")
  set(default_cache $ENV{BRIGADE_CACHE})
elseif(NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(default_cache $ENV{XDG_CACHE_HOME}/brigade)
else()
  set(default_cache $ENV{HOME}/.cache/brigade)
endif()
set(BRIGADE_CACHE ${default_cache} CACHE PATH
  "Where script/bootstrap put compilers, third-party builds, weights and the sample")
