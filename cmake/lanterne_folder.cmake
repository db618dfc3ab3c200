# One line declares a folder of the house and whom it may use.
#
#   lanterne_folder(core/wire USES core/base FOREIGN libcbor HEADERS cbor.h)
#
# makes the library lanterne::core_wire of all *.hpp and *.cpp of that folder (main.cpp and folders below
# are not part of it).
#   USES      folders of the house whose headers this one may include
#   FOREIGN   libraries outside the house: CMake targets, or pkg-config names as pkg:NAME
#   HEADERS   the foreign headers, or header folders ending in /, that it may include besides the
#             standard library, fmt and tl::expected; the architecture test holds the folder to it
#   PROGRAM   NAME of the program that main.cpp makes
#   PROGRAM_USES  folders that main.cpp alone may use besides
find_package(PkgConfig REQUIRED)

function(lanterne_target_name folder result)
    string(REPLACE "/" "_" name "${folder}")
    string(REPLACE "-" "_" name "${name}")
    set(${result} "lanterne_${name}" PARENT_SCOPE)
endfunction()

function(lanterne_foreign_target name result)
    if(name MATCHES "^pkg:(.+)$")
        set(module ${CMAKE_MATCH_1})
        string(MAKE_C_IDENTIFIER "${module}" id)
        if(NOT TARGET PkgConfig::${id})
            pkg_check_modules(${id} REQUIRED IMPORTED_TARGET GLOBAL ${module})
        endif()
        set(${result} PkgConfig::${id} PARENT_SCOPE)
    else()
        set(${result} ${name} PARENT_SCOPE)
    endif()
endfunction()

function(lanterne_link target scope)
    foreach(folder IN LISTS arg_USES)
        lanterne_target_name(${folder} used)
        target_link_libraries(${target} ${scope} ${used})
    endforeach()
    foreach(name IN LISTS arg_FOREIGN)
        lanterne_foreign_target(${name} foreign)
        target_link_libraries(${target} ${scope} ${foreign})
    endforeach()
endfunction()

function(lanterne_folder folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "PROGRAM" "USES;FOREIGN;HEADERS;PROGRAM_USES")
    lanterne_target_name(${folder} target)
    file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.hpp)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    if(sources)
        add_library(${target} STATIC ${sources})
        set(scope PUBLIC)
        target_link_libraries(${target} PRIVATE lanterne_warnings)
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${headers})
    target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR})
    lanterne_link(${target} ${scope})
    if(arg_PROGRAM)
        add_executable(${arg_PROGRAM} ${CMAKE_SOURCE_DIR}/${folder}/main.cpp)
        set_target_properties(${arg_PROGRAM} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
        target_compile_definitions(${arg_PROGRAM} PRIVATE LANTERNE_VERSION="${PROJECT_VERSION}")
        target_link_libraries(${arg_PROGRAM} PRIVATE ${target} lanterne_warnings)
        set(arg_USES ${arg_PROGRAM_USES})
        set(arg_FOREIGN "")
        lanterne_link(${arg_PROGRAM} PRIVATE)
    endif()
    string(REPLACE ";" " " uses "${ARGN}")
    cmake_parse_arguments(PARSE_ARGV 1 said "" "PROGRAM" "USES;FOREIGN;HEADERS;PROGRAM_USES")
    string(REPLACE ";" " " uses "${said_USES}")
    string(REPLACE ";" " " program_uses "${said_PROGRAM_USES}")
    string(REPLACE ";" " " allowed "${said_HEADERS}")
    set_property(GLOBAL APPEND_STRING PROPERTY lanterne_house
        "${folder} | ${uses} | ${allowed} | ${program_uses}\n")
endfunction()

# A test program of one folder of tests/, labelled with what it needs to run.
#
#   lanterne_test(core/wire LABEL unit USES core/wire)
#
# Unit tests are listed one by one in CTest; tests of other labels share costly set-up, so each of their
# programs is one CTest entry. TIMEOUT ends a program that hangs, on the slowest machine that we know of:
# ten times what it takes, and at least ten minutes. It is no budget.
# COST: about how many seconds, for those that take more than twenty: the longest begin first.
# LANTERNE_SOURCE_FOLDER and LANTERNE_BUILD_FOLDER are relative to where tests/main goes first.
function(lanterne_test folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL;TIMEOUT;COST" "USES;FOREIGN;DEPENDS")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 600)
    endif()
    if(NOT arg_COST)
        set(arg_COST 0)
    endif()
    lanterne_target_name(test/${folder} target)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*.cpp)
    add_executable(${target} ${sources})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
    file(RELATIVE_PATH build_folder ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
    target_compile_definitions(${target} PRIVATE
        LANTERNE_SOURCE_FOLDER="." LANTERNE_BUILD_FOLDER="${build_folder}")
    lanterne_link(${target} PRIVATE)
    target_link_libraries(${target} PRIVATE lanterne_warnings lanterne_tests_main GTest::gmock)
    if(arg_DEPENDS)
        add_dependencies(${target} ${arg_DEPENDS})
    endif()
    if(arg_LABEL STREQUAL "unit")
        gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST
            TEST_PREFIX "${folder}: " PROPERTIES LABELS unit TIMEOUT ${arg_TIMEOUT})
    else()
        add_test(NAME "${folder}" COMMAND ${target})
        set_tests_properties("${folder}" PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
            COST ${arg_COST} SKIP_REGULAR_EXPRESSION "everything here was left out")
    endif()
endfunction()

# The house as the build knows it, for the architecture test: a line a folder,
# "folder | folders it uses | foreign headers | folders its main uses".
function(lanterne_write_house)
    get_property(house GLOBAL PROPERTY lanterne_house)
    file(WRITE ${CMAKE_BINARY_DIR}/house.txt "${house}")
endfunction()
