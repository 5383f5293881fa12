import { readFileSync } from "node:fs";

/** Names the file in which global-setup.ts hands the applied stack to the tests. */
export const HOST_STACK_FILE = "TEST_HOST_STACK_FILE";

/** What global-setup.ts found in the stack that it applied. */
export interface AppliedStack {
  readonly emulatorPort: number;
  /** Python that has the AWS SDK. */
  readonly emulatorPython: string;
  /** Address of this machine as containers see it. */
  readonly bridgeAddress: string;
  /** Image of the test hosts. */
  readonly image: string;
  /** User data of the launch template, decoded. */
  readonly userData: string;
}

/** The applied stack as tests use it. */
export interface HostStack extends Omit<AppliedStack, "userData"> {
  /** The stack's very user data, but for the values of node.env that a test gives. */
  userData(settings: Readonly<Record<string, string>>): string;
}

export function readHostStack(): HostStack {
  const stack: AppliedStack = JSON.parse(readFileSync(process.env[HOST_STACK_FILE] ?? "", "utf8"));
  return { ...stack, userData: (settings) => withSettings(stack.userData, settings) };
}

function withSettings(userData: string, settings: Readonly<Record<string, string>>): string {
  const [header, json = ""] = userData.split(/\n(.*)/s);
  const cloudConfig = JSON.parse(json);
  const environment = cloudConfig.write_files[0];
  for (const [key, value] of Object.entries(settings)) {
    const line = new RegExp(`^${key}='.*'$`, "m");
    if (!line.test(environment.content)) {
      throw new Error(`node.env of the stack must have ${key}`);
    }
    environment.content = environment.content.replace(line, `${key}='${value}'`);
  }
  return `${header}\n${JSON.stringify(cloudConfig)}`;
}
