/** What each command does to the gates, and how it came out. */
export { answeredAnywhere, answeredAs, hear, isSilent, naming, onlyAgainst } from './hear.ts';
