export { AwsAccount, type AwsAccountProps } from "../modules/aws/aws-account";
export { SourceError } from "../modules/source-error";
export { StateBucket, type StateBucketProps } from "../modules/state-bucket";
export { SettingsError } from "../stacks/settings/settings-error";
export { EthereumFleet, type EthereumFleetProps, type FleetSettings, type FleetValues } from "./ethereum-fleet";
