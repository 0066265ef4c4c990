# Programs of WebAssembly that run under Node.js: tests and benchmarks.

# The program sees files, environment and exit code as a native one would. `main` has a thread of its own, because Node's main
# thread must be free to start the others. Memory is fixed and generous: these programs hold several networks at once.
# -O1 links without the optimiser that would take longer than the tests; what was compiled stays optimised.
function(brigade_node_program target)
  target_link_options(${target} PRIVATE -O1 -sENVIRONMENT=node$<$<NOT:$<STREQUAL:${BRIGADE_VARIANT},single>>:,worker>
    -sNODERAWFS -sEXIT_RUNTIME -sINITIAL_MEMORY=1GB -sSTACK_SIZE=1MB
    --pre-js ${PROJECT_SOURCE_DIR}/cmake/node_environment.js)
  set_target_properties(${target} PROPERTIES LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/node_environment.js)
  if(NOT BRIGADE_VARIANT STREQUAL single)
    target_link_options(${target} PRIVATE -sPROXY_TO_PTHREAD)
  endif()
endfunction()
