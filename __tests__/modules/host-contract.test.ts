import { readFileSync } from "node:fs";
import path from "node:path";
import { CLIENT_USER } from "../../modules/host-contract";
import { clientOwner } from "../../modules/image/client-user";

const read = (file: string) => readFileSync(path.resolve(__dirname, "../..", file), "utf8");
const [passwd, group] = ["docker/passwd", "docker/group"].map((file) =>
  read(file)
    .trim()
    .split("\n")
    .map((line) => line.split(":")),
) as [string[][], string[][]];
const [, , uid, gid] = passwd.find(([name]) => name === CLIENT_USER) as string[];

test("the images know their user by name, and run as it", () => {
  for (const dockerfile of ["docker/Dockerfile", "monitor/Dockerfile"]) {
    expect(read(dockerfile)).toContain(`\nUSER ${CLIENT_USER}\n`);
  }
  expect(group.find(([name]) => name === CLIENT_USER)?.[2]).toBe(gid);
});

test("the host gives the user its directories, by its number", () => {
  expect(clientOwner()).toBe(`${uid}:${gid}`);
});

test("the user is none of the host: beyond the accounts of the system and of people, below those that systemd gives out", () => {
  // login.defs of Amazon Linux 2023 gives people 1000 to 60000 from below; systemd's dynamic users are 61184 to 65519.
  expect(Number(uid)).toBeGreaterThan(10_000);
  expect(Number(uid)).toBeLessThan(60_000);
});

test("nobody can log in", () => {
  expect(passwd.map(([name, , , , , , shell]) => [name, shell])).toEqual([
    ["root", "/sbin/nologin"],
    [CLIENT_USER, "/sbin/nologin"],
    ["nobody", "/sbin/nologin"],
  ]);
});
