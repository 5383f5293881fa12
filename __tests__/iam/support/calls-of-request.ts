import { BEHIND } from "./calls-behind";
import type { Call, Context, Target } from "./simulate";
import { ACCOUNT, arn, REGION } from "./world";

/** One request to AWS, as it was on the wire. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  /** As the signature names it. */
  readonly service: string;
  /** Of the protocols that name the action in a header. */
  readonly target: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

type Json = Record<string, unknown>;
type Tags = Record<string, string>;

const LAB_ACCOUNT = /000000000000/g;
const iam = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const ANY = ["*"];

/** Tells of the requests of a run which rights AWS would have asked for each. It learns tags and boundaries as AWS does: from what was made. */
export class CallsOfRequests {
  private readonly tags = new Map<string, Tags>();
  private readonly boundaries = new Map<string, string>();

  of(recorded: RecordedRequest): Call[] {
    const request = {
      ...recorded,
      url: recorded.url.replace(LAB_ACCOUNT, ACCOUNT),
      body: recorded.body.replace(LAB_ACCOUNT, ACCOUNT),
    };
    switch (request.service) {
      case "sts":
        // Everybody may ask who he is.
        return [];
      case "s3":
        return s3(request);
      case "route53":
        return route53(request);
      case "ec2":
        return this.ec2(request);
      case "iam":
        return this.iam(request);
      case "autoscaling":
      case "sns":
      case "monitoring":
        return queried(request);
      case "ecs":
      case "ecr":
      case "logs":
      case "ssm":
        return targeted(request);
      default:
        throw new Error(`no rights are known of ${request.service}: ${request.method} ${request.url}`);
    }
  }

  private ec2(request: RecordedRequest): Call[] {
    const query = new URLSearchParams(request.body);
    const action = `ec2:${query.get("Action")}`;
    const verb = String(query.get("Action"));
    if (verb === "DescribeVpcAttribute") {
      return [{ action, on: [arn("ec2", `vpc/${query.get("VpcId")}`)] }];
    }
    if (verb === "DescribeAccountAttributes") {
      // Whether the account has EC2-Classic: newer providers ask no more.
      return [];
    }
    if (/^(Describe|Get)/.test(verb)) {
      return [{ action, on: ANY }];
    }
    if (verb === "CreateTags" || verb === "DeleteTags") {
      const tags = tagsIn(query, "Tag");
      return values(query, "ResourceId").map((id) => {
        const on = [this.target(id)];
        this.tags.set(id, { ...this.tags.get(id), ...tags });
        return {
          action,
          on,
          context: verb === "CreateTags" ? requestTags(tags) : { "aws:TagKeys": Object.keys(tags) },
        };
      });
    }
    const created = {
      CreateVolume: "vol",
      CreateSecurityGroup: "sg",
      CreateLaunchTemplate: "lt",
      CreateSnapshot: "snap",
      AllocateAddress: "eipalloc",
    }[verb];
    const referred = ["VolumeId", "GroupId", "LaunchTemplateId", "AllocationId", "SnapshotId", "VpcId"]
      .map((name) => query.get(name))
      .filter((id): id is string => id !== null && id !== "")
      .map((id) => ({ action, on: [this.target(id)] }));
    if (created === undefined) {
      return referred;
    }
    const tags = tagsIn(query, "TagSpecification.1.Tag");
    const id = new RegExp(`${created}-[0-9a-f]+`).exec(request.answer)?.[0] ?? `${created}-0`;
    this.tags.set(id, tags);
    const made = arnOf(id);
    return [
      ...referred,
      { action, on: [made], context: requestTags(tags) },
      ...(Object.keys(tags).length === 0
        ? []
        : [{ action: "ec2:CreateTags", on: [made], context: { ...requestTags(tags), "ec2:CreateAction": verb } }]),
    ];
  }

  private target(id: string): Target {
    const tags = this.tags.get(id);
    return { arn: arnOf(id), ...(tags === undefined ? {} : { tags }) };
  }

  private iam(request: RecordedRequest): Call[] {
    const query = new URLSearchParams(request.body);
    const action = `iam:${query.get("Action")}`;
    if (action === "iam:GetUser") {
      // How an older provider asks who it is, where it may not check its credentials; newer ones ask STS.
      return [];
    }
    const role = query.get("RoleName");
    const profile = query.get("InstanceProfileName");
    if (profile !== null) {
      const passed = {
        action: "iam:PassRole",
        on: [iam(`role/${role}`)],
        context: { "iam:PassedToService": "ec2.amazonaws.com" },
      };
      return [
        { action, on: [iam(`instance-profile/${profile}`)] },
        ...(action === "iam:AddRoleToInstanceProfile" ? [passed] : []),
      ];
    }
    if (action === "iam:ListPolicies") {
      return [{ action, on: ["*"] }];
    }
    const policy = query.get("PolicyArn");
    if (policy !== null && role === null) {
      return [{ action, on: [policy] }];
    }
    if (role === null) {
      throw new Error(`no rights are known of ${action}`);
    }
    const given = query.get("PermissionsBoundary");
    if (given !== null) {
      this.boundaries.set(role, given);
    }
    const boundary = this.boundaries.get(role);
    const asked = ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"].includes(action);
    return [
      {
        action,
        on: [iam(`role/${role}`)],
        ...(asked && boundary !== undefined ? { context: { "iam:PermissionsBoundary": boundary } } : {}),
      },
      // The provider gives the tags with the role itself.
      ...(action === "iam:CreateRole" ? [{ action: "iam:TagRole", on: [iam(`role/${role}`)] }] : []),
    ];
  }
}

