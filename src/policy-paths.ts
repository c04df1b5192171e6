/** Where the policy of a repository is. */

export const policyPath = '.github/roles.yml';
/** Some write the ending out. */
export const otherPath = '.github/roles.yaml';
export const policyPaths: readonly string[] = [policyPath, otherPath];
