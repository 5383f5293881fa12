import { BaseImage } from "../../../modules/image/base-image";
import digests from "../../../modules/image/base-image-digests.json";
import { expectEach } from "../../support/expect-each";
import { messageOf } from "../../support/message-of";

test("every digest of the file is one", () => {
  const images = Object.keys(digests).map((name) => ({ name }));
  expectEach(images, ({ name }) => {
    const [repository, tag] = name.split(":") as [string, string];
    expect(new BaseImage(repository, tag)).toMatchObject({ tag, hasDigest: true });
  });
});

test("fails where a digest is none, and names the file, the image and the command", () => {
  expect(messageOf(() => new BaseImage("acme/geth", "v1@sha256:abc"))).toBe(
    'modules/image/base-image-digests.json must hold sha256:<64 hex digits> for acme/geth:v1: run bin/pin-images; got "sha256:abc"',
  );
});
