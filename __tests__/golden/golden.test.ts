import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { synthesize } from "../support/synthesize";

/** The reviewed stacks. `npm run golden` writes them anew; read the difference before you commit it. */
const { node, state } = synthesize();
const { delivery } = synthesize({ ETHNODE_REPOSITORY: "acme/ethereum", ETHNODE_STATE_BUCKET: "my-state" });

test.each(Object.entries({ "mainnet-parity": node, state, delivery }))(
  "%s synthesizes as reviewed",
  (stack, synthesized) => {
    const file = path.join(__dirname, `${stack}.tf.json`);
    if (process.env.UPDATE_GOLDEN === "1") {
      writeFileSync(file, `${JSON.stringify(synthesized, null, 2)}\n`);
    }
    expect(existsSync(file)).toBe(true);
    expect(synthesized).toEqual(JSON.parse(readFileSync(file, "utf8")));
  },
);
