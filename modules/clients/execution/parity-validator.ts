import type { ValidatorProfile } from "../execution-profile";
import { isObject } from "../json-object";

/** How OpenEthereum seals the blocks of an Aura chain: bin/oe/account.rs, account_utils.rs; crates/ethcore's authority_round. */
export const parityValidator: ValidatorProfile = {
  directory: "validator",
  newKeyCommand: (chainSpecFile, { keys, password }) => [
    "account",
    "new",
    "--no-config",
    `--chain=${chainSpecFile}`,
    `--keys-path=${keys}`,
    `--password=${password}`,
  ],
  // The engine makes the signer the author of its blocks, so --author would say nothing.
  sealingFlags: (address, { keys, password }) => [
    "--force-sealing",
    `--engine-signer=${address}`,
    `--keys-path=${keys}`,
    `--password=${password}`,
  ],
  chainSpecRule: (spec, address) => {
    const params = auraParams(spec);
    if (params === undefined) {
      return "have the engine authorityRound, whose blocks a validator seals";
    }
    const steps = stepsOf(params);
    if (steps.length === 0 || !steps.every(isStep)) {
      return `have a stepDuration of 1 to ${MAXIMUM_STEP_SECONDS} whole seconds`;
    }
    const known = fixedValidators(params.validators);
    return address === undefined || known === undefined || known.includes(withoutPrefix(address))
      ? undefined
      : `have ${address}, the address of validator, in a list of engine.authorityRound.params.validators`;
  },
  stepSeconds: (spec) => Math.max(...stepsOf(auraParams(spec) ?? {})),
};

/** OpenEthereum keeps it in 16 bits. */
const MAXIMUM_STEP_SECONDS = 65_535;

function auraParams(spec: unknown): Readonly<Record<string, unknown>> | undefined {
  const engine = isObject(spec) ? spec.engine : undefined;
  const aura = isObject(engine) ? engine.authorityRound : undefined;
  const params = isObject(aura) ? aura.params : undefined;
  return isObject(params) ? params : undefined;
}

function isStep(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MAXIMUM_STEP_SECONDS;
}

/** One duration, or several by the time from which they hold; numbers, or texts in either notation. */
function stepsOf({ stepDuration }: Readonly<Record<string, unknown>>): number[] {
  return (isObject(stepDuration) ? Object.values(stepDuration) : [stepDuration]).map(Number);
}

/** All that are ever named; undefined where a contract names some. */
function fixedValidators(validators: unknown): string[] | undefined {
  if (!isObject(validators)) {
    return undefined;
  }
  if (Array.isArray(validators.list)) {
    return validators.list.map((address) => withoutPrefix(String(address)));
  }
  const parts = isObject(validators.multi) ? Object.values(validators.multi).map(fixedValidators) : [undefined];
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function withoutPrefix(address: string): string {
  return address.toLowerCase().replace(/^0x/, "");
}
