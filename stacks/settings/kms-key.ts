/** What the ARN of a KMS key in a region looks like, for JavaScript and Terraform alike. */
export function kmsKeyPattern(region: string): string {
  return `^arn:aws[a-z-]*:kms:${region}:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`;
}

/** What Terraform's S3 backend takes of them: it wants the version and the variant of a UUID too, which AWS's own keys have. */
export function backendKeyPattern(region: string): string {
  return kmsKeyPattern(region).replace("(-[0-9a-f]{4}){3}", "-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}");
}

/** The same in words, after "must be". */
export function kmsKeyRule(region: string): string {
  return `the ARN of a key in ${region} (arn:aws:kms:${region}:…:key/…), not of an alias`;
}
