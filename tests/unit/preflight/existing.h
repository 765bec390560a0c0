/* An existing network in which everything is as it must be; tests change one thing each. */
#ifndef PREFLIGHT_EXISTING_H
#define PREFLIGHT_EXISTING_H

#include "bench.h"

#define VPC "vpc-0a1b2c3d"
#define SUBNET_A "subnet-0a1b2c3d"
#define SUBNET_B "subnet-0a1b2c3e"
#define TARGET_GROUP "arn:aws:elasticloadbalancing:" REGION ":" ACCOUNT ":targetgroup/ce/6d0ecf831eec9f09"
#define BALANCER "arn:aws:elasticloadbalancing:" REGION ":" ACCOUNT ":loadbalancer/app/ce/50dc6c495c0c9188"
#define TOPIC "arn:aws:sns:" REGION ":" ACCOUNT ":events"
#define TRUST(service) "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"" service "\"},\"Action\":\"sts:AssumeRole\"}]}"

void existing_start(struct bench *b);

#endif
