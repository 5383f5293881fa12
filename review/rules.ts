import type { Rule } from "./finding";
import { accountChanged, regionChanged } from "./rules/elsewhere";
import { otherIngress, publicIngress, rpcByAddress, sshIngress } from "./rules/ingress";
import { instanceMetadata } from "./rules/instance-metadata";
import { keptDeposed } from "./rules/kept-deposed";
import { keptDestroyed } from "./rules/kept-destroyed";
import { keptForgotten } from "./rules/kept-forgotten";
import { keptGone } from "./rules/kept-gone";
import { keptMoved } from "./rules/kept-moved";
import { keptUnprotected } from "./rules/kept-unprotected";
import { callersCut, dataLost, outsideChange } from "./rules/lesser-losses";
import { nodeLeaves } from "./rules/node-leaves";
import { policyUnread, policyWildcard, trustWidened } from "./rules/policy";
import { restart } from "./rules/restart";
import { secondDisk } from "./rules/second-disk";
import { unencrypted } from "./rules/unencrypted";
import { unknownDataType } from "./rules/unknown-data-type";
import { checkFailed, errored, incomplete, maybeIncomplete } from "./rules/whole-plan";

/** All rules, in the order in which their findings are told. */
export const RULES: readonly Rule[] = [
  keptDestroyed,
  keptGone,
  secondDisk,
  keptForgotten,
  keptDeposed,
  keptMoved,
  keptUnprotected,
  nodeLeaves,
  accountChanged,
  regionChanged,
  rpcByAddress,
  publicIngress,
  policyWildcard,
  unencrypted,
  instanceMetadata,
  unknownDataType,
  incomplete,
  errored,
  restart,
  callersCut,
  dataLost,
  sshIngress,
  trustWidened,
  outsideChange,
  checkFailed,
  otherIngress,
  policyUnread,
  maybeIncomplete,
];
