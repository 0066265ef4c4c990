# One way to declare a library and one way to declare its tests, so that every folder's CMakeLists is a list of files.

# brigade_library(NAME SOURCES... [LINK LIBRARIES...] [PRIVATE_LINK LIBRARIES...]): the static library brigade_NAME.
function(brigade_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK;PRIVATE_LINK")
  if(arg_UNPARSED_ARGUMENTS)
    add_library(brigade_${name} STATIC ${arg_UNPARSED_ARGUMENTS})
    set(scope PUBLIC)
  else()
    add_library(brigade_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(brigade_${name} ${scope} ${PROJECT_SOURCE_DIR})
  target_link_libraries(brigade_${name} ${scope} ${arg_LINK})
  if(arg_PRIVATE_LINK)
    target_link_libraries(brigade_${name} PRIVATE ${arg_PRIVATE_LINK})
  endif()
endfunction()

# brigade_tests(NAME SOURCES... LINK LIBRARIES...): the test program tests_NAME, each of its cases a test of
# ctest's, labelled NAME. A case that skips (its data is absent) counts as skipped, not as passed.
# For the web the whole program is one test: starting Node.js and compiling the module for each case would take longer than all
# the cases. Its report bin/NAME.xml names them, those that skipped too; script/test counts them there.
function(brigade_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
  add_executable(tests_${name} ${arg_UNPARSED_ARGUMENTS})
  target_link_libraries(tests_${name} PRIVATE ${arg_LINK} brigade_test_support Catch2::Catch2WithMain)
  if(EMSCRIPTEN)
    brigade_node_program(tests_${name})
    add_test(NAME ${name} COMMAND tests_${name} --reporter console --reporter junit::out=${name}.xml
      WORKING_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
    set_tests_properties(${name} PROPERTIES LABELS ${name} SKIP_RETURN_CODE 4 TIMEOUT 900)
    return()
  endif()
  catch_discover_tests(tests_${name} TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST
    PROPERTIES LABELS ${name} SKIP_RETURN_CODE 4 TIMEOUT 300)
endfunction()
