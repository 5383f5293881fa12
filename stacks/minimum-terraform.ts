/**
 * The first version of Terraform, and of OpenTofu, that reads the stacks: since then both lock a state in S3 by a file.
 * Validations of a variable that look at others came with 1.9.
 */
export const MINIMUM_TERRAFORM = "1.10";
