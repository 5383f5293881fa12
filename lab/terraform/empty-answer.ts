import { isAtLeast } from "../../machine/version";
import { asObject, asObjects, type Json } from "./adapt-stack";

/** From here on the AWS provider takes an empty list of volumes for what it is; before, for a failure. */
const TAKES_EMPTY_LISTS = "4.0.0";
/** lab/emulator/corrections/placeholder_volume.py adds a volume to the answer where this value is in a filter. */
const PLACEHOLDER_NAME = "lab-placeholder";
const PLACEHOLDER_ID = "vol-00000000000000000";

/** The data sources of an override file with which an older provider reads an empty list of volumes, too. */
export function overrideEmptyAnswers(stack: Json, providerVersion: string): Json {
  const { aws_ebs_volume: single, aws_ebs_volumes: lists } = asObject(stack.data);
  if (isAtLeast(providerVersion, TAKES_EMPTY_LISTS) || lists === undefined) {
    return {};
  }
  return {
    aws_ebs_volumes: mapValues(asObject(lists), ({ filter }) => ({
      // A block in an override file replaces all blocks of its type, so all of them are repeated.
      filter: asObjects(filter).map(({ name, values }) => ({
        name,
        values: name === "tag:Name" ? [...(values as string[]), PLACEHOLDER_NAME] : values,
      })),
    })),
    aws_ebs_volume: mapValues(asObject(single), ({ for_each: ids }) => ({
      for_each: `\${setsubtract(${String(ids).slice(2, -1)}, ["${PLACEHOLDER_ID}"])}`,
    })),
  };
}

function mapValues(blocks: Json, change: (block: Json) => Json): Json {
  return Object.fromEntries(Object.entries(blocks).map(([id, block]) => [id, change(asObject(block))]));
}