function arnOf(id: string): string {
  const kind = {
    vol: "volume",
    sg: "security-group",
    lt: "launch-template",
    eipalloc: "elastic-ip",
    vpc: "vpc",
    i: "instance",
  }[id.split("-")[0] ?? ""];
  return id.startsWith("snap-") ? `arn:aws:ec2:${REGION}::snapshot/${id}` : arn("ec2", `${kind}/${id}`);
}

function requestTags(tags: Tags): Context {
  const keys = Object.keys(tags);
  return keys.length === 0
    ? {}
    : {
        "aws:TagKeys": keys,
        ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
      };
}

function values(query: URLSearchParams, name: string): string[] {
  return [...query].filter(([key]) => new RegExp(`^${name}(\\.member)?\\.\\d+$`).test(key)).map(([, value]) => value);
}

function tagsIn(query: URLSearchParams, prefix: string): Tags {
  const keys = [...query].filter(([key]) => key.startsWith(`${prefix}.`) && key.endsWith(".Key"));
  return Object.fromEntries(keys.map(([key, tag]) => [tag, query.get(key.replace(/Key$/, "Value")) ?? ""]));
}

function queried({ body, service }: RecordedRequest): Call[] {
  const query = new URLSearchParams(body);
  const verb = String(query.get("Action"));
  if (service === "autoscaling") {
    const action = `autoscaling:${verb}`;
    const group = query.get("AutoScalingGroupName") ?? query.get("Tags.member.1.ResourceId");
    const on = /^Describe/.test(verb)
      ? ANY
      : [arn("autoscaling", `autoScalingGroup:0123:autoScalingGroupName/${group}`)];
    return [{ action, on }, ...(BEHIND[action] ?? [])];
  }
  if (service === "sns") {
    const topic = query.get("TopicArn") ?? query.get("ResourceArn") ?? arn("sns", String(query.get("Name")));
    const subscription = query.get("SubscriptionArn");
    return [
      {
        action: `sns:${verb}`,
        on: ["GetSubscriptionAttributes", "Unsubscribe"].includes(verb) ? ANY : [subscription ?? topic],
      },
    ];
  }
  // Both must be allowed for all, as AWS documents, or no composite alarm is made or told of.
  if (["DescribeAlarms", "PutCompositeAlarm"].includes(verb)) {
    return [{ action: `cloudwatch:${verb}`, on: ANY }];
  }
  const all = (name: string) => [query.get(name), ...values(query, `${name}s`)].filter((value) => value !== null);
  const named = [
    ...all("AlarmName").map((name) => arn("cloudwatch", `alarm:${name}`)),
    ...all("DashboardName").map((name) => `arn:aws:cloudwatch::${ACCOUNT}:dashboard/${name}`),
  ];
  return [{ action: `cloudwatch:${verb}`, on: named.length > 0 ? named : [query.get("ResourceARN") ?? "*"] }];
}

function targeted({ body, service, target }: RecordedRequest): Call[] {
  const verb = String(target.split(".").at(-1));
  const action = `${service}:${verb}`;
  const given = JSON.parse(body || "{}") as Json;
  const text = (key: string) => (typeof given[key] === "string" ? String(given[key]) : undefined);
  const named = (prefix: string, name: string) => (name.startsWith("arn:") ? name : arn(service, `${prefix}${name}`));
  switch (service) {
    case "ssm": {
      const all = [text("Name"), text("ResourceId"), ...((given.Names as string[]) ?? [])].filter(
        (name) => name !== undefined,
      );
      const on = all.map((name) => arn("ssm", `parameter/${name.replace(/^\//, "")}`));
      return [{ action, on: verb === "DescribeParameters" ? ANY : on }];
    }
    case "logs": {
      if (verb === "DescribeLogGroups") {
        return [{ action, on: ANY }];
      }
      const group = text("logGroupName") ?? text("resourceArn")?.split("log-group:")[1]?.replace(/:\*$/, "");
      const actionNow = action
        .replace(/LogGroup$/, (end) => (/:(ListTags|Tag|Untag)LogGroup$/.test(action) ? "Resource" : end))
        .replace("ListTagsResource", "ListTagsForResource");
      return [{ action: actionNow, on: [arn("logs", `log-group:${group ?? ""}`.replace(/:$/, ":*"))] }];
    }
    case "ecr": {
      const repository = text("repositoryName") ?? (given.repositoryNames as string[] | undefined)?.[0];
      return [{ action, on: [text("resourceArn") ?? arn("ecr", `repository/${repository}`)] }];
    }
    default:
      return ecs(action, verb, given, text, named);
  }
}

