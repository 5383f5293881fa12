/** Tag of everything that Terraform makes; the final snapshot of a volume takes it over. */
export const PROJECT_TAG = "Project";
