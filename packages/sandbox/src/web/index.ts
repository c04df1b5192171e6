/** What is on GitHub's site and not in its API: signing in, authorizing an App, and exchanging the code for tokens. */
export { cookieOf, openBrowser } from './browsers.ts';
export { page } from './router.ts';
