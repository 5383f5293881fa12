import { z } from "zod";

const HEX_40 = /^[0-9a-f]{40}$/;
const HEX_64 = /^[0-9a-f]{64}$/;

const schema = z.strictObject({
  format: z.literal(1),
  name: z.string(),
  stack: z.string(),
  commit: z.string().regex(HEX_40),
  tree: z.string().regex(HEX_40),
  tools: z.strictObject({ engine: z.string(), node: z.string(), platform: z.string() }),
  /** What the review forbade when the plan was made: rule and resource. */
  forbidden: z.array(z.string()),
  /** SHA-256 of every other file, by its path in the bundle. */
  files: z.record(z.string(), z.string().regex(HEX_64)),
});

/** What a bundle is, in its file manifest.json. */
export type Manifest = z.infer<typeof schema>;

/** What it says; undefined where it is none. */
export function readManifest(text: string): Manifest | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
