/** Any block of a synthesized stack, to be changed in place. */
export type Block = Record<string, unknown>;
export type Stack = Block & { resource: Record<string, Record<string, Block>> };
/** Attributes in the state, by address. */
export type StateValues = Record<string, Record<string, unknown>>;
export interface PolicyStatement {
  [key: string]: unknown;
  Sid?: string;
  Action?: unknown;
  Resource?: unknown;
  Condition?: unknown;
}

/** The only resource of the type whose id has this part. */
export function found(stack: Stack, type: string, part: string): { id: string; block: Block } {
  const all = Object.entries(stack.resource[type] ?? {}).filter(([id]) => id.includes(part));
  const [only] = all;
  if (only === undefined || all.length > 1) {
    throw new Error(`one ${type} with ${part} in its id is needed; got ${all.map(([id]) => id).join(", ")}`);
  }
  return { id: only[0], block: only[1] };
}

/** Sets what is at a path such as `metadata_options.http_tokens`; undefined removes it. */
export function set(block: Block, where: string, value: unknown): void {
  const keys = where.split(".");
  const last = keys.pop() as string;
  const parent = keys.reduce<Block>((object, key) => {
    if (object[key] === undefined) {
      throw new Error(`nothing is at ${key} of ${where}`);
    }
    return object[key] as Block;
  }, block);
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
}

/** Sets attributes of one resource. */
export function change(type: string, part: string, values: Record<string, unknown>): (stack: Stack) => void {
  return (stack) => {
    const { block } = found(stack, type, part);
    for (const [where, value] of Object.entries(values)) {
      set(block, where, value);
    }
  };
}

export function add(type: string, id: string, block: Block): (stack: Stack) => void {
  return (stack) => {
    stack.resource[type] = { ...stack.resource[type], [id]: block };
  };
}

/** Takes a resource out of the configuration; what refers to it gets what the state has. */
export function remove(stack: Stack, state: StateValues, type: string, part: string): string {
  const { id } = found(stack, type, part);
  const address = `${type}.${id}`;
  const ofType = stack.resource[type] as Record<string, Block>;
  delete ofType[id];
  if (Object.keys(ofType).length === 0) {
    delete stack.resource[type];
  }
  const values = state[address] ?? {};
  const pattern = new RegExp(`${address.replaceAll(".", "\\.")}(\\.(\\w+))?`, "g");
  const replaced = (text: string) =>
    text
      .replace(new RegExp(`^\\$\\{${address.replaceAll(".", "\\.")}\\.(\\w+)\\}$`), (_, name: string) =>
        String(values[name]),
      )
      .replace(pattern, (_, __, name: string | undefined) =>
        JSON.stringify(name === undefined ? values : values[name]),
      );
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") {
      return replaced(value);
    }
    if (Array.isArray(value)) {
      return value.filter((item) => item !== address).map(walk);
    }
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]))
      : value;
  };
  const whole = walk(stack) as Stack;
  for (const [key, value] of Object.entries(whole)) {
    stack[key] = value;
  }
  return address;
}

export function removed(type: string, part: string): (stack: Stack, state: StateValues) => void {
  return (stack, state) => void remove(stack, state, type, part);
}

/** Takes it out of the configuration and has Terraform forget it, which `prevent_destroy` does not stop. */
export function forgotten(type: string, part: string): (stack: Stack, state: StateValues) => void {
  return (stack, state) => {
    const from = remove(stack, state, type, part);
    stack.removed = [{ from, lifecycle: { destroy: false } }];
  };
}

export function unprotected(stack: Stack): void {
  for (const block of Object.values(stack.resource).flatMap((all) => Object.values(all))) {
    if (block.lifecycle !== undefined) {
      (block.lifecycle as Block).prevent_destroy = false;
    }
  }
}

/** Changes the statements of a policy. */
export function policy(
  type: string,
  part: string,
  attribute: string,
  edit: (statements: PolicyStatement[]) => void,
): (stack: Stack) => void {
  return (stack) => {
    const { block } = found(stack, type, part);
    const document = JSON.parse(block[attribute] as string);
    edit(document.Statement);
    block[attribute] = JSON.stringify(document);
  };
}

export function all<Args extends unknown[]>(...steps: ((...args: Args) => void)[]): (...args: Args) => void {
  return (...args) => {
    for (const step of steps) {
      step(...args);
    }
  };
}
