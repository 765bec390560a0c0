/* sha1: names of the AWS tools' cache files are SHA-1 sums; nothing is protected by it. */
#ifndef AWS_SHA1_H
#define AWS_SHA1_H

#include <stddef.h>

void aws_sha1_hex(const void *data, size_t len, char out[41]);

#endif
