#ifndef THAW_CLINUX_SHIM_H
#define THAW_CLINUX_SHIM_H

#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Swift imports no variadic C functions, and prctl(2) is one.

/// No core dump, no ptrace by another process of the same user, and /proc/self belongs to root. Returns 0, or errno.
static inline int thaw_make_undumpable(void) {
    return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) == 0 ? 0 : errno;
}

/// Nothing that this thread, or one that it starts, executes can gain privileges. Returns 0, or errno.
static inline int thaw_gain_no_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0 ? 0 : errno;
}

/// Lets this thread run before threads of a normal one's kind, by `nice` steps, and soon after it is woken up, for at most so long in one go; threads
/// that it starts are normal ones. Without the right to go before others (`RLIMIT_NICE`) only the second. Returns 0, or errno.
///
/// Slices are taken from Linux 6.12 on, of 0.1 to 100 ms; older ones take the call and leave them as they are.
static inline int thaw_put_thread_first(int steps, unsigned long slice_nanoseconds) {
    // As the kernel has it: the C library names neither the calls nor this before 2.41.
    struct {
        unsigned int size, policy;
        unsigned long flags;
        int nice;
        unsigned int priority;
        unsigned long runtime, deadline, period;
    } attributes;
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof(attributes), 0) != 0) return errno;
    int nice = attributes.nice;
    attributes.flags |= 1;  // SCHED_FLAG_RESET_ON_FORK
    attributes.runtime = slice_nanoseconds;
    attributes.nice = nice - steps;
    if (syscall(SYS_sched_setattr, 0, &attributes, 0) == 0) return 0;
    attributes.nice = nice;
    return syscall(SYS_sched_setattr, 0, &attributes, 0) == 0 ? 0 : errno;
}

// Swift has no words for these.

/// Begins to bring the cache line at an address near, and waits for nothing.
static inline void thaw_prefetch(const void *address) { __builtin_prefetch(address); }

/// The same for what is read some hundred lines later: less near, and more of it can be on its way.
static inline void thaw_prefetch_early(const void *address) { __builtin_prefetch(address, 0, 1); }

#endif
