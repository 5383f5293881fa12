import { Fn, type IResolvable, TerraformLocal, TerraformResource, Token } from "cdktf";
import { Construct } from "constructs";
import { localReference } from "../modules/aws/expressions";
import { SettingsError } from "../stacks/settings/settings-error";
import type { ValueOfType, ValuesOf, Variable } from "../stacks/variables/variable";

/** What a program may give in place of a Terraform variable of each type; each may be a token. */
export interface GivenOfType {
  readonly bool: boolean | IResolvable;
  readonly "list(string)": string[];
  readonly "map(string)": { readonly [key: string]: string };
  readonly number: number;
  readonly string: string;
}

const AS_WRITTEN: { readonly [Type in keyof GivenOfType]: (given: unknown) => unknown } = {
  bool: (given) => given,
  // By themselves they would be a tuple and an object, which some functions take for something else.
  "list(string)": (given) => Fn.tolist(given),
  "map(string)": (given) => Fn.tomap(given),
  number: (given) => given,
  string: (given) => given,
};

const READ: { readonly [Type in keyof ValueOfType]: (local: TerraformLocal) => ValueOfType[Type] } = {
  bool: (local) => local.asBoolean,
  "list(string)": (local) => local.asList,
  "map(string)": (local) => Token.asAny(local.asAnyMap),
  number: (local) => local.asNumber,
  string: (local) => local.asString,
};

export interface CheckedValuesProps<Variables> {
  /** The variables of whose defaults and rules the values are. */
  readonly variables: Variables;
  /** By the names that the code has for the variables; what is left out is the default. */
  readonly given: { readonly [Name in keyof Variables]?: unknown };
}

/** Values in place of Terraform variables, under the rules of these: a plan refuses those that break one. */
export class CheckedValues<Variables extends Readonly<Record<string, Variable>>> extends Construct {
  readonly values: ValuesOf<Variables>;

  /** @throws SettingsError where a value is missing that has no default */
  constructor(scope: Construct, id: string, { given, variables }: CheckedValuesProps<Variables>) {
    super(scope, id);
    const locals = Object.entries(variables).map(([name, variable]) => {
      const value = given[name] ?? variable.byDefault;
      if (value === undefined) {
        throw new SettingsError([`${name} must be given; got undefined`]);
      }
      return { name, variable, local: new TerraformLocal(this, variable.name, AS_WRITTEN[variable.type](value)) };
    });
    const references = new Map(locals.map(({ local, variable }) => [variable.name, localReference(local)]));
    const onLocals = (expression: string) =>
      expression.replace(/\bvar\.(\w+)/g, (_, variable: string) => references.get(variable) as string);
    // Not cdktf's DataResource: its synth runs `terraform version`, and fails where there is none.
    new TerraformResource(this, "rules", {
      terraformResourceType: "terraform_data",
      lifecycle: {
        precondition: locals.flatMap(({ name, variable }) =>
          (variable.rules ?? []).map(({ holds, must, suchAs }) => ({
            condition: `\${${onLocals(holds)}}`,
            errorMessage: `${name} must ${must}${suchAs === undefined ? "" : `, such as \${${onLocals(suchAs)}}`}; got \${jsonencode(${onLocals(`var.${variable.name}`)})}.`,
          })),
        ),
      },
    });

    this.values = Object.fromEntries(
      locals.map(({ local, name, variable }) => [name, READ[variable.type](local)]),
    ) as ValuesOf<Variables>;
  }
}
