export { readSites } from './site-file.ts';
export type { JiraSite } from './site.ts';