function ecs(
  action: string,
  verb: string,
  given: Json,
  text: (key: string) => string | undefined,
  named: (prefix: string, name: string) => string,
): Call[] {
  if (["DeregisterTaskDefinition", "DescribeTaskDefinition"].includes(verb)) {
    return [{ action, on: ANY }];
  }
  if (verb === "RegisterTaskDefinition") {
    const role = String(given.executionRoleArn);
    return [
      { action, on: [arn("ecs", `task-definition/${given.family}:1`)] },
      { action: "iam:PassRole", on: [role], context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    ];
  }
  const cluster = named("cluster/", text("cluster") ?? text("clusterName") ?? (given.clusters as string[])?.[0] ?? "");
  const service = text("serviceName") ?? text("service") ?? (given.services as string[] | undefined)?.[0];
  const on =
    service === undefined ? cluster : `${cluster.replace(":cluster/", ":service/")}/${service.split("/").at(-1)}`;
  return [{ action, on: [text("resourceArn") ?? on] }];
}

function s3({ method, url }: RecordedRequest): Call[] {
  const { pathname } = new URL(url, "http://s3");
  const [, bucket = "", ...key] = decodeURIComponent(pathname).split("/");
  const object = `arn:aws:s3:::${bucket}/${key.join("/")}`;
  if (key.join("/") === "") {
    return [{ action: "s3:ListBucket", on: [`arn:aws:s3:::${bucket}`] }];
  }
  const action = {
    GET: "s3:GetObject",
    HEAD: "s3:GetObject",
    PUT: "s3:PutObject",
    POST: "s3:PutObject",
    DELETE: "s3:DeleteObject",
  }[method];
  return [{ action: String(action), on: [object] }];
}

const ROUTE53: readonly (readonly [method: string, path: RegExp, verb: string])[] = [
  ["POST", /^\/hostedzone$/, "CreateHostedZone"],
  ["GET", /^\/hostedzone\/\w+$/, "GetHostedZone"],
  ["POST", /^\/hostedzone\/\w+$/, "UpdateHostedZoneComment"],
  ["DELETE", /^\/hostedzone\/\w+$/, "DeleteHostedZone"],
  ["GET", /^\/hostedzone\/\w+\/dnssec$/, "GetDNSSEC"],
  ["GET", /^\/hostedzone\/\w+\/rrset$/, "ListResourceRecordSets"],
  ["POST", /^\/hostedzone\/\w+\/rrset$/, "ChangeResourceRecordSets"],
  ["POST", /^\/hostedzone\/\w+\/associatevpc$/, "AssociateVPCWithHostedZone"],
  ["GET", /^\/change\/\w+$/, "GetChange"],
  ["GET", /^\/tags\/hostedzone\/\w+$/, "ListTagsForResource"],
  ["POST", /^\/tags\/hostedzone\/\w+$/, "ChangeTagsForResource"],
];

function route53({ body, method, url }: RecordedRequest): Call[] {
  const path = new URL(url, "http://route53").pathname.replace("/2013-04-01", "").replace(/\/$/, "");
  const found = ROUTE53.find(([verb, pattern]) => verb === method && pattern.test(path));
  if (found === undefined) {
    throw new Error(`no rights are known of route53 ${method} ${path}`);
  }
  const action = `route53:${found[2]}`;
  const id = path.split("/").at(found[2] === "GetChange" || path.startsWith("/tags") ? -1 : 2);
  if (found[2] === "CreateHostedZone") {
    return [{ action, on: ANY }];
  }
  if (found[2] === "GetChange") {
    return [{ action, on: [`arn:aws:route53:::change/${id}`] }];
  }
  const on = [`arn:aws:route53:::hostedzone/${id}`];
  if (found[2] !== "ChangeResourceRecordSets") {
    return [{ action, on }];
  }
  const all = (tag: string) => [
    ...new Set([...body.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map(([, value]) => String(value))),
  ];
  return [
    {
      action,
      on,
      context: {
        "route53:ChangeResourceRecordSetsActions": all("Action"),
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": all("Name").map((name) => name.replace(/\.$/, "")),
        "route53:ChangeResourceRecordSetsRecordTypes": all("Type"),
      },
    },
  ];
}
