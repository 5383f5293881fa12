import type { Setting } from "../../stacks/settings/setting";
import { settingRules } from "../../stacks/settings/setting-rules";
import { environmentVariable } from "../../stacks/settings/setting-sources";
import { settingGroups } from "../../stacks/settings/settings-table";
import { prose, table } from "./markdown";

/** Every setting, first in a table, then each by itself. */
export function settingsDocument(): string {
  const groups = Object.entries(settingGroups);
  const rows = groups.flatMap(([, settings]) =>
    Object.entries(settings).map(([key, { byDefault }]) => [
      `[\`${key}\`](#${key.toLowerCase()})`,
      `\`${environmentVariable(key)}\``,
      byDefault,
    ]),
  );
  const sections = groups.flatMap(([title, settings]) => [
    "",
    `## ${title}`,
    ...Object.entries(settings).flatMap(([key, setting]) => section(key, setting)),
  ]);
  return [...table(["setting, and its key in the context", "environment variable", "default"], rows), ...sections].join(
    "\n",
  );
}

function section(key: string, { byDefault, change, form, meaning, rules }: Setting): string[] {
  const ofTwo = settingRules.filter((rule) => rule.key === key).map(({ must }) => must);
  return [
    "",
    `### ${key}`,
    "",
    `\`${environmentVariable(key)}\`, ${form}. Default: ${byDefault}.`,
    "",
    prose(meaning),
    "",
    ...[...rules, ...ofTwo].map((rule) => prose(`- It must ${rule}.`)),
    prose(`- A change: ${change}`),
  ];
}
