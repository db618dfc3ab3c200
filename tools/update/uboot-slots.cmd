# U-Boot's script for a card with two slots (docs/updates.md). RAUC says by BOOT_ORDER, BOOT_A_LEFT and
# BOOT_B_LEFT which slot comes first and how often each may still be tried; this obeys, and counts.
# On the board: mkimage -A arm -T script -C none -d uboot-slots.cmd boot.scr, onto the first partition.
# devtype and devnum are what boot.scr was loaded from.

setenv slot_a_part 2
setenv slot_b_part 3
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3

setenv slot
for candidate in ${BOOT_ORDER}; do
    if test -z "${slot}" && test "${candidate}" = A && test ${BOOT_A_LEFT} -gt 0; then
        setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
        setenv slot A
        setenv slot_part ${slot_a_part}
    fi
    if test -z "${slot}" && test "${candidate}" = B && test ${BOOT_B_LEFT} -gt 0; then
        setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1
        setenv slot B
        setenv slot_part ${slot_b_part}
    fi
done

# Both are used up: to begin anew is better than to stand still on a mountain.
if test -z "${slot}"; then
    echo "lanterne: no slot has a try left, all get theirs again"
    setenv BOOT_A_LEFT 3
    setenv BOOT_B_LEFT 3
    saveenv
    reset
fi

# The try is taken off before it is made: a kernel that hangs cannot do so.
saveenv
part uuid ${devtype} ${devnum}:${slot_part} slot_uuid
setenv bootargs "root=PARTUUID=${slot_uuid} rootwait rw rauc.slot=${slot} ${slot_bootargs}"
echo "lanterne: slot ${slot}"
load ${devtype} ${devnum}:${slot_part} ${kernel_addr_r} /vmlinuz
load ${devtype} ${devnum}:${slot_part} ${fdt_addr_r} /boot/dtbs/${fdtfile}
load ${devtype} ${devnum}:${slot_part} ${ramdisk_addr_r} /initrd.img
# One of them is known, by the processor.
booti ${kernel_addr_r} ${ramdisk_addr_r}:${filesize} ${fdt_addr_r}
bootz ${kernel_addr_r} ${ramdisk_addr_r}:${filesize} ${fdt_addr_r}
echo "lanterne: slot ${slot} cannot be started"
reset
