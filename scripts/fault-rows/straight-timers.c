// Loads before libfaketime, which shifts the deadlines of monotonic timers even if it is told to leave the monotonic clock alone. The kernel refuses
// such deadlines, so a daemon with a shifted clock would never wake up.
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

int timerfd_settime(int descriptor, int flags, const struct itimerspec *new_value, struct itimerspec *old_value) {
    return (int)syscall(SYS_timerfd_settime, descriptor, flags, new_value, old_value);
}
