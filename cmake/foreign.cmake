# Compiles for another architecture with Debian's cross compilers, and runs what was built by an emulator:
#   cmake -DCMAKE_TOOLCHAIN_FILE=cmake/foreign.cmake -DLANTERNE_ARCHITECTURE=arm64 ...
# Where its libraries are installed, as in a root that tools/packages/clean-root made.
set(LANTERNE_ARCHITECTURE "" CACHE STRING "arm64 or armhf")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LANTERNE_ARCHITECTURE)
if(LANTERNE_ARCHITECTURE STREQUAL "arm64")
    set(CMAKE_SYSTEM_PROCESSOR aarch64)
    set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
    set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static)
elseif(LANTERNE_ARCHITECTURE STREQUAL "armhf")
    set(CMAKE_SYSTEM_PROCESSOR arm)
    set(CMAKE_LIBRARY_ARCHITECTURE arm-linux-gnueabihf)
    set(CMAKE_CROSSCOMPILING_EMULATOR qemu-arm-static)
else()
    message(FATAL_ERROR "LANTERNE_ARCHITECTURE must be arm64 or armhf")
endif()
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${CMAKE_LIBRARY_ARCHITECTURE}-gcc)
set(CMAKE_CXX_COMPILER ${CMAKE_LIBRARY_ARCHITECTURE}-g++)
# The emulator is not registered with the kernel there: it is called by name.
set(ENV{PKG_CONFIG_LIBDIR} /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/pkgconfig:/usr/share/pkgconfig)
