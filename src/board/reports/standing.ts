/** How far the count of a repository is, in words. */
import { many } from '../../plural.ts';
import type { ReportState } from '../../report/index.ts';

type Standing = ReportState['standing'];

/** `14:05 UTC` */
export const clockText = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`;

/** @param nextAt when it is counted again if somebody asks (milliseconds since the epoch) */
export function inWords(standing: Standing, nextAt: number | null): string {
  switch (standing.kind) {
    case 'queued':
      return standing.before === 0
        ? 'Baton is starting to count.'
        : `Baton counts one repository at a time, and ${many(standing.before, 'other')} come${standing.before === 1 ? 's' : ''} first.`;
    case 'counting':
      return standing.found === null
        ? 'Baton is listing the issues.'
        : `Baton has read ${standing.read.toLocaleString('en')} of ${many(standing.found.issues, 'issue')}.`;
    case 'counted':
      return 'It is counted.';
    case 'none':
      return nothing[standing.why];
    case 'failed':
      return `It could not be counted: ${standing.why}${standing.why.endsWith('.') ? '' : '.'}${nextAt === null ? '' : ` Open this page again after ${clockText(nextAt)} to retry.`}`;
    case 'crowded':
      return 'Too many reports are being counted right now. Come back in a few minutes.';
    default:
      return standing satisfies never;
  }
}

const nothing = {
  gone: 'Baton cannot read this repository any more: GitHub says that it doesn’t exist, or the App was removed from it.',
  'no-policy': 'This repository has no policy, so there are no gates at which anything could wait.',
  broken: 'The policy of this repository has never been valid, so there is nothing to count yet.',
} as const;
