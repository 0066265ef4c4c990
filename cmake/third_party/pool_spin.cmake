# pool_spin(LOOKS): how often pthreadpool's threads look for work before they sleep. Upstream's million looks take some 15 ms natively,
# which a thread that waits in vain takes from whoever needs its core: another stage, or the very thread it waits for. 0.2 ms bridge the gaps
# between operators as well; a thread that sleeps is woken 20 us late, and so is the one that then waits for it.
# Measured on two cores: three threads search 60 frames in 3 s instead of 45; with two, the page searches a fifth more.
function(pool_spin looks)
  set(spins PTHREADPOOL_SPIN_WAIT_ITERATIONS)
  file(READ ${SOURCES}/pthreadpool/src/threadpool-common.h common)
  string(REPLACE "${spins} 1000000" "${spins} ${looks}" common "${common}")
  if(NOT common MATCHES "${spins} ${looks}")
    message(FATAL_ERROR "pthreadpool's threadpool-common.h does not set ${spins} to 1000000: look how long its threads spin now")
  endif()
  file(WRITE ${SOURCES}/pthreadpool/src/threadpool-common.h "${common}")
endfunction()
