/** What the ARN of a KMS key in a region looks like, for JavaScript and Terraform alike. */
export function kmsKeyPattern(region: string): string {
  return `^arn:aws[a-z-]*:kms:${region}:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`;
}

/** The same in words, after "must be". */
export function kmsKeyRule(region: string): string {
  return `the ARN of a key in ${region} (arn:aws:kms:${region}:…:key/…), not of an alias`;
}
