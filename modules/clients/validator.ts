import type { ClientChoice } from "./client-choice";
import { pathsOf } from "./client-paths";
import type { ValidatorFiles } from "./execution-profile";
import { readJsonFile } from "./json-file";

/** Value of `validator` with which a key is made, and nothing sealed. */
export const NEW_VALIDATOR = "new";

/** The address with which the node seals; undefined where it does not. */
export function sealingAddress({ validator }: ClientChoice): string | undefined {
  return validator === NEW_VALIDATOR ? undefined : validator;
}

/** What the client's command line says of the blocks that it seals. */
export function sealingFlags(choice: ClientChoice): readonly string[] {
  const address = sealingAddress(choice);
  return address === undefined
    ? []
    : (choice.execution.validator?.sealingFlags(address, filesIn(directoryOf(choice))) ?? []);
}

/** What a validator's container knows beside its command line: no secret, but where to find or to make it. */
export function validatorEnvironment(choice: ClientChoice): Readonly<Record<string, string>> {
  const { chainSpecFile, execution, validator } = choice;
  if (validator === undefined || execution.validator === undefined || chainSpecFile === undefined) {
    return {};
  }
  const directory = directoryOf(choice);
  if (validator === NEW_VALIDATOR) {
    const command = execution.validator.newKeyCommand(pathsOf(execution).chainSpecFile, filesIn(directory));
    return { VALIDATOR_DIRECTORY: directory, VALIDATOR_KEY_COMMAND: command.join("\n") };
  }
  const file = readJsonFile(chainSpecFile);
  const seconds = "value" in file ? execution.validator.stepSeconds(file.value) : 0;
  return { VALIDATOR_DIRECTORY: directory, VALIDATOR_ADDRESS: validator, VALIDATOR_STEP_SECONDS: String(seconds) };
}

/** What a user must know of the node's part in its chain. */
export function sealingWarning({ chain, execution, validator }: ClientChoice): string | undefined {
  if (validator === undefined) {
    return execution.warnings?.[chain];
  }
  return validator === NEW_VALIDATOR
    ? "The node makes a validator's key and seals no block yet: its client's log tells the address, for the chain specification and " +
        "the setting validator"
    : undefined;
}

/** In the container: all that belongs to the key. */
function directoryOf({ execution }: ClientChoice): string {
  return `${pathsOf(execution).dataDirectory}/${execution.validator?.directory}`;
}

/** As docker/validator.sh has them. */
function filesIn(directory: string): ValidatorFiles {
  return { keys: `${directory}/keys`, password: `${directory}/password` };
}
