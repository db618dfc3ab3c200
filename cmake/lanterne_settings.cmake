# How all of Lanterne is compiled. Third-party headers are SYSTEM, so only our own code is warned about.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
set_property(GLOBAL PROPERTY GLOBAL_DEPENDS_NO_CYCLES ON)

find_program(LANTERNE_CCACHE ccache)
if(LANTERNE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_C_COMPILER_LAUNCHER ${LANTERNE_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${LANTERNE_CCACHE})
endif()

set(LANTERNE_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize takes them; empty for none")

add_library(lanterne_warnings INTERFACE)
if(CMAKE_SIZEOF_VOID_P EQUAL 8)
    set(lanterne_useless_cast -Wuseless-cast)
else() # what another processor needs may be a cast to the same type here
    set(lanterne_useless_cast "")
    target_compile_definitions(lanterne_warnings INTERFACE _FILE_OFFSET_BITS=64) # inodes and cards of any size
endif()
target_compile_options(lanterne_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Werror
    -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
    -Wcast-align -Wcast-qual -Wunused -Wformat=2 -Wimplicit-fallthrough -Wextra-semi
    -Wduplicated-cond -Wduplicated-branches -Wlogical-op ${lanterne_useless_cast} -Wdouble-promotion
    -Wno-missing-field-initializers) # designated initialisers leave out what keeps its default
# The same bytes from the same race on every machine: no fused multiply-add behind our back.
target_compile_options(lanterne_warnings INTERFACE -ffp-contract=off)
if(LANTERNE_SANITIZE)
    target_compile_options(lanterne_warnings INTERFACE
        -fsanitize=${LANTERNE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(lanterne_warnings INTERFACE -fsanitize=${LANTERNE_SANITIZE})
    if(LANTERNE_SANITIZE MATCHES address)
        target_compile_definitions(lanterne_warnings INTERFACE _GLIBCXX_ASSERTIONS)
    endif()
    # g++ 12 reports uninitialised and null uses that only its own instrumentation creates.
    target_compile_options(lanterne_warnings INTERFACE
        -Wno-maybe-uninitialized -Wno-tsan -Wno-stringop-overflow -Wno-array-bounds)
endif()

# Allowed in every folder (design: results of functions, text).
find_package(tl-expected REQUIRED)
find_package(fmt REQUIRED)
