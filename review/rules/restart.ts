import { asList, asNumber, asObject, asObjects, asString, canonical, holdsTrue, type Json } from "../../plan/json";
import { nodeOf } from "../../plan/nodes";
import { type Change, isUntouched, type Plan } from "../../plan/plan";
import { fixed, joined, say, type Words } from "../../plan/words";
import { differences } from "../differences";
import { endingOf, isGone } from "../ending";
import { type Finding, type Rule, WHOLE_PLAN } from "../finding";

/** From the end of the old host to a client that syncs: launch, boot, packages, mount, start. An estimate. */
const NEW_HOST_MINUTES = 5;
/** From the end of the old client to the new one that syncs. An estimate. */
const NEW_CLIENT_MINUTES = 1;
const DEFAULT_STOP_SECONDS = 300;

export const restart: Rule = {
  name: "restart",
  level: "risk",
  finds:
    "a node that restarts or stops, and why: a new launch template or group replaces its host (decisions 7 and 22), a new task definition restarts the clients of all nodes at once",
  find: (plan) => {
    const hosts = plan.changes.filter(({ type }) => type === "aws_autoscaling_group");
    const restarting = hosts.filter(restarts);
    const running = hosts.filter(({ before }) => capacity(before) > 0);
    const atOnce = restarting.length > 1 && restarting.length === running.length;
    return [
      ...hosts.filter(stops).map((group) => ({
        resource: group.address,
        text: say`${nodeName(group)} STOPS: its host ends and syncs no more; the chain disk stays`,
      })),
      ...restarting.map((group) => ({ resource: group.address, text: newHost(group, plan) })),
      ...(atOnce
        ? [
            {
              resource: WHOLE_PLAN,
              text: say`all ${restarting.length} nodes restart at about the same time: for some minutes nobody answers the RPC`,
            },
          ]
        : []),
      ...(running.length > 0 ? newClients(plan, running) : []),
    ];
  },
};

function restarts(group: Change): boolean {
  if (isUntouched(group) || isGone(group) || capacity(group.before) === 0 || capacity(group.after) === 0) {
    return false;
  }
  return (
    endingOf(group) === "replaced" || changed(group, "launch_template") || changed(group, "mixed_instances_policy")
  );
}

function stops(group: Change): boolean {
  return group.after !== undefined && capacity(group.before) > 0 && capacity(group.after) === 0;
}

function capacity(values: Json | undefined): number {
  return asNumber(values?.desired_capacity) ?? 0;
}

function newHost(group: Change, plan: Plan): Words {
  const reasons = endingOf(group) === "replaced" ? [say`its group is replaced`] : reasonsOf(group, plan);
  const why = reasons.length === 0 ? say`its launch template changes` : joined(reasons, ", ");
  return say`${nodeName(group)} RESTARTS on a new host: minutes of sync lost, about ${NEW_HOST_MINUTES}, and up to ${stopMinutes(plan)} more while the client closes its database. Why: ${why}`;
}

/** What of the node's launch template changes. */
function reasonsOf(group: Change, plan: Plan): Words[] {
  const node = nodeOf(group);
  const ofNode = (type: string) =>
    plan.changes.filter((change) => change.type === type && nodeOf(change) === node && !isUntouched(change));
  return ofNode("aws_launch_template").flatMap((template) =>
    differences(template)
      .filter(({ attribute }) => !["latest_version", "default_version", "id", "arn", "name"].includes(attribute))
      .map(({ attribute, words }) => (attribute === "user_data" ? userDataReason(ofNode("terraform_data")) : words)),
  );
}

/** By the readable copy of it that stands beside. */
function userDataReason(records: readonly Change[]): Words {
  const [record] = records.filter(({ name }) => /_user-data_readable/.test(name));
  const [before, after] = [asObject(record?.shownBefore.input), asObject(record?.shownAfter.input)];
  const keys = ["node_env", "sha256_of_files"].flatMap((part) => {
    const [old, now] = [asObject(before[part]), asObject(after[part])];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
      (key) => canonical(old[key] ?? null) !== canonical(now[key] ?? null),
    );
  });
  return keys.length === 0 ? say`user data` : say`user data (${keys.join(", ")})`;
}

/** ADR 7: a new task definition stops the old task of every host first. */
function newClients(plan: Plan, running: readonly Change[]): Finding[] {
  const services = plan.changes.filter(
    (change) =>
      change.type === "aws_ecs_service" && change.before !== undefined && !isUntouched(change) && !isGone(change),
  );
  return services
    .filter(
      (service) =>
        endingOf(service) === "replaced" ||
        changed(service, "task_definition") ||
        service.after?.force_new_deployment === true,
    )
    .map((service) => {
      const nodes = running.map(nodeName).join(", ");
      const tasks = plan.changes.filter(
        (change) => change.type === "aws_ecs_task_definition" && change.before !== undefined && !isUntouched(change),
      );
      const reasons = [
        ...(endingOf(service) === "replaced" ? [say`the service is replaced`] : []),
        ...tasks.flatMap(containerReasons),
      ];
      const why = reasons.length === 0 ? say`another task definition` : joined(reasons, ", ");
      return {
        resource: service.address,
        text: say`the clients of ${nodes} RESTART${fixed(running.length > 1 ? ", all at once" : "")}: minutes of sync lost, about ${NEW_CLIENT_MINUTES}, and up to ${stopMinutes(plan)} more while they close their databases. Why: ${why}`,
      };
    });
}

/** Which keys of which container differ. */
function containerReasons(task: Change): Words[] {
  const [before, after] = [containers(task.shownBefore), containers(task.shownAfter)];
  if (after.size === 0) {
    return [say`its container definitions, which are known only after the apply`];
  }
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === undefined || now === undefined) {
      return [now === undefined ? say`${name} goes` : say`${name} comes`];
    }
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) =>
      isDifferent(old[key], now[key]),
    );
    return keys.map((key) =>
      key === "image" ? say`image of ${name}: ${asString(old.image)} → ${asString(now.image)}` : say`${key} of ${name}`,
    );
  });
}

/** ECS fills in what was not said. */
function isDifferent(old: unknown, now: unknown): boolean {
  const isEmpty = (value: unknown) =>
    value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  return !(isEmpty(old) || isEmpty(now)) ? canonical(old) !== canonical(now) : isEmpty(old) && !isEmpty(now);
}

function containers(values: Json): Map<string, Json> {
  const text = asString(values.container_definitions);
  try {
    return new Map(asObjects(JSON.parse(text)).map((container) => [asString(container.name), container]));
  } catch {
    return new Map();
  }
}

/** The longest time that a client may take, in whole minutes. */
function stopMinutes({ changes }: Plan): number {
  const seconds = changes
    .filter(({ type }) => type === "aws_ecs_task_definition")
    .flatMap(({ before }) =>
      [...containers(before ?? {}).values()].map(({ stopTimeout }) => asNumber(stopTimeout) ?? 0),
    );
  return Math.ceil(Math.max(...seconds, seconds.length === 0 ? DEFAULT_STOP_SECONDS : 0) / 60);
}

function changed({ after, before, unknown }: Change, attribute: string): boolean {
  const flags = asObject(unknown)[attribute];
  return (
    before !== undefined &&
    (holdsTrue(flags) || canonical(asList(before[attribute])) !== canonical(asList(after?.[attribute])))
  );
}

function nodeName(group: Change): string {
  return nodeOf(group) ?? group.address;
}
