import type { Construct } from "constructs";
import type { Architecture } from "../clients/client-profile";
import type { ClientRun } from "../clients/node-profile";
import { clientImageBuild } from "./client-image-build";
import { ContainerImage, type ContainerImageProps } from "./container-image";

export interface ClientImageProps extends Pick<ContainerImageProps, "name" | "given"> {
  readonly run: ClientRun;
  /** What the image is built for. */
  readonly architecture: Architecture;
  /** JSON file that the image holds as its chain specification; undefined for none. */
  readonly chainSpecFile: string | undefined;
}

/** The image of one client, from docker/. */
export class ClientImage extends ContainerImage {
  /** What it is the image of. */
  readonly run: ClientRun;

  constructor(scope: Construct, id: string, props: ClientImageProps) {
    super(scope, id, {
      name: props.name,
      container: props.run.profile.name,
      build: () => clientImageBuild(props.run, props.architecture, props.chainSpecFile),
      given: props.given,
    });
    this.run = props.run;
  }
}
