// Goes before libfaketime. That moves the deadlines of timers, too, also of those on the monotonic clock, which it was told to leave alone: the
// kernel then refuses them, and a daemon whose wall clock was moved would never wake up.
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

int timerfd_settime(int descriptor, int flags, const struct itimerspec *new_value, struct itimerspec *old_value) {
    return (int)syscall(SYS_timerfd_settime, descriptor, flags, new_value, old_value);
}
