import { asNumber, canonical } from "../../plan/json";
import { fixed, say } from "../../plan/words";
import { endingOf } from "../ending";
import type { Finding, Rule } from "../finding";
import { driftedGrants, isForPeers, lostGrants, opensRpc, shownGrant } from "../ingress";
import { isKept } from "../project-facts";

const HOLDERS: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "the logs in it are lost",
  aws_ecr_repository: "the images in it are lost",
};
const URLS = ["rpc_url", "ws_url", "zone_id", "name_servers", "access_security_group_id"];

export const dataLost: Rule = {
  name: "data-lost",
  level: "risk",
  finds: "logs or images that are lost",
  find: ({ changes }) =>
    changes.flatMap((change): Finding[] => {
      const { address, after, before, type } = change;
      const ending = endingOf(change);
      const holder = HOLDERS[type];
      if (holder !== undefined && ending !== undefined) {
        return [{ resource: address, text: { parts: [...say`${address} would be ${fixed(ending)}: `.parts, holder] } }];
      }
      const days = (value: unknown) => asNumber(value) || Number.POSITIVE_INFINITY;
      return type === "aws_cloudwatch_log_group" &&
        before !== undefined &&
        after !== undefined &&
        days(after.retention_in_days) < days(before.retention_in_days)
        ? [
            {
              resource: address,
              text: say`old logs would be lost, as they are kept for fewer days: ${address}`,
            },
          ]
        : [];
    }),
};

export const callersCut: Rule = {
  name: "callers-cut",
  level: "risk",
  finds: "callers or peers that come in no more, or only after a while; addresses of the RPC that change",
  find: (plan) => [
    ...lostGrants(plan)
      .filter((grant) => opensRpc(grant) || isForPeers(grant))
      .map((grant) => ({
        resource: grant.change.address,
        text: say`${fixed(opensRpc(grant) ? "callers of the RPC" : "peers")} are cut off: ${grant.change.address} would close ${shownGrant(grant)}`,
      })),
    ...plan.changes
      .filter((change) => change.type === "aws_security_group" && endingOf(change) !== undefined)
      .map(({ address }) => ({ resource: address, text: say`whoever has security group ${address} loses it` })),
    ...plan.changes
      .filter(
        ({ after, before, type, unknown }) =>
          type === "aws_route53_zone" &&
          before !== undefined &&
          after !== undefined &&
          unknown !== true &&
          canonical(before.vpc) !== canonical(after.vpc),
      )
      .map(({ address }) => ({ resource: address, text: say`the zone would answer in other VPCs: ${address}` })),
    ...URLS.filter((name) => {
      const output = plan.outputs[name];
      return (
        output !== undefined &&
        output.before !== null &&
        output.before !== undefined &&
        canonical(output.before) !== canonical(output.after ?? null)
      );
    }).map((name) => ({
      resource: `output.${name}`,
      text: say`whoever uses the output ${name} must take its new value`,
    })),
  ],
};

export const outsideChange: Rule = {
  name: "outside-change",
  level: "risk",
  finds: "what was deleted, or opened, outside Terraform since the last apply",
  find: (plan) => [
    ...plan.drift
      .filter((change) => change.actions.includes("delete") && !isKept(change))
      .map(({ address }) => ({
        resource: address,
        text: say`${address} is no longer there: somebody deleted it outside Terraform`,
      })),
    ...driftedGrants(plan).map((grant) => ({
      resource: grant.change.address,
      text: say`somebody opened, outside Terraform, ${shownGrant(grant)}: ${grant.change.address}`,
    })),
  ],
};
