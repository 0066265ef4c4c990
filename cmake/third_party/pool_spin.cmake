# How long pthreadpool's threads spin before they sleep. Upstream's million looks take some 15 ms, which a thread that waits in vain
# takes from whoever needs its core: another stage, or the very thread it waits for. 20000 bridge the gaps between operators as well.
# Measured on two cores: three threads search 60 frames in 3 s instead of 45; with two, the page searches a fifth more.
set(spins PTHREADPOOL_SPIN_WAIT_ITERATIONS)
file(READ ${SOURCES}/pthreadpool/src/threadpool-common.h common)
string(REPLACE "${spins} 1000000" "${spins} 20000" common "${common}")
if(NOT common MATCHES "${spins} 20000")
  message(FATAL_ERROR "pthreadpool's threadpool-common.h does not set ${spins} to 1000000: look how long its threads spin now")
endif()
file(WRITE ${SOURCES}/pthreadpool/src/threadpool-common.h "${common}")
