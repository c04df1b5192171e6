/** The Policy pages: what is in force, as a picture and in words, and where each part of it is written. */
export { addPolicies } from './routes.ts';
export { createPolicyReader, type File, type PolicyReader, type PolicyThere } from './there.ts';
