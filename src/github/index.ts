export { createApp, type Access } from './app.ts';
export { createGitHub, type GitHub } from './client.ts';
export { eventNames } from './events.ts';
export { createCatchUp, usualRhythm, type Rhythm } from './catch-up.ts';
export { createIntake, wish, type Work } from './intake.ts';
export { createLook } from './look.ts';
export { NotAllowed } from './mutate.ts';
export { createGitHubTracker, type GitHubTracker } from './tracker.ts';
export type { Past } from './past.ts';
