import type { Rehearsal } from "./rehearsal";

const BOTH = "export ETHNODE_NODE_NAMES=node-0,node-1";

/** What an apply would begin with; the rest of a node takes a minute. */
const VOLUMES_ONLY =
  'tf apply -auto-approve -var-file="$VARS" -target=aws_ebs_volume.nodes_node-0_chain_volume_D6DCC972 -target=aws_ebs_volume.nodes_node-1_chain_volume_BA5E9316';

/** The runbooks in the order of one life: each begins with what the one before it left. */
export const REHEARSALS: readonly Rehearsal[] = [
  { runbook: "README.md", scenes: [{ before: "npm run synth", does: "set_value log_retention_days 3" }] },
  {
    runbook: "bootstrap-state.md",
  },
  { runbook: "clients-down.md" },
  { runbook: "node-hurts.md" },
  { runbook: "chain-hurts.md" },
  { runbook: "planned-work.md" },
  {
    runbook: "sync-then-snapshot-then-downsize.md",
    scenes: [
      {
        before: "npx cdktf deploy",
        does: `set_value instance_type '"t3.large"'; set_value chain_volume_size_gib 20`,
      },
      { before: "RPC=", does: "until curl -s http://node-0.mainnet.lab.internal:8545; do sleep 1; done" },
      { before: "# group to 0", does: "set_value node_running false" },
      {
        before: "npm run synth && tf init",
        does: `set_value node_running true; set_value instance_type '"t3.medium"'`,
      },
      { before: "describe-volume-status", does: `${BOTH}; npm run synth; tf init\n${VOLUMES_ONLY}` },
    ],
  },
  {
    runbook: "add-or-remove-a-node.md",
    scenes: [
      { before: "volume node-1", does: `${BOTH}; npm run synth; tf init\n${VOLUMES_ONLY}; KEPT=$(volume node-1)` },
      {
        before: 'tf import -var-file="$VARS" "$ADDRESS"',
        fillsIn: { "vol-…": "$KEPT" },
      },
    ],
  },
  {
    runbook: "reseed-chain-volume.md",
    scenes: [
      {
        before: "aws ec2 describe-snapshots",
        does: `tf state rm aws_ebs_volume.nodes_node-1_chain_volume_BA5E9316
SNAPSHOT=$(aws ec2 create-snapshot --volume-id "$(volume node-0)" --query SnapshotId --output text)
aws ec2 delete-volume --volume-id "$(volume node-1)"
set_value node_running false; set_value chain_snapshot_id "\\"$SNAPSHOT\\""`,
        fillsIn: { "snap-…": "$SNAPSHOT" },
      },
    ],
  },
  {
    runbook: "customer-managed-key.md",
    scenes: [
      {
        before: "aws ec2 get-ebs-default",
        does: `SNAPSHOT=$(aws ec2 create-snapshot --volume-id "$(volume node-0)" --query SnapshotId --output text)
KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text)`,
        fillsIn: { "snap-…": "$SNAPSHOT", "<key>": "$KEY" },
      },
    ],
  },
  { runbook: "chain-disk-refused.md" },
  { runbook: "switch-clients.md" },
  { runbook: "coming-from-cf-parity-mainnet.md" },
  {
    runbook: "locked-state.md",
    scenes: [
      {
        before: ".tflock",
        does: `set_value node_running true
npm run synth; tf init
LOST=$(volume node-0)
tf state rm aws_ebs_volume.nodes_node-0_chain_volume_D6DCC972
terraform -chdir="$STACK" apply -auto-approve -var-file="$VARS" >/dev/null 2>&1 &
APPLY=$!
LOCK="s3://$ETHNODE_STATE_BUCKET/$NAME/mainnet-parity.tfstate.tflock"
until aws s3 cp "$LOCK" lock.json; do sleep 0.5; done
kill -KILL "$APPLY"
LOCK_ID=$(python3 -c 'import json; print(json.load(open("lock.json"))["ID"])')`,
        fillsIn: { "e79aa8ae-5ff9-91f4-d32b-acc3d9e84afc": "$LOCK_ID" },
      },
      { before: "adopt aws_ebs_volume", fillsIn: { "vol-…": "$LOST" } },
      {
        before: "update-auto-scaling-group",
        does: `ORPHAN=$NAME-orphan
LAUNCH_TEMPLATE=$(aws ec2 create-launch-template --launch-template-name "$ORPHAN" --launch-template-data '{"InstanceType":"t3.micro"}' --query LaunchTemplate.LaunchTemplateId --output text)
aws autoscaling create-auto-scaling-group --auto-scaling-group-name "$ORPHAN" --min-size 0 --max-size 1 --availability-zones eu-central-1a --launch-template "LaunchTemplateId=$LAUNCH_TEMPLATE"
ORPHAN_VOLUME=$(aws ec2 create-volume --availability-zone eu-central-1a --size 1 --query VolumeId --output text)`,
        fillsIn: { "vol-…": "$ORPHAN_VOLUME", "<orphan>": "$ORPHAN" },
      },
      {
        before: "aws ec2 delete-launch-template",
        does: `aws iam create-role --role-name "$ORPHAN" --assume-role-policy-document '{"Version":"2012-10-17","Statement":[]}'
aws iam put-role-policy --role-name "$ORPHAN" --policy-name rights --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
POLICY=arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore
aws iam attach-role-policy --role-name "$ORPHAN" --policy-arn "$POLICY"
aws iam create-instance-profile --instance-profile-name "$ORPHAN"
aws iam add-role-to-instance-profile --instance-profile-name "$ORPHAN" --role-name "$ORPHAN"
GROUP=$(aws ec2 create-security-group --group-name "$ORPHAN" --description "$ORPHAN" --query GroupId --output text)
IN=$(aws ec2 authorize-security-group-ingress --group-id "$GROUP" --protocol tcp --port 22 --cidr 10.0.0.0/8 --query 'SecurityGroupRules[0].SecurityGroupRuleId' --output text)
OUT=$(aws ec2 describe-security-group-rules --filters "Name=group-id,Values=$GROUP" --query 'SecurityGroupRules[?IsEgress].SecurityGroupRuleId' --output text)`,
        fillsIn: {
          "lt-…": "$LAUNCH_TEMPLATE",
          "<profile>": "$ORPHAN",
          "<role>": "$ORPHAN",
          "<each of them>": "$POLICY",
          "ingress --group-id sg-… --security-group-rule-ids sgr-… sgr-…":
            "ingress --group-id $GROUP --security-group-rule-ids $IN",
          "egress --group-id sg-… --security-group-rule-ids sgr-… sgr-…":
            "egress --group-id $GROUP --security-group-rule-ids $OUT",
          "sg-…": "$GROUP",
        },
      },
    ],
  },
  {
    runbook: "destroy.md",
    scenes: [{ before: "npx cdktf deploy", does: "set_value node_running false" }],
  },
];
