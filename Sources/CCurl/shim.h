// libcurl's setters and getters are variadic, which Swift cannot call. Each wrapper here fixes one argument type;
// the Swift side never passes an option to a wrapper of another type.

#ifndef THAW_CCURL_SHIM_H
#define THAW_CCURL_SHIM_H

#include <curl/curl.h>

typedef size_t (*thaw_curl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode thaw_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode thaw_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode thaw_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode thaw_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode thaw_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode thaw_curl_set_bytes_callback(CURL *easy, CURLoption option, thaw_curl_bytes_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode thaw_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode thaw_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode thaw_curl_get_string(CURL *easy, CURLINFO info, const char **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode thaw_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// Reads the next finished transfer's result; 0 if none is finished.
static inline int thaw_curl_multi_result(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message = curl_multi_info_read(multi, &left);
    if (message == NULL || message->msg != CURLMSG_DONE) {
        return 0;
    }
    *result = message->data.result;
    return 1;
}

// Ubuntu 22.04 ships 7.81, which has neither of the two options below under these names.
static inline CURLcode thaw_curl_allow_http_only(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// Lets an abort abandon a name look-up instead of waiting for it.
static inline CURLcode thaw_curl_quick_exit(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)easy;
    return CURLE_OK;
#endif
}

#endif
