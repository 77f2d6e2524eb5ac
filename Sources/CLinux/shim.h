#ifndef THAW_CLINUX_SHIM_H
#define THAW_CLINUX_SHIM_H

#include <errno.h>
#include <stdint.h>
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

/// Raises this thread's priority by so many `nice` steps, and sets its time slice, so that it runs soon after it is woken up. Threads that
/// it starts have nice 0, or its own if that is higher, and the usual slice. Returns 0, or errno if it may not raise the priority
/// (`RLIMIT_NICE`). The slice is set in any case.
///
/// Linux supports slices of 0.1 to 100 ms from 6.12 on; older versions ignore them.
static inline int thaw_put_thread_first(int steps, uint64_t slice_nanoseconds) {
    // As the kernel has it: the C library names neither the calls nor this before 2.41.
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes;
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof(attributes), 0) != 0) return errno;
    int nice = attributes.nice;
    attributes.flags |= 1;  // SCHED_FLAG_RESET_ON_FORK
    attributes.runtime = slice_nanoseconds;
    attributes.nice = nice - steps;
    if (syscall(SYS_sched_setattr, 0, &attributes, 0) == 0) return 0;
    int failure = errno;
    attributes.nice = nice;
    syscall(SYS_sched_setattr, 0, &attributes, 0);
    return failure;
}

/// Gives a file another name, which must be free. Returns 0, or -1 and sets errno; EINVAL on a file system that cannot check this.
static inline int thaw_rename_to_free_name(int folder, const char *name, int new_folder, const char *new_name) {
    // RENAME_NOREPLACE, which the C library names for GNU sources alone.
    return (int)syscall(SYS_renameat2, folder, name, new_folder, new_name, 1u);
}

// For GNU sources alone, as Swift's are not; glibc 2.32.
extern const char *strerrorname_np(int number);

/// The symbol of an errno, such as "ENOSPC"; NULL for a number that has none.
static inline const char *thaw_error_symbol(int number) { return strerrorname_np(number); }

// Swift has no words for these.

/// Begins to bring the cache line at an address near, and waits for nothing.
static inline void thaw_prefetch(const void *address) { __builtin_prefetch(address); }

/// The same for data that is read some hundred lines later: it is kept farther from the core, and more of it can be in flight.
static inline void thaw_prefetch_early(const void *address) { __builtin_prefetch(address, 0, 1); }

#endif
