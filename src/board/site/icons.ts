/** The few pictures beside words: GitHub's own, which its people know. */
import { ours, type Html } from '../../pages/index.ts';
import { iconText } from './asset-files.ts';

/** Names of pictures in `@primer/octicons`, without their size. */
export const iconNames = [
  'alert',
  'arrow-right',
  'check-circle',
  'clock',
  'comment',
  'gear',
  'git-merge',
  'git-pull-request',
  'git-pull-request-closed',
  'graph',
  'history',
  'home',
  'issue-closed',
  'issue-opened',
  'law',
  'link-external',
  'lock',
  'people',
  'person',
  'play',
  'question',
  'reply',
  'search',
  'sync',
  'tag',
  'unlock',
  'x-circle',
] as const;

export type IconName = (typeof iconNames)[number];

const kept = new Map<IconName, Html>();

/** A picture that says nothing that the words beside it do not. */
export function icon(name: IconName): Html {
  const known = kept.get(name) ?? ours(asIcon(iconText(name)));
  kept.set(name, known);
  return known;
}

const asIcon = (svg: string): string =>
  svg.trim().replace('<svg ', '<svg class="icon" aria-hidden="true" focusable="false" fill="currentColor" ');
