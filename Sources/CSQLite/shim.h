#ifndef THAW_CSQLITE_SHIM_H
#define THAW_CSQLITE_SHIM_H

#include <sqlite3.h>

// Swift imports no variadic C functions, and sqlite3_db_config is one.

/// Closing the connection leaves the write-ahead log as it is. Returns SQLITE_OK, or an error code.
static inline int thaw_keep_log_on_close(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

#endif
