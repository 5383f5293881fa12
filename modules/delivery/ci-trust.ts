import type { PolicyStatement } from "../aws/iam-policy";

/** Who runs the workflows. */
export type CiPlatform = "github" | "gitlab";

/** What both write into the token for AWS. */
export const AUDIENCE = "sts.amazonaws.com";

/** Host name of whoever signs the tokens: how AWS names the provider and its claims. */
export const ISSUERS: Readonly<Record<CiPlatform, string>> = {
  github: "token.actions.githubusercontent.com",
  gitlab: "gitlab.com",
};

export interface CiTrustProps {
  readonly platform: CiPlatform;
  /** As the claim `sub` has it: with the ids of owner and repository where GitHub writes them. */
  readonly repository: string;
  readonly mainBranch: string;
  /** Environments of GitHub whose jobs may apply. */
  readonly applyEnvironments: readonly string[];
}

type Condition = NonNullable<PolicyStatement["Condition"]>;

/** Whose tokens may plan: pull requests of the repository itself, and its main branch. */
export function planTrust({ mainBranch, platform, repository }: CiTrustProps): Condition {
  return platform === "github"
    ? subjects(platform, [`repo:${repository}:pull_request`, `repo:${repository}:ref:refs/heads/${mainBranch}`])
    : {
        ...audience(platform),
        // A merge request of GitLab runs on the branch that it merges.
        StringLike: { [`${ISSUERS.gitlab}:sub`]: `project_path:${repository}:ref_type:branch:ref:*` },
      };
}

/** Whose tokens may apply: jobs of an environment, whose reviewers GitHub has asked; on GitLab the protected main branch. */
export function applyTrust({ applyEnvironments, mainBranch, platform, repository }: CiTrustProps): Condition {
  if (platform === "github") {
    return subjects(
      platform,
      applyEnvironments.map((environment) => `repo:${repository}:environment:${environment}`),
    );
  }
  const { StringEquals } = subjects(platform, [`project_path:${repository}:ref_type:branch:ref:${mainBranch}`]);
  return { StringEquals: { ...StringEquals, [`${ISSUERS.gitlab}:ref_protected`]: "true" } };
}

function subjects(platform: CiPlatform, all: readonly string[]): Condition {
  const { StringEquals } = audience(platform);
  return { StringEquals: { ...StringEquals, [`${ISSUERS[platform]}:sub`]: all } };
}

function audience(platform: CiPlatform): Condition {
  return { StringEquals: { [`${ISSUERS[platform]}:aud`]: AUDIENCE } };
}
