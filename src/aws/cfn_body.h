/* cfn_body: what CreateStack, UpdateStack and CreateChangeSet say alike. */
#ifndef AWS_CFN_BODY_H
#define AWS_CFN_BODY_H

#include "cewizard/aws.h"

/* TemplateURL, parameters, tags, notifications and capabilities. */
void aws_cfn_add_contents(struct cew_buf *body, const struct cew_create_request *r);
void aws_cfn_add_tags(struct cew_buf *body, const struct cew_name_value *tags, size_t count);

#endif
