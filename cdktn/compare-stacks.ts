import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";

/** A place of a stack at which two syntheses differ, and what each has there, as JSON; nothing where it has nothing. */
interface Difference {
  readonly place: string;
  readonly reviewed: string | undefined;
  readonly got: string | undefined;
}

const STACK_FILE = ".tf.json";
/** What is to differ in every stack, and where: the provider's newer version, and its name in full. */
const EXPECTED: readonly Difference[] = [
  { place: "terraform.required_providers.aws.source", reviewed: '"aws"', got: '"hashicorp/aws"' },
  { place: "terraform.required_providers.aws.version", reviewed: '"6.25.0"', got: '"6.66.0"' },
];

/**
 * What differs beyond what is to, and what should and does not, a line each.
 *
 * @param reviewedFolder the golden stacks, as `<id>.tf.json`
 * @param synthesizedFolder `stacks/` of a cdktf.out
 */
export function unexpectedDifferences(reviewedFolder: string, synthesizedFolder: string): string[] {
  const ids = readdirSync(reviewedFolder)
    .filter((file) => file.endsWith(STACK_FILE))
    .map((file) => file.slice(0, -STACK_FILE.length));
  const made = readdirSync(synthesizedFolder);
  const others = made.filter((id) => !ids.includes(id)).map((id) => `${id}: a stack that was not reviewed`);
  return [...others, ...ids.flatMap((id) => (made.includes(id) ? differencesOf(id) : [`${id}: missing`]))];

  function differencesOf(id: string): string[] {
    const reviewed = stackIn(path.join(reviewedFolder, `${id}${STACK_FILE}`));
    const got = stackIn(path.join(synthesizedFolder, id, "cdk.tf.json"));
    const found = differences(reviewed, got);
    const isIn = (list: readonly Difference[], one: Difference) => list.some((other) => isDeepStrictEqual(other, one));
    return [
      ...found.filter((one) => !isIn(EXPECTED, one)).map((one) => told(id, one)),
      ...EXPECTED.filter((one) => !isIn(found, one)).map(
        ({ got: wanted, place }) => `${id}: ${place} must have become ${wanted}, and has not`,
      ),
    ];
  }
}

/** Without the metadata of cdktf, which the golden files have not. */
function stackIn(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"), (key, value) => (key === "//" ? undefined : value));
}

function differences(reviewed: unknown, got: unknown, at: readonly string[] = []): Difference[] {
  if (isDeepStrictEqual(reviewed, got)) {
    return [];
  }
  if (!isNested(reviewed) || !isNested(got) || Array.isArray(reviewed) !== Array.isArray(got)) {
    return [{ place: at.join("."), reviewed: JSON.stringify(reviewed), got: JSON.stringify(got) }];
  }
  const keys = new Set([...Object.keys(reviewed), ...Object.keys(got)]);
  return [...keys].flatMap((key) => differences(reviewed[key], got[key], [...at, key]));
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function told(id: string, { got, place, reviewed }: Difference): string {
  return `${id}: ${place} must be ${reviewed ?? "absent"}; got ${got ?? "nothing"}`;
}
