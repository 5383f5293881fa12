import { SourceError } from "../source-error";
import digests from "./base-image-digests.json";

/** An image that a client's image is built from, by the tag that names its version. */
export class BaseImage {
  readonly tag: string;
  /** What a build names: the tag for people, and the digest, which alone decides. */
  readonly reference: string;
  readonly hasDigest: boolean;

  /** @param version tag, or `<tag>@<digest>`; without one, the digest is what `bin/pin-images` wrote, if it did. */
  constructor(
    readonly repository: string,
    version: string,
  ) {
    const [tag = version, given] = version.split("@");
    const digest = given ?? (digests as Readonly<Record<string, string>>)[`${repository}:${tag}`];
    if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
      throw new SourceError(
        `modules/image/base-image-digests.json must hold sha256:<64 hex digits> for ${repository}:${tag}: run bin/pin-images; got ${JSON.stringify(digest)}`,
      );
    }
    this.tag = tag;
    this.reference = digest === undefined ? `${repository}:${tag}` : `${repository}:${tag}@${digest}`;
    this.hasDigest = digest !== undefined;
  }
}
