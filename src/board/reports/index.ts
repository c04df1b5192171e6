/** The Report pages: where work waits, in figures. Those of one repository are the figures of `baton report`. */
export { addReports } from './routes.ts';
