/** A proposed policy is tried on the issues that are there. Nothing is recorded but how far the trial has come. */
export { lookAtTrial } from './look.ts';
export { createTrials, type TriedThere } from './open-issues.ts';
export { policyCheck, policyCheckName } from './policy-check.ts';
