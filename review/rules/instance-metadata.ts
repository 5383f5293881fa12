import { asNumber, asObject, asObjects, asString, type Json } from "../../plan/json";
import type { Change } from "../../plan/plan";
import { say } from "../../plan/words";
import type { Rule } from "../finding";

const HOSTS = ["aws_launch_template", "aws_instance", "aws_launch_configuration", "aws_spot_instance_request"];
const DEFAULTS = "aws_ec2_instance_metadata_defaults";

export const instanceMetadata: Rule = {
  name: "instance-metadata",
  level: "forbidden",
  finds:
    "a host whose metadata answer without a token (IMDSv1), or over more than one hop: containers could take its credentials",
  find: ({ changes }) =>
    changes.flatMap((change) =>
      reasonsOf(change).map((reason) => ({
        resource: change.address,
        text: { parts: [...say`${change.address} would let containers take the host's credentials: `.parts, reason] },
      })),
    ),
};

function reasonsOf({ actions, after, before, type }: Change): string[] {
  if (
    after === undefined ||
    ![...HOSTS, DEFAULTS].includes(type) ||
    !(actions.includes("create") || actions.includes("update"))
  ) {
    return [];
  }
  const [now, old] = [optionsOf(type, after), optionsOf(type, before)];
  if (now.http_endpoint === "disabled") {
    return [];
  }
  const tokens = asString(now.http_tokens) !== "required";
  const hops = asNumber(now.http_put_response_hop_limit) ?? 1;
  const oldHops = asNumber(old.http_put_response_hop_limit) ?? 1;
  return [
    ...(tokens && (before === undefined || asString(old.http_tokens) === "required")
      ? ["IMDSv1 answers (http_tokens is not required)"]
      : []),
    ...(hops > Math.max(1, before === undefined ? 1 : oldHops)
      ? ["a higher hop limit (http_put_response_hop_limit)"]
      : []),
  ];
}

function optionsOf(type: string, values: Json | undefined): Json {
  return type === DEFAULTS ? asObject(values) : (asObjects(values?.metadata_options)[0] ?? {});
}
