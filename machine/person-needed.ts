import { UserError } from "../process/user-error";

/** What the machine lacks and only its user can mend: tests that need it are left out, with this as the reason. */
export class PersonNeeded extends UserError {}
