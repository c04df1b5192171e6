export type { Access } from './app.ts';
export { NotAllowed } from './mutate.ts';
export { createGitHubTracker, type GitHubTracker } from './tracker.ts';
export { InstallationGone } from './failures.ts';
