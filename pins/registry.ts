import { type RequestOptions, request } from "node:http";
import { dockerHost } from "../machine/docker-engine";

const ANSWER_MILLISECONDS = 30_000;

/** What a registry has under a tag. */
export interface TaggedImage {
  /** Of the index of all its platforms; of its manifest, where it has one platform only. */
  readonly digest: string;
  /** As Docker names them: amd64, arm64. */
  readonly architectures: readonly string[];
}

/**
 * Asks the image's registry through the Docker Engine, which knows the registry of a name without a host, the user's proxy and
 * mirrors, and how to get a token.
 *
 * @throws Error with what the engine said
 */
export async function askRegistry(image: string): Promise<TaggedImage> {
  const path = `/distribution/${image}/json`;
  const { status, body } = await get({ ...(await engineAddress()), path });
  const { Descriptor, Platforms, message } = parse(body);
  if (status !== 200) {
    throw new Error(message ?? `Docker Engine answered ${status}: ${body.split("\n")[0]}`);
  }
  const digest = Descriptor?.digest ?? "";
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new Error(`the digest must be sha256:<64 hex digits>; got ${JSON.stringify(digest)}`);
  }
  return { digest, architectures: (Platforms ?? []).map(({ architecture }) => architecture) };
}

interface Answer {
  readonly Descriptor?: { readonly digest?: string };
  readonly Platforms?: { readonly architecture: string }[] | null;
  readonly message?: string;
}

/** What is no JSON is no answer of a Docker Engine. */
function parse(body: string): Answer {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

async function engineAddress(): Promise<RequestOptions> {
  const address = (await dockerHost()) || "unix:///var/run/docker.sock";
  const url = new URL(address);
  if (url.protocol === "unix:") {
    return { socketPath: url.pathname };
  }
  if (url.protocol === "tcp:") {
    return { host: url.hostname, port: url.port };
  }
  throw new Error(`DOCKER_HOST must be a unix:// or tcp:// address here; got ${address}`);
}

function get(options: RequestOptions): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
    const call = request({ ...options, signal }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.once("error", reject).once("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call
      .once("error", (error) =>
        reject(signal.aborted ? new Error(`no answer within ${ANSWER_MILLISECONDS / 1000} s`) : error),
      )
      .end();
  });
}
