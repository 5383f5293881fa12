import { asObjects, asString, asStrings } from "../../plan/json";
import type { Plan } from "../../plan/plan";
import { say } from "../../plan/words";
import type { Finding, Rule } from "../finding";
import { isByAddress, isForPeers, isNarrowSsh, isPublic, newGrants, opensRpc, shownGrant } from "../ingress";

export const publicIngress: Rule = {
  name: "public-ingress",
  level: "forbidden",
  finds:
    "a way in from public addresses that was not there, but for the peers' ports: a rule, an inline block, IPv6, a prefix list, an unknown source, a strange security group, a public load balancer, bucket or function",
  find: (plan) => [
    ...newGrants(plan)
      .filter((grant) => isPublic(grant) && !isForPeers(grant) && !isNarrowSsh(grant))
      .map((grant) => ({
        resource: grant.change.address,
        text: say`${grant.change.address} OPENS ${shownGrant(grant)}`,
      })),
    ...strangeGroups(plan),
    ...publicServices(plan),
  ],
};

export const rpcByAddress: Rule = {
  name: "rpc-by-address",
  level: "forbidden",
  finds:
    "RPC, websocket, engine API or beacon API reachable by an address, private ones included, and not by the access group alone",
  find: (plan) =>
    newGrants(plan)
      .filter((grant) => isByAddress(grant) && opensRpc(grant))
      .map((grant) => ({
        resource: grant.change.address,
        text: say`${grant.change.address} makes the RPC reachable by address: it opens ${shownGrant(grant)}`,
      })),
};

export const sshIngress: Rule = {
  name: "ssh-ingress",
  level: "risk",
  finds: "SSH from a few public addresses (at most a /24, or a /64 of IPv6)",
  find: (plan) =>
    newGrants(plan)
      .filter((grant) => isPublic(grant) && isNarrowSsh(grant))
      .map((grant) => ({ resource: grant.change.address, text: say`SSH would be open: ${shownGrant(grant)}` })),
};

export const otherIngress: Rule = {
  name: "other-ingress",
  level: "note",
  finds: "any other way in that was not there: of peers, of private addresses, of security groups",
  find: (plan) =>
    newGrants(plan)
      .filter(
        (grant) =>
          (!isPublic(grant) || isForPeers(grant)) && !(isByAddress(grant) && opensRpc(grant)) && grant.group !== "",
      )
      .map((grant) => ({
        resource: grant.change.address,
        text: say`${grant.change.address} opens ${shownGrant(grant)}`,
      })),
};

const GROUP_LISTS = ["security_groups", "vpc_security_group_ids"];

/** Security groups whose rules are not in the plan, given to a host. */
function strangeGroups({ changes }: Plan): Finding[] {
  const own = changes
    .filter(({ type }) => type === "aws_security_group" || type === "aws_default_security_group")
    .flatMap(({ after, before }) => [asString(before?.id), asString(after?.id)]);
  return changes
    .filter(({ type }) =>
      ["aws_launch_template", "aws_instance", "aws_launch_configuration", "aws_network_interface"].includes(type),
    )
    .flatMap(({ address, after, before, shownAfter }) => {
      const groups = (values: unknown) =>
        asObjects(values).flatMap((object) => [
          ...GROUP_LISTS.flatMap((key) => asStrings(object[key])),
          ...asObjects(object.network_interfaces).flatMap((block) => asStrings(block.security_groups)),
        ]);
      const known = [...own, ...groups(before)];
      const shown = groups(shownAfter);
      return groups(after)
        .filter((group) => !known.includes(group))
        .map((group) => ({
          resource: address,
          text: say`${address} would get security group ${shown.includes(group) ? group : "(sensitive)"}, which is not in the plan: nobody sees what it OPENS`,
        }));
    });
}

const PUBLIC_ACLS = ["public-read", "public-read-write", "authenticated-read"];

function publicServices({ changes }: Plan): Finding[] {
  return changes.flatMap(({ address, after, before, type }): Finding[] => {
    if (after === undefined) {
      return [];
    }
    const becomes = (key: string, ...values: readonly unknown[]) =>
      values.includes(after[key]) && after[key] !== before?.[key];
    const isBalancer = ["aws_lb", "aws_alb", "aws_elb"].includes(type);
    const reasons = [
      ...(isBalancer && after.internal !== true && (before === undefined || before.internal === true)
        ? ["a load balancer that faces the internet"]
        : []),
      ...(becomes("publicly_accessible", true) ? ["publicly_accessible"] : []),
      ...(type === "aws_lambda_function_url" && becomes("authorization_type", "NONE")
        ? ["a function URL that asks nobody who they are"]
        : []),
      ...(type.startsWith("aws_s3_bucket") && becomes("acl", ...PUBLIC_ACLS) ? ["a public access list"] : []),
      ...(type === "aws_lambda_permission" && becomes("principal", "*") ? ["anybody may call it"] : []),
    ];
    return reasons.map((reason) => ({
      resource: address,
      text: { parts: [...say`${address} OPENS a way in: `.parts, reason] },
    }));
  });
}
