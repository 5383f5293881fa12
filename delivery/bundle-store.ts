import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PROJECT_ROOT } from "../machine/state-dir";
import { UserError } from "../process/user-error";
import type { Settings } from "../stacks/settings/settings";

const CALL_MILLISECONDS = 60_000;
/** Ignored by git. */
const LOCAL_FOLDER = ".delivery";

/** Where bundles are kept, by name. */
export interface BundleStore {
  /** Where a bundle is, for a person. */
  place(name: string): string;
  put(name: string, bytes: Buffer): Promise<void>;
  /** Undefined where there is none. */
  get(name: string): Promise<Buffer | undefined>;
}

/** The state bucket, or a folder of this checkout where the state is local. */
export function bundleStore(settings: Settings): BundleStore {
  const { planPrefix, stateBucket, stateKmsKeyArn, stateRegion } = settings;
  return stateBucket === undefined
    ? localStore(planPrefix)
    : s3Store(stateBucket, planPrefix, stateRegion, stateKmsKeyArn);
}

function localStore(prefix: string): BundleStore {
  const folder = path.join(PROJECT_ROOT, LOCAL_FOLDER, prefix);
  const fileOf = (name: string) => path.join(folder, name);
  return {
    place: (name) => path.relative(PROJECT_ROOT, fileOf(name)),
    put: async (name, bytes) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(`${fileOf(name)}.part`, bytes, { mode: 0o600 });
      renameSync(`${fileOf(name)}.part`, fileOf(name));
    },
    get: async (name) => (existsSync(fileOf(name)) ? readFileSync(fileOf(name)) : undefined),
  };
}

function s3Store(bucket: string, prefix: string, region: string, kmsKeyArn: string | undefined): BundleStore {
  const s3 = new S3Client({
    region,
    maxAttempts: 3,
    // A bucket's name with dots has no certificate of its own.
    forcePathStyle: true,
    requestHandler: {
      requestTimeout: CALL_MILLISECONDS,
      throwOnRequestTimeout: true,
      connectionTimeout: CALL_MILLISECONDS,
    },
  });
  const keyOf = (name: string) => ({ Bucket: bucket, Key: `${prefix}${name}` });
  const place = (name: string) => `s3://${bucket}/${prefix}${name}`;
  return {
    place,
    put: async (name, bytes) => {
      // Without a key, what the bucket encrypts with.
      const encryption =
        kmsKeyArn === undefined ? {} : ({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: kmsKeyArn } as const);
      const command = new PutObjectCommand({
        ...keyOf(name),
        ...encryption,
        Body: bytes,
        ContentType: "application/octet-stream",
        ChecksumAlgorithm: "SHA256",
      });
      await s3.send(command).catch((error: Error) => {
        throw new UserError(`${place(name)} must be writable; AWS says ${error.name}: ${error.message}`);
      });
    },
    get: async (name) => {
      try {
        const { Body } = await s3.send(new GetObjectCommand(keyOf(name)));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        const { message, name: code } = error as Error;
        if (code === "NoSuchKey") {
          return undefined;
        }
        throw new UserError(`${place(name)} must be readable; AWS says ${code}: ${message}`);
      }
    },
  };
}
