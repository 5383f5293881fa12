import { overrideEmptyAnswers } from "../../../lab/terraform/empty-answer";

const IDS = "toset(data.aws_ebs_volumes.all.ids)";
const stack = {
  data: {
    aws_ebs_volumes: {
      all: {
        filter: [
          { name: "tag:Project", values: ["p"] },
          { name: "tag:Name", values: ["p-*-chain"] },
        ],
      },
    },
    aws_ebs_volume: { each: { for_each: `\${${IDS}}` } },
  },
};

test("for a provider that takes an empty list for a failure, asks for the placeholder too and reads all but that", () => {
  expect(overrideEmptyAnswers(stack, "3.39.0")).toEqual({
    aws_ebs_volumes: {
      all: {
        filter: [
          { name: "tag:Project", values: ["p"] },
          { name: "tag:Name", values: ["p-*-chain", "lab-placeholder"] },
        ],
      },
    },
    aws_ebs_volume: {
      each: { for_each: `\${setsubtract(${IDS}, ["vol-00000000000000000"])}` },
    },
  });
});

test("leaves newer providers, and stacks without such a list, alone", () => {
  expect(overrideEmptyAnswers(stack, "4.0.0")).toEqual({});
  expect(overrideEmptyAnswers({}, "3.39.0")).toEqual({});
});
