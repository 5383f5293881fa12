const { default: Sequencer } = require("@jest/test-sequencer");

/** Files that take minutes, longest first: jest by itself goes by their size, and these are short but for what they wait for. */
const LONG = ["interruption", "interruption-blank-disk", "stop", "unreliable-aws", "release"];

/** Begins with the long ones, so that no worker is left with one at the end. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = LONG.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return found === -1 ? LONG.length : found;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
