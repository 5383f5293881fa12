import { isUntouched } from "../../plan/plan";
import { say } from "../../plan/words";
import type { Rule } from "../finding";
import { KNOWN_TYPES } from "../known-types";

/** Words in the name of a type that holds data, or without which data cannot be read or found. */
const DATA =
  /(^|_)(db|database|rds|docdb|neptune|dynamodb|redshift|timestream|qldb|keyspaces|memorydb|elasticache|cache|opensearch|elasticsearch|cassandra|mongo\w*|sql|s3|s3tables|bucket|object|blob|ebs|volume|disk|efs|fsx|lustre|file|filesystem|share|table|queue|sqs|stream|kinesis|kafka|msk|mq|topic|snapshot|ami|image|backup|vault|recovery|archive|glacier|storage|store|lake|catalog|repository|registry|key|kms|secret|secretsmanager|certificate|acm|acmpca|credential|password|token|zone|domain|delegation|hosted|eip|ipam|state|data|log|trail|dlm)s?(_|$)/;

export const unknownDataType: Rule = {
  name: "unknown-data-type",
  level: "forbidden",
  finds: "a resource of a type that the review does not know and whose name says that it holds data",
  find: ({ changes }) =>
    changes
      .filter((change) => !isUntouched(change) && !KNOWN_TYPES.has(change.type) && DATA.test(change.type.toLowerCase()))
      .map(({ actions, address, type }) => ({
        resource: address,
        text: say`${address}: the review does not know ${type}, which may hold data; the plan says ${actions.join(", ")}`,
      })),
};
