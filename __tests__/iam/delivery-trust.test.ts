import { delivery, GITHUB, GITLAB, REPOSITORY } from "./support/delivery-world";
import { mayAssume, mayAssumeByToken } from "./support/simulate";
import { ACCOUNT, OTHER_ACCOUNT, type Role } from "./support/world";

const byNames = delivery();
const byIds = delivery({ ETHNODE_REPOSITORY: "acme@1234/ethereum@5678" });
const onGitlab = delivery({
  ETHNODE_CI_PLATFORM: "gitlab",
  ETHNODE_CI_PROVIDER_EXISTS: "true",
  ETHNODE_REPOSITORY: "acme/chains/ethereum",
});

/** Who asks for a role, by the claim `sub` and what else is not as it must be. */
type Token = readonly [who: string, sub: string, aud?: string | undefined, provider?: string];

const issuerOf = (provider: string) => provider.split("/")[1];

const byGithub = (role: Role) => async (tokens: readonly Token[]) => {
  const answers = await Promise.all(
    tokens.map(([, sub, aud = "sts.amazonaws.com", provider = GITHUB]) =>
      mayAssumeByToken(provider, role, { [`${issuerOf(provider)}:aud`]: aud, [`${issuerOf(provider)}:sub`]: sub }),
    ),
  );
  return tokens.filter((_token, index) => answers[index]).map(([who]) => who);
};

const byGitlab =
  (role: Role, refProtected = "true") =>
  async (tokens: readonly Token[]) => {
    const answers = await Promise.all(
      tokens.map(([, sub, aud = "sts.amazonaws.com"]) =>
        mayAssumeByToken(GITLAB, role, {
          "gitlab.com:aud": aud,
          "gitlab.com:sub": sub,
          "gitlab.com:ref_protected": refProtected,
        }),
      ),
    );
    return tokens.filter((_token, index) => answers[index]).map(([who]) => who);
  };

const of = (repository: string, rest: string) => `repo:${repository}:${rest}`;
const MAIN = "ref:refs/heads/main";
const pullRequest: Token = ["a pull request", of(REPOSITORY, "pull_request")];
const mainBranch: Token = ["the main branch", of(REPOSITORY, MAIN)];
const production: Token = ["production", of(REPOSITORY, "environment:production")];
const destroy: Token = ["destroy", of(REPOSITORY, "environment:destroy")];

/** By nobody. */
const strangers: readonly Token[] = [
  ["a fork's main branch", of("mallory/ethereum", MAIN)],
  ["a fork's pull request", of("mallory/ethereum", "pull_request")],
  ["a fork's environment", of("mallory/ethereum", "environment:production")],
  ["another repository of the owner", of("acme/website", MAIN)],
  ["a repository whose name begins alike", of("acme/ethereum-tools", "environment:production")],
  ["an owner whose name ends alike", of("xacme/ethereum", "environment:production")],
  ["an owner in other letters", of("Acme/ethereum", "environment:production")],
  ["another branch", of(REPOSITORY, "ref:refs/heads/evil")],
  ["a branch whose name begins alike", of(REPOSITORY, "ref:refs/heads/main2")],
  ["a branch in a folder of that name", of(REPOSITORY, "ref:refs/heads/main/evil")],
  ["a tag named main", of(REPOSITORY, "ref:refs/tags/main")],
  ["another environment", of(REPOSITORY, "environment:image")],
  ["an environment whose name begins alike", of(REPOSITORY, "environment:production2")],
  ["an environment in other letters", of(REPOSITORY, "environment:Production")],
  ["an environment that holds a colon", of(REPOSITORY, "environment:x%3Aenvironment:production")],
  ["a wildcard that somebody writes into a name", of(REPOSITORY, "environment:*")],
  ["the repository after its name was given to others", of("acme@9999/ethereum@5678", "environment:production")],
  ["a token for something else", production[1], "https://github.com/acme"],
  ["a token of another provider", production[1], undefined, GITLAB],
  ["no subject", ""],
];

