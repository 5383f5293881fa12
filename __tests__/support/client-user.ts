import { clientOwner } from "../../modules/image/client-user";

/** The user of the clients as owner of files, as the image has it. */
export const CLIENT_OWNER = clientOwner();
/** Its number. */
export const CLIENT_ID = Number(CLIENT_OWNER.split(":")[0]);
