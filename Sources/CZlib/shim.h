#ifndef THAW_CZLIB_SHIM_H
#define THAW_CZLIB_SHIM_H

#include <zlib.h>

// Swift imports no macros with parameters, and deflateInit2 is one.

/// Prepares a stream that writes the gzip format at the best compression. Returns Z_OK, or an error code.
static inline int thaw_gzip_init(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
