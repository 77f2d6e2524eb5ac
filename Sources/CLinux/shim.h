#ifndef THAW_CLINUX_SHIM_H
#define THAW_CLINUX_SHIM_H

#include <errno.h>
#include <sys/prctl.h>

// Swift imports no variadic C functions, and prctl(2) is one.

/// No core dump, no ptrace by another process of the same user, and /proc/self belongs to root. Returns 0, or errno.
static inline int thaw_make_undumpable(void) {
    return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) == 0 ? 0 : errno;
}

/// Nothing that this thread, or one that it starts, executes can gain privileges. Returns 0, or errno.
static inline int thaw_gain_no_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0 ? 0 : errno;
}

// Swift has no word for this one.

/// Begins to bring the cache line at an address near, and waits for nothing.
static inline void thaw_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