test("pull requests and the main branch may plan, and nobody else", async () => {
  const all = [pullRequest, mainBranch, production, destroy, ...strangers];
  expect(await byGithub(byNames.plan)(all)).toEqual(["a pull request", "the main branch"]);
});

test("the environments may apply, and nobody else: neither a pull request nor the main branch by itself", async () => {
  const all = [pullRequest, mainBranch, production, destroy, ...strangers];
  expect(await byGithub(byNames.apply)(all)).toEqual(["production", "destroy"]);
  const own = delivery({ ETHNODE_APPLY_ENVIRONMENTS: "live" }).apply;
  expect(await byGithub(own)([...all, ["live", of(REPOSITORY, "environment:live")]])).toEqual(["live"]);
});

test("with the ids of owner and repository nobody who takes over their names gets in", async () => {
  const immutable = (rest: string) => of("acme@1234/ethereum@5678", rest);
  const own: Token[] = [
    ["pull request by id", immutable("pull_request")],
    ["production by id", immutable("environment:production")],
  ];
  const others: Token[] = [
    pullRequest,
    production,
    ["a new owner of the name", of("acme@4321/ethereum@5678", "environment:production")],
    ["a new repository of the name", of("acme@1234/ethereum@8765", "environment:production")],
    ["an id that begins alike", of("acme@1234/ethereum@56789", "environment:production")],
  ];
  expect(await byGithub(byIds.plan)([...own, ...others])).toEqual(["pull request by id"]);
  expect(await byGithub(byIds.apply)([...own, ...others])).toEqual(["production by id"]);
});

test("on GitLab branches of the project may plan, and the protected main branch alone may apply", async () => {
  const project = (path: string, type: string, ref: string) => `project_path:${path}:ref_type:${type}:ref:${ref}`;
  const tokens: Token[] = [
    ["main", project("acme/chains/ethereum", "branch", "main")],
    ["a merge request", project("acme/chains/ethereum", "branch", "feature/x")],
    ["a tag", project("acme/chains/ethereum", "tag", "main")],
    ["a fork", project("mallory/ethereum", "branch", "main")],
    ["a project below", project("acme/chains/ethereum/x", "branch", "main")],
    ["another project", project("acme/chains/other", "branch", "main")],
    ["another audience", project("acme/chains/ethereum", "branch", "main"), "https://gitlab.com"],
  ];
  expect(await byGitlab(onGitlab.plan)(tokens)).toEqual(["main", "a merge request"]);
  expect(await byGitlab(onGitlab.apply)(tokens)).toEqual(["main"]);
  expect(await byGitlab(onGitlab.apply, "false")(tokens)).toEqual([]);
});

test.each([
  ["plan", byNames.plan],
  ["apply", byNames.apply],
])("nobody takes on the role that may %s without a token", async (_, role) => {
  const here = { "aws:SourceAccount": ACCOUNT };
  const others = [
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    `arn:aws:iam::${ACCOUNT}:root`,
    `arn:aws:iam::${ACCOUNT}:role/admin`,
    `arn:aws:sts::${ACCOUNT}:assumed-role/mainnet-parity-delivery-plan/s`,
    `arn:aws:iam::${OTHER_ACCOUNT}:root`,
  ];
  const answers = await Promise.all(others.map((other) => mayAssume(other, role, here)));
  expect(others.filter((_other, index) => answers[index])).toEqual([]);
});

test("a token is of no use without its audience", async () => {
  const claims = { "token.actions.githubusercontent.com:sub": production[1] };
  expect(await mayAssumeByToken(GITHUB, byNames.apply, claims)).toBe(false);
});

test("the tokens' test itself fails where the trust is wide", async () => {
  const [statement] = byNames.apply.trust.Statement;
  const like = { StringLike: { "token.actions.githubusercontent.com:sub": `repo:${REPOSITORY}:*` } };
  const wide = { ...byNames.apply, trust: { ...byNames.apply.trust, Statement: [{ ...statement, Condition: like }] } };
  const succeeding = await byGithub(wide as Role)([pullRequest, ...strangers]);
  expect(succeeding.length).toBeGreaterThan(8);
});
