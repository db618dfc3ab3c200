# shellcheck shell=bash
# The demo: a whole race, every part real, in a folder of its own.
demo_options() { :; }
command_demo() { fail "the demo's programs are not all there yet"; }
