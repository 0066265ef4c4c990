/* What XNNPACK's own build generates with a script: an identifier that its weights cache compares. We store no such cache, so any
 * fixed one will do. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const char identifier[] = "brigade";

size_t xnn_experimental_get_build_identifier_size(void) { return sizeof identifier; }

const void* xnn_experimental_get_build_identifier_data(void) { return identifier; }

bool xnn_experimental_check_build_identifier(const void* data, size_t size) {
  return size == sizeof identifier && memcmp(data, identifier, size) == 0;
}
